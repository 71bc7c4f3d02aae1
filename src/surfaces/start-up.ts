import type { Clock, Timer } from '../wire/pace/clock.ts';

/** From the open port to the first word: what is said earlier is lost on some systems. */
const OPEN_MS = 100;
/** Words that follow each other within this time are one greeting. */
const ONE_GREETING_MS = 1000;
/** A unit that was taken to be there without a word may still answer the greeting. */
const LATE_ANSWER_MS = 3000;

export type Stage = 'down' | 'opening' | 'asking' | 'online';

export interface StartUpOptions {
  readonly clock: Clock;
  readonly handshake: 'none' | 'optional' | 'required';
  /** Without a word for so long it is taken to be there, ms. */
  readonly waitMs: number;
  readonly greet: () => void;
  /** @param isNew it was switched off meanwhile: nothing is held */
  readonly online: (isNew: boolean) => void;
}

/** From the open port to a unit that may be painted, also where it never says a word; and again when it announces itself anew. */
export class StartUp {
  readonly #options: StartUpOptions;
  #stage: Stage = 'down';
  #timer: Timer | undefined;
  #spoke = false;
  #answered = false;
  #wasOnline = false;
  #onlineMs = 0;

  constructor(options: StartUpOptions) {
    this.#options = options;
  }

  get stage(): Stage {
    return this.#stage;
  }

  open(): void {
    this.close();
    this.#stage = 'opening';
    this.#wait(OPEN_MS, () => this.#greet());
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#stage = 'down';
    this.#spoke = false;
    this.#answered = false;
    this.#wasOnline = false;
  }

  /** A message with a meaning: somebody is there. */
  alive(): void {
    this.#spoke = true;
    if (this.#stage === 'asking' && this.#options.handshake !== 'required') this.#online();
  }

  /** It announces itself or answers, and may be painted. */
  ready(): void {
    const { clock } = this.#options;
    const sinceMs = clock.nowMs() - this.#onlineMs;
    if (this.#stage === 'online' && this.#answered && sinceMs < ONE_GREETING_MS) return;
    const isLate = !this.#answered && sinceMs < LATE_ANSWER_MS;
    this.#spoke = true;
    this.#answered = true;
    if (this.#stage === 'online') this.#online(!isLate);
    else if (this.#stage === 'asking') this.#online();
  }

  /** It wants an answer first, which it is given: only then it listens. */
  challenged(): void {
    if (this.#stage === 'asking' || this.#stage === 'online') this.#ask();
  }

  #greet(): void {
    const { greet, handshake } = this.#options;
    greet();
    if (handshake === 'none' || (handshake === 'optional' && this.#spoke) || this.#answered) this.#online();
    else this.#ask();
  }

  #ask(): void {
    this.#stage = 'asking';
    this.#answered = false;
    if (this.#options.handshake === 'required') this.#timer?.cancel();
    else this.#wait(this.#options.waitMs, () => this.#online());
  }

  #online(isNew = this.#wasOnline): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#stage = 'online';
    this.#wasOnline = true;
    this.#onlineMs = this.#options.clock.nowMs();
    this.#options.online(isNew);
  }

  #wait(delayMs: number, fire: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(delayMs, fire);
  }
}
