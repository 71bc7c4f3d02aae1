import type { LinkState } from '../desk/desk.ts';
import { Backoff } from '../wire/pace/backoff.ts';
import type { Clock, Timer } from '../wire/pace/clock.ts';
import type { Random } from '../wire/pace/random.ts';

export interface LinkTimes {
  /** No answer to a call for so long: call again, each time a little later. */
  readonly answerMs: number;
  /** A full read that takes longer starts over. */
  readonly readMs: number;
  /** Silence while live that makes the link stale. Infinity where the engine cannot fall silent. */
  readonly staleMs: number;
  /** Longest pause between two calls. */
  readonly pauseMs: number;
}

export const LINK_TIMES: LinkTimes = { answerMs: 1000, readMs: 5000, staleMs: 3000, pauseMs: 10_000 };

/** What a driver does for its link. None of these may change anything in the engine. */
export interface LinkSteps {
  /** Ask the engine who it is. */
  call(): void;
  /** Ask for everything. */
  read(): void;
  changed(state: LinkState, reason: string): void;
}

/**
 * The one reconnect: calling → reading → live → stale → reading ..., the same for every driver.
 * After a silence everything is read again, because what the engine said meanwhile is lost.
 */
export class EngineLink {
  state: LinkState = 'down';
  readonly #clock: Clock;
  readonly #steps: LinkSteps;
  readonly #times: LinkTimes;
  readonly #pauses: Backoff;
  #timer: Timer | undefined;
  #heardMs = 0;
  #silentSinceMs = 0;

  constructor(clock: Clock, random: Random, steps: LinkSteps, times: LinkTimes = LINK_TIMES) {
    this.#clock = clock;
    this.#steps = steps;
    this.#times = times;
    this.#pauses = new Backoff({ capMs: times.pauseMs, random });
  }

  start(): void {
    this.#silentSinceMs = this.#clock.nowMs();
    this.#call('');
  }

  /** Anything arrived from the engine. */
  heard(): void {
    this.#heardMs = this.#clock.nowMs();
    if (this.state === 'stale') this.#read();
  }

  /** The engine answered the call; its layout has been told to the house. */
  answered(): void {
    this.#heardMs = this.#clock.nowMs();
    this.#pauses.reset();
    if (this.state === 'calling' || this.state === 'down') this.#read();
  }

  /** The full read is complete. */
  complete(): void {
    if (this.state !== 'reading') return;
    this.#set('live', '');
    this.#watchSilence();
  }

  /** The way to the engine is gone (port closed, thread crashed). Calls again by itself. */
  lost(reason: string): void {
    if (this.state === 'down') return;
    this.#silentSinceMs = this.#clock.nowMs();
    this.#callLater(reason);
  }

  /** Ends for good. Writes nothing. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#set('down', 'stopped');
  }

  #call(reason: string): void {
    this.#set('calling', reason);
    this.#after(this.#times.answerMs, () => this.#callLater(''));
    this.#steps.call();
  }

  #callLater(reason: string): void {
    const pauseMs = this.#pauses.nextMs();
    const silentS = Math.round((this.#clock.nowMs() - this.#silentSinceMs) / 1000);
    const why = reason || `no reply for ${silentS} s`;
    this.#set('calling', `${why}, calling again in ${(pauseMs / 1000).toFixed(1)} s`);
    this.#after(pauseMs, () => this.#call(this.state === 'calling' ? why : ''));
  }

  #read(): void {
    this.#set('reading', '');
    this.#after(this.#times.readMs, () => this.#callLater('the full read was not completed'));
    this.#steps.read();
  }

  #watchSilence(): void {
    const { staleMs } = this.#times;
    if (staleMs === Number.POSITIVE_INFINITY) {
      this.#timer?.cancel();
      return;
    }
    this.#after(Math.max(1, this.#heardMs + staleMs - this.#clock.nowMs()), () => {
      if (this.#clock.nowMs() - this.#heardMs < staleMs) this.#watchSilence();
      else this.#goStale();
    });
  }

  #goStale(): void {
    this.#silentSinceMs = this.#heardMs;
    this.#set('stale', `silent for ${Math.round((this.#clock.nowMs() - this.#heardMs) / 1000)} s`);
    this.#after(this.#times.answerMs, () => this.#callLater(''));
    this.#steps.call();
  }

  #after(delayMs: number, run: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(delayMs, run);
  }

  #set(state: LinkState, reason: string): void {
    this.state = state;
    this.#steps.changed(state, reason);
  }
}
