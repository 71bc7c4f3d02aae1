import type { Cue } from './cue.ts';

/** The list as Go sees it: skipped cues are not there, and a cue that another one leads to is reached by that one. */
export class CueOrder {
  readonly cues: readonly Cue[];

  constructor(all: readonly Cue[]) {
    this.cues = all.filter((cue) => !cue.skip);
  }

  /** The one below in the list. */
  after(cue: Cue): Cue | undefined {
    const at = this.#at(cue);
    return at < 0 ? undefined : this.cues[at + 1];
  }

  /** The first that Go starts. */
  get first(): Cue | undefined {
    return this.cues[0];
  }

  /** The one Go starts after this: chained ones are left out. */
  nextGo(cue: Cue): Cue | undefined {
    let last: Cue | undefined = cue;
    while (last?.next) last = this.after(last);
    return last && this.after(last);
  }

  /** The one Go started before this: the head of the chain above. */
  previousGo(cue: Cue): Cue | undefined {
    return this.#headFrom(this.#at(this.#head(cue)) - 1);
  }

  /** Where the chain that leads to a cue begins: itself, where none does. */
  #head(cue: Cue): Cue {
    return this.#headFrom(this.#at(cue)) ?? cue;
  }

  #headFrom(from: number): Cue | undefined {
    let at = from;
    while (at > 0 && this.cues[at - 1]?.next) at -= 1;
    return at < 0 ? undefined : this.cues[at];
  }

  #at(cue: Cue): number {
    return this.cues.findIndex((one) => one.number === cue.number);
  }
}
