/** Time as the desk is given it: monotonic for what lasts, wall clock for what is written down. */
export interface DeskClock {
  nowMs(): number;
  wallMs(): number;
  setTimer(delayMs: number, run: () => void): { cancel(): void };
}
