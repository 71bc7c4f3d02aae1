import type { Actor } from '../../desk/actor.ts';
import type { DeskClock } from '../../desk/clock.ts';
import type { Refusal } from '../../desk/refusal.ts';
import type { Cue } from './cue.ts';

/** Where the list stood. */
export interface Stand {
  readonly standby: Cue | undefined;
  readonly active: Cue | undefined;
  readonly current: Cue | undefined;
}

/** One Go, back, jump or trigger with all that followed it by itself: what `undo-go` takes back as a whole. */
export class Start {
  readonly cue: Cue;
  /** Wall clock, ms. */
  readonly atMs: number;
  readonly before: Stand;
  /** Standby as it was left by this; undefined too where the list ended. */
  standby: Cue | undefined;
  /** One for each cue of it, so that its steps are told from those of the same cue another time. */
  readonly actors: Actor[] = [];
  /** What of its lines was refused so far. */
  readonly refusals: Refusal[] = [];

  constructor(cue: Cue, atMs: number, before: Stand) {
    this.cue = cue;
    this.atMs = atMs;
    this.before = before;
    this.standby = before.standby;
  }

  /** Who does what a cue of it says. */
  actorOf({ number, name }: Cue): Actor {
    const full = name === '' ? `cue ${number}` : `cue ${number} ${name}`;
    const actor: Actor = { id: `cue ${number}`, kind: 'cue', name: full, origin: 'cue list', role: 'mixer' };
    this.actors.push(actor);
    return actor;
  }
}

/** Starts that can be taken back; the desk remembers about as many steps. */
const KEPT = 100;
/** More cues within a second are a circle of cues that start each other. */
const STORM = 50;

/** What was started and when, and whether it is too much. */
export class Starts {
  readonly #clock: DeskClock;
  /** Oldest first: one more costs nothing. */
  readonly #list: Start[] = [];
  readonly #atMs = new Map<string, number>();
  readonly #recentMs: number[] = [];

  constructor(clock: DeskClock) {
    this.#clock = clock;
  }

  /** Newest first. */
  get list(): readonly Start[] {
    return this.#list.toReversed();
  }
  /** When each cue started last, by its number: wall clock, ms. */
  get times(): ReadonlyMap<string, number> {
    return this.#atMs;
  }

  begin(cue: Cue, before: Stand): Start {
    const start = new Start(cue, this.#clock.wallMs(), before);
    this.#list.push(start);
    if (this.#list.length > KEPT) this.#list.shift();
    return start;
  }

  note({ number }: Cue): void {
    this.#atMs.set(number, this.#clock.wallMs());
  }

  drop(start: Start): void {
    const at = this.#list.indexOf(start);
    if (at >= 0) this.#list.splice(at, 1);
  }

  /** @returns whether a cue may not start now, because too many have; `first` once a storm, as the next one has a quiet second before it */
  storm(): 'first' | 'more' | undefined {
    const nowMs = this.#clock.nowMs();
    while (nowMs - (this.#recentMs[0] ?? nowMs) >= 1000) this.#recentMs.shift();
    const { length } = this.#recentMs;
    if (length <= STORM) this.#recentMs.push(nowMs);
    if (length < STORM) return undefined;
    return length === STORM ? 'first' : 'more';
  }
}

/** What is told of a storm. */
export const stormText = ({ number }: Cue): string =>
  `cue ${number}: more than ${STORM} cues in a second; do they start each other? The rest is left out`;
