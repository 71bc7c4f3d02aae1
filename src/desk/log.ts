/** A line of "who did that": one a gesture and parameter, not one a value of a drag. */
export interface LogLine {
  /** Wall clock of the gesture's last value, ms since 1970. */
  readonly atMs: number;
  readonly path: string;
  /** As an engineer says them: `-10.0 dB`. */
  readonly from: string;
  readonly to: string;
  readonly who: string;
  readonly origin: string;
  readonly kind: string;
  /** The verb or event behind it: `set`, `undo`, `recall "Verse"`, `not confirmed`. */
  readonly cause: string;
  readonly gesture: number;
  readonly revision: number;
  /** Nothing was moved: why a recall or fade left it, `taken by recall "B" of Ben`. */
  readonly left?: string;
}

/** Bounded; the oldest lines go first. Lines live on in the show folder through {@link onLine}. */
export class Log {
  readonly #lines: LogLine[] = [];
  readonly #limit: number;
  /** Called for each new line, to write it down. */
  onLine: (line: LogLine) => void = () => {};

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  add(line: LogLine): void {
    this.#push(line);
    this.onLine(line);
  }

  /** Lines of an earlier run, oldest first. */
  restore(lines: readonly LogLine[]): void {
    for (const line of lines.slice(-this.#limit)) this.#push(line);
  }

  /** Newest first; those of one path, or whose path a test takes. @param moves only what was moved, not what was left */
  newest(count: number, takes: (path: string) => boolean = () => true, moves = false): LogLine[] {
    const found: LogLine[] = [];
    for (let i = this.#lines.length - 1; i >= 0 && found.length < count; i--) {
      const line = this.#lines[i];
      if (line && !(moves && line.left !== undefined) && takes(line.path)) found.push(line);
    }
    return found;
  }

  get size(): number {
    return this.#lines.length;
  }

  #push(line: LogLine): void {
    this.#lines.push(line);
    // Shifting a long array line by line is slow; a tenth at a time is not.
    if (this.#lines.length > this.#limit * 1.1) this.#lines.splice(0, this.#lines.length - this.#limit);
  }
}
