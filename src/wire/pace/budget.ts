export interface Rate {
  readonly bytesPerS: number;
  readonly packetsPerS: number;
  /** What may go at once after a rest, as a time at the full rate. */
  readonly burstMs?: number;
}

/**
 * What a link may send now: a bucket of bytes and one of packets, filled by the clock, emptied by what is sent.
 * A packet may go while both hold anything, and may leave a debt: its size need not be known before it is encoded,
 * and a packet larger than the bucket still goes, after which the link rests longer.
 */
export class Budget {
  readonly #bytesPerMs: number;
  readonly #packetsPerMs: number;
  readonly #burstMs: number;
  #bytes: number;
  #packets: number;
  #filledMs: number;

  constructor({ bytesPerS, packetsPerS, burstMs = 20 }: Rate, nowMs: number) {
    if (!(bytesPerS > 0 && packetsPerS > 0 && burstMs > 0)) throw new RangeError('a budget needs rates and a burst above zero');
    this.#bytesPerMs = bytesPerS / 1000;
    this.#packetsPerMs = packetsPerS / 1000;
    this.#burstMs = burstMs;
    this.#bytes = this.#bytesPerMs * burstMs;
    this.#packets = Math.max(1, this.#packetsPerMs * burstMs);
    this.#filledMs = nowMs;
  }

  /** Milliseconds until a packet may go; 0 when it may go now. */
  waitMs(nowMs: number): number {
    this.#fill(nowMs);
    return Math.max(owedMs(this.#bytes, this.#bytesPerMs), owedMs(this.#packets, this.#packetsPerMs));
  }

  /** One packet of this size has gone. */
  spend(bytes: number, nowMs: number): void {
    this.#fill(nowMs);
    this.#bytes -= bytes;
    this.#packets -= 1;
  }

  #fill(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - this.#filledMs);
    this.#filledMs = nowMs;
    this.#bytes = Math.min(this.#bytesPerMs * this.#burstMs, this.#bytes + passedMs * this.#bytesPerMs);
    this.#packets = Math.min(Math.max(1, this.#packetsPerMs * this.#burstMs), this.#packets + passedMs * this.#packetsPerMs);
  }
}

/** A budget that is never spent: a link inside the process, or one that paces itself. */
export const UNLIMITED: Pick<Budget, 'waitMs' | 'spend'> = { waitMs: () => 0, spend: () => {} };

/** A bucket opens when it holds a hair more than nothing, so that rounding never ends in a wait of zero. */
const owedMs = (held: number, perMs: number): number => (held > 1e-9 ? 0 : (1e-6 - held) / perMs);
