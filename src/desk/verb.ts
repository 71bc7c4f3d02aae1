import type { Actor, Role } from './actor.ts';
import type { Desk } from './desk.ts';
import type { Refusal } from './refusal.ts';

/** A word of an argument list. `value` takes the rest of the line, so that names and units may carry spaces. */
export interface Argument {
  readonly name: string;
  readonly type: 'target' | 'value' | 'word' | 'number';
  readonly optional?: boolean;
  readonly says: string;
}

/** Where a line is said, for the names `strip`, `selected` and `layer`. */
export interface Context {
  /** Strip under the control or on the page: `ch/7`. */
  readonly strip?: string;
  readonly selected?: string;
}

export interface Call {
  readonly desk: Desk;
  readonly actor: Actor;
  readonly args: Readonly<Record<string, string>>;
  /** Only say what would happen. */
  readonly dry: boolean;
  readonly context: Context;
  /** `over 4s`, for verbs that take time. */
  readonly overMs?: number;
}

export interface PlannedChange {
  readonly path: string;
  /** As an engineer says them. */
  readonly from: string;
  readonly to: string;
}

export interface Answer {
  /** One sentence for a person. */
  readonly says: string;
  /** What changed, or would with a dry run. */
  readonly changes: readonly PlannedChange[];
  readonly refusals: readonly Refusal[];
  /** What was asked for, as plain data: log lines, a value. */
  readonly found?: unknown;
}

/** Everything that can be asked of the house. HTTP, WebSocket, OSC, command line and files are projections of one list of these. */
export interface Verb {
  readonly name: string;
  readonly says: string;
  readonly example: string;
  readonly role: Role;
  readonly args: readonly Argument[];
  /** It may take time: `over 4s`. */
  readonly over?: boolean;
  run(call: Call): Answer | Refusal;
}

/** The one list. Rooms add theirs when the house is built. */
export class Verbs {
  readonly #byName = new Map<string, Verb>();

  add(verbs: readonly Verb[]): this {
    for (const verb of verbs) {
      if (this.#byName.has(verb.name)) throw new Error(`verb "${verb.name}" stands twice`);
      this.#byName.set(verb.name, verb);
    }
    return this;
  }
  get(name: string): Verb | undefined {
    return this.#byName.get(name);
  }
  list(): Verb[] {
    return [...this.#byName.values()];
  }
}
