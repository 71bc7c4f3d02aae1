import type { Clock } from '../wire/pace/clock.ts';
import { Countdown } from './countdown.ts';
import { type Playback, type PlaybackState, SILENCE } from './playback.ts';

/** Cues and scenes as they stand, asked for once after each change, and the time that is counted down while somebody sees it. */
export class Playing {
  readonly #playback: Playback | undefined;
  readonly #countdown: Countdown;
  #state: PlaybackState | undefined;

  /** @param ring the time on a display is another */
  constructor(playback: Playback | undefined, clock: Clock, ring: () => void) {
    this.#playback = playback;
    this.#countdown = new Countdown(clock, ring);
  }

  get state(): PlaybackState {
    this.#state ??= this.#playback?.state() ?? SILENCE;
    return this.#state;
  }
  get leftMs(): number {
    return this.#playback?.leftMs() ?? 0;
  }

  /** Something of it is another. @returns whether Go starts another cue now */
  changed(): boolean {
    const armed = this.#state?.next[0]?.number;
    this.#state = undefined;
    return armed !== this.state.next[0]?.number;
  }

  /** @param isSeen a display shows the time */
  count(isSeen: boolean): void {
    const { motion } = isSeen ? this.state : SILENCE;
    this.#countdown.arm(motion === 'wait' || motion === 'fade' ? this.leftMs : 0);
  }

  stop(): void {
    this.#countdown.stop();
  }
}
