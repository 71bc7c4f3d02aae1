import type { Actor, Role } from './actor.ts';
import type { Desk } from './desk.ts';
import type { Refusal } from './refusal.ts';

/**
 * A word of an argument list. `value` takes the rest of the line, so that names and units may carry spaces; `text` takes it as it is
 * written, quotes and all: what is meant for somebody else.
 */
export interface Argument {
  readonly name: string;
  readonly type: 'target' | 'value' | 'word' | 'number' | 'text';
  readonly optional?: boolean;
  readonly says: string;
}

/**
 * What one pair of hands looks at: bank, layer, selection, flip and mode of a surface. Belongs to that surface alone; nothing of it is
 * in the mix, in undo or in the log. Strips are named by their paths: `ch/7`.
 */
export interface View {
  readonly name: string;
  /** Strips under the faders, in order; null where a bank ends early. */
  readonly strips: readonly (string | null)[];
  readonly layer: string;
  readonly layers: readonly string[];
  /** Mode of the knobs or faders, empty for none. */
  readonly mode: string;
  readonly modes: readonly string[];
  readonly flip: boolean;
  readonly selected: string | undefined;
  /** Strip whose members stand under the faders instead of the layer. */
  readonly spilled: string | undefined;
  /** All displays show values. */
  readonly values: boolean;
  /** Name of the view whose bank this one continues. */
  readonly leader: string | undefined;
  /** @returns whether all was there already; with `dry` nothing moves */
  bank(by: number, dry: boolean): Moved;
  channel(by: number, dry: boolean): Moved;
  show(what: Partial<Shown>): void;
  /** Continues to the right of another; undefined: goes its own way. */
  follow(leader: View | undefined): void;
  clearClips(): void;
}

/** Where a bank begins, from 1, before and after, and how many strips there are. */
export interface Moved {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/** What a verb can change of a view. */
export interface Shown {
  readonly layer: string;
  readonly mode: string;
  readonly flip: boolean;
  readonly values: boolean;
  readonly selected: string | undefined;
  readonly spilled: { readonly strip: string; readonly members: readonly string[] } | undefined;
}

/** Where a line is said, for the names `strip` and `selected`, and for the verbs that move a bank. */
export interface Context {
  /** Strip under the control or on the page: `ch/7`. */
  readonly strip?: string;
  readonly selected?: string;
  readonly view?: View;
  /** The views there are, by the names of their surfaces. */
  readonly views?: (name: string) => View | undefined;
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
  /** The verb is about the disk (store, save-preset): resolves when it is durable, or with why it is not, which is the answer then. Doors wait. */
  readonly later?: Promise<Refusal | undefined>;
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
