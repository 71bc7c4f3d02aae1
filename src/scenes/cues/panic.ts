import type { Actor } from '../../desk/actor.ts';
import type { DeskClock } from '../../desk/clock.ts';
import type { Line } from '../../desk/line.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import type { Answer } from '../../desk/verb.ts';
import type { CueRunner } from './runner.ts';

export interface PanicOptions {
  readonly runner: CueRunner;
  /** What the show does besides stopping: `fade main/fader -inf over 3s`. */
  readonly lines: () => readonly Line[];
  readonly say: (line: Line, actor: Actor) => Answer | Refusal;
  readonly clock: DeskClock;
}

/** Stops the list and all fades, and says the lines that the show has for it; pressed again while they take their time, at once. */
export class Panic {
  readonly #options: PanicOptions;
  #untilMs = Number.NEGATIVE_INFINITY;
  #isPressed = false;

  constructor(options: PanicOptions) {
    this.#options = options;
  }

  /** @returns what was refused, and whether it was the second press; later what is known later, such as a send that met nobody */
  press(actor: Actor): { readonly atOnce: boolean; readonly refusals: readonly Refusal[]; readonly later?: Promise<Refusal | undefined> } {
    // A line of its own, or a cue that one starts, says panic again.
    if (this.#isPressed) return { atOnce: false, refusals: [{ code: 'busy', got: 'panic inside of panic', want: 'it is done once' }] };
    this.#isPressed = true;
    try {
      return this.#press(actor);
    } finally {
      this.#isPressed = false;
    }
  }

  #press(actor: Actor): ReturnType<Panic['press']> {
    const { runner, say, clock } = this.#options;
    const lines = this.#options.lines();
    const nowMs = clock.nowMs();
    const atOnce = nowMs < this.#untilMs;
    this.#untilMs = atOnce ? Number.NEGATIVE_INFINITY : nowMs + Math.max(0, ...lines.map((line) => line.overMs ?? 0));
    runner.stop();
    const answers = lines.map((line) => say(atOnce && line.overMs !== undefined ? { ...line, overMs: 0 } : line, actor));
    const refusals = answers.flatMap((answer) => (isRefusal(answer) ? [answer] : answer.refusals));
    const waits = answers.flatMap((answer) => (isRefusal(answer) || !answer.later ? [] : [answer.later]));
    const later = Promise.all(waits).then((outcomes) => outcomes.find((outcome) => outcome !== undefined));
    return { atOnce, refusals, ...(waits.length > 0 ? { later } : {}) };
  }
}
