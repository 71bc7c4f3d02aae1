const NONE = -1;

/**
 * Several first-in-first-out rows of keys 0..capacity-1, where a key stands in at most one row.
 * Adding, moving, and leaving from the middle take constant time and allocate nothing.
 */
export class KeyQueues {
  // Typed arrays are read with `as number`: every index is a key or row that #check has let in.
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  /** Row a key stands in, or NONE. */
  readonly #rowOf: Int8Array;
  readonly #head: Int32Array;
  readonly #tail: Int32Array;
  #size = 0;

  constructor(capacity: number, rows: number) {
    this.#next = new Int32Array(capacity).fill(NONE);
    this.#previous = new Int32Array(capacity).fill(NONE);
    this.#rowOf = new Int8Array(capacity).fill(NONE);
    this.#head = new Int32Array(rows).fill(NONE);
    this.#tail = new Int32Array(rows).fill(NONE);
  }

  /** Keys in all rows. */
  get size(): number {
    return this.#size;
  }

  has(key: number): boolean {
    return this.rowOf(key) !== NONE;
  }

  /** The row the key stands in, or -1. */
  rowOf(key: number): number {
    this.#check(key);
    return this.#rowOf[key] as number;
  }

  /** First key of a row, or -1. */
  first(row: number): number {
    return this.#head[row] as number;
  }

  /** The key behind this one in its row, or -1. */
  after(key: number): number {
    this.#check(key);
    return this.#next[key] as number;
  }

  /** Puts a key at the end of a row. A key that already stands in this row keeps its place; from another row it moves. */
  add(key: number, row: number): void {
    const stands = this.rowOf(key);
    if (stands === row) return;
    if (stands !== NONE) this.remove(key);
    const last = this.#tail[row] as number;
    this.#previous[key] = last;
    this.#next[key] = NONE;
    if (last === NONE) this.#head[row] = key;
    else this.#next[last] = key;
    this.#tail[row] = key;
    this.#rowOf[key] = row;
    this.#size += 1;
  }

  /** Takes a key out of its row; one that stands in none stays out. */
  remove(key: number): void {
    const row = this.rowOf(key);
    if (row === NONE) return;
    const before = this.#previous[key] as number;
    const after = this.#next[key] as number;
    if (before === NONE) this.#head[row] = after;
    else this.#next[before] = after;
    if (after === NONE) this.#tail[row] = before;
    else this.#previous[after] = before;
    this.#rowOf[key] = NONE;
    this.#size -= 1;
  }

  clear(): void {
    this.#rowOf.fill(NONE);
    this.#head.fill(NONE);
    this.#tail.fill(NONE);
    this.#size = 0;
  }

  #check(key: number): void {
    if (!(Number.isInteger(key) && key >= 0 && key < this.#rowOf.length)) {
      throw new RangeError(`key ${key} is outside 0..${this.#rowOf.length - 1}`);
    }
  }
}
