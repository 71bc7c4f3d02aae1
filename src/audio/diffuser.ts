import { FLUSH } from './finite.ts';

const GAIN = 0.6;

/** A chain of Schroeder all-passes: smears a click into a short burst, colours nothing, keeps the energy. */
export class Diffuser {
  private readonly lines: readonly Float32Array[];
  private readonly at: Int32Array;

  constructor(lengthsSamples: readonly number[]) {
    this.lines = lengthsSamples.map((length) => new Float32Array(Math.max(1, Math.round(length))));
    this.at = new Int32Array(lengthsSamples.length);
  }

  /** In place. */
  process(block: Float32Array, n: number): void {
    for (let k = 0; k < this.lines.length; k++) {
      const line = this.lines[k] as Float32Array;
      const length = line.length;
      let at = this.at[k] as number;
      for (let i = 0; i < n; i++) {
        const old = line[at] as number;
        const v = (block[i] as number) + GAIN * old + FLUSH - FLUSH;
        block[i] = old - GAIN * v;
        line[at] = v;
        at = at + 1 === length ? 0 : at + 1;
      }
      this.at[k] = at;
    }
  }

  clear(): void {
    for (const line of this.lines) line.fill(0);
  }
}
