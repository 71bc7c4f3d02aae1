/** What became of one fault. */
export interface Outcome {
  readonly fault: string;
  /** Until the daemon said or showed it; null where there is nothing to notice. */
  readonly detectMs: number | null;
  /** Until all was as it should be again; null where nothing was disturbed. */
  readonly recoverMs: number | null;
  /** Moves, values or files that did not survive it. */
  readonly lost: number;
  readonly goal: string;
  readonly ok: boolean;
  /** How it was done here, and what was seen. */
  readonly seen: string;
}

/** Rows of one cause; each brings a daemon of its own. */
export type Fault = () => Promise<readonly Outcome[]>;

/** All of these hold; NaN (never) fails every comparison. */
export const all = (...facts: readonly boolean[]): boolean => facts.every(Boolean);

export const ms = (value: number): string => (Number.isNaN(value) ? 'never' : `${value.toFixed(value < 10 ? 1 : 0)} ms`);
