import type { Actor } from './actor.ts';
import type { Model } from './model.ts';
import type { Stored } from './value.ts';

/** Numbers in typed arrays, texts beside them. `wanted` shows at once; `heard` is the engine's word. */
export class Values {
  readonly #wanted: Float64Array;
  readonly #heard: Float64Array;
  readonly #texts: (string | undefined)[];
  readonly #heardTexts: (string | undefined)[];
  readonly #pending: Uint8Array;
  /** Revision of the last change of each parameter. */
  readonly #revisions: Float64Array;
  readonly #by: (Actor | undefined)[];
  readonly #at: Float64Array;

  #pendingEdits = 0;

  /** @param from values to carry over by path, when an engine's layout was replaced */
  constructor(model: Model, from?: { readonly model: Model; readonly values: Values }) {
    const size = model.entries.length;
    this.#wanted = new Float64Array(size);
    this.#heard = new Float64Array(size);
    this.#texts = new Array(size);
    this.#heardTexts = new Array(size);
    this.#pending = new Uint8Array(size);
    this.#revisions = new Float64Array(size);
    this.#by = new Array(size);
    this.#at = new Float64Array(size);
    for (const entry of model.entries) {
      const old = from?.model.byPath.get(entry.path);
      const same = old !== undefined && old.parameter.type === entry.parameter.type;
      const value = same ? from?.values.wanted(old.id) : undefined;
      this.setWanted(entry.id, value ?? entry.parameter.start);
      this.setHeard(entry.id, value ?? entry.parameter.start);
      if (old && from) this.stamp(entry.id, from.values.revision(old.id), from.values.by(old.id), from.values.at(old.id));
    }
  }

  wanted(id: number): Stored {
    return this.#texts[id] ?? this.#wanted[id] ?? 0;
  }
  heard(id: number): Stored {
    return this.#heardTexts[id] ?? this.#heard[id] ?? 0;
  }
  /** Numeric value without the text check, for loops over many. */
  number(id: number): number {
    return this.#wanted[id] ?? 0;
  }
  setWanted(id: number, value: Stored): void {
    if (typeof value === 'number') this.#wanted[id] = value;
    else this.#texts[id] = value;
  }
  /** A look at the desk as it would be: what the deed supposes is taken back when it ends. Nobody is told, and nothing may wait in it. */
  supposing<T>(deed: (suppose: (id: number, value: Stored) => void) => T): T {
    const before = new Map<number, Stored>();
    try {
      return deed((id, value) => {
        if (!before.has(id)) before.set(id, this.wanted(id));
        this.setWanted(id, value);
      });
    } finally {
      for (const [id, value] of before) this.setWanted(id, value);
    }
  }
  setHeard(id: number, value: Stored): void {
    if (typeof value === 'number') this.#heard[id] = value;
    else this.#heardTexts[id] = value;
  }
  /** Wanted, and not yet the engine's word. */
  pending(id: number): boolean {
    return this.#pending[id] === 1;
  }
  /** Rises whenever another parameter is pending, or one no longer is. */
  get pendingEdits(): number {
    return this.#pendingEdits;
  }
  setPending(id: number, pending: boolean): void {
    const now = pending ? 1 : 0;
    if (this.#pending[id] !== now) this.#pendingEdits += 1;
    this.#pending[id] = now;
  }

  revision(id: number): number {
    return this.#revisions[id] ?? 0;
  }
  by(id: number): Actor | undefined {
    return this.#by[id];
  }
  /** Wall clock of the last change, ms; 0 if none. */
  at(id: number): number {
    return this.#at[id] ?? 0;
  }
  stamp(id: number, revision: number, by: Actor | undefined, atMs: number): void {
    this.#revisions[id] = revision;
    this.#by[id] = by;
    this.#at[id] = atMs;
  }
  /** Ids that changed after a revision, for a client that comes back. */
  since(revision: number): number[] {
    const ids: number[] = [];
    for (let id = 0; id < this.#revisions.length; id++) if ((this.#revisions[id] ?? 0) > revision) ids.push(id);
    return ids;
  }
}
