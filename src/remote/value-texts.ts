import type { Desk } from '../desk/desk.ts';
import type { Model } from '../desk/model.ts';
import { valueJson } from './params.ts';

/** Values written together; one that changes costs its neighbours' joining only. */
const CHUNK = 64;

/** All values of a layout as JSON. A value is written once a change, the whole once a revision, however many clients ask. */
export class ValueTexts {
  readonly #desk: Desk;
  readonly #model: Model;
  readonly #texts: string[];
  /** Of the change that is in the text; -1: none. */
  readonly #revisions: Float64Array;
  readonly #chunks: string[];
  #revision = -1;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#model = desk.model;
    const size = this.#model.entries.length;
    this.#texts = new Array(size).fill('');
    this.#revisions = new Float64Array(size).fill(-1);
    this.#chunks = new Array(Math.ceil(size / CHUNK)).fill('');
  }

  /** `0,-10,true,...`: the same bytes for all who ask at this revision. */
  get bytes(): Buffer {
    const { revision } = this.#desk;
    if (this.#revision !== revision) {
      for (let chunk = 0; chunk < this.#chunks.length; chunk++) this.#freshen(chunk);
      this.#revision = revision;
      this.#bytes = Buffer.from(this.#chunks.join(','));
    }
    return this.#bytes;
  }

  #freshen(chunk: number): void {
    const { values } = this.#desk;
    const begin = chunk * CHUNK;
    const end = Math.min(begin + CHUNK, this.#texts.length);
    let isNew = false;
    for (let id = begin; id < end; id++) {
      const entry = this.#model.entries[id];
      const revision = values.revision(id);
      if (!entry || this.#revisions[id] === revision) continue;
      this.#revisions[id] = revision;
      this.#texts[id] = valueJson(entry, values.wanted(id));
      isNew = true;
    }
    if (isNew) this.#chunks[chunk] = this.#texts.slice(begin, end).join(',');
  }
}
