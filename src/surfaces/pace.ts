import { Budget } from '../wire/pace/budget.ts';

/** A long text or a row of digits goes in pieces of so many bytes: on a DIN cable a fader then waits 5 ms for it, not 20. */
export const PIECE_BYTES = 16;
/** A full round: every fader moved, every meter changed, and the rest in what is left. No meter is older than this. */
const ROUND_MS = 25;
/** What may go at once after a rest: enough for a timer that rings late, too little for a queue in the cable. */
const BURST_MS = 2;

const FADER_BYTES = 3;
const METER_BYTES = 2;

/** The link itself: bytes as fast as the wire takes them. Packets do not count, so there are never more of them than bytes. */
export const budgetOf = (bytesPerS: number, nowMs: number): Budget =>
  new Budget({ bytesPerS, packetsPerS: bytesPerS, burstMs: BURST_MS }, nowMs);

/** What is left of a full round for everything but faders and meters, bytes. */
export function restBytes(bytesPerS: number, faders: number, meters: number): number {
  const round = (bytesPerS * ROUND_MS) / 1000;
  const burst = (bytesPerS * BURST_MS) / 1000;
  return Math.floor(round - burst - METER_BYTES - FADER_BYTES * faders - METER_BYTES * meters);
}
