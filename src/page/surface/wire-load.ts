/** A MIDI cable: 31,250 baud, ten bits a byte. */
export const CABLE_BYTES_PER_S = 3125;
const SLOT_MS = 100;
const SLOTS = 10;

/** How full a MIDI cable would be with what came in the last second. */
export class WireLoad {
  readonly #slots = new Uint32Array(SLOTS);
  #slot = 0;

  heard(bytes: number, nowMs: number): void {
    this.#clearTo(nowMs);
    const at = this.#slot % SLOTS;
    this.#slots[at] = (this.#slots[at] ?? 0) + bytes;
  }

  /** @returns share of the cable, 0..1 and above where more came than would have fitted */
  share(nowMs: number): number {
    this.#clearTo(nowMs);
    const bytes = this.#slots.reduce((sum, slot) => sum + slot, 0);
    return bytes / ((CABLE_BYTES_PER_S * SLOTS * SLOT_MS) / 1000);
  }

  #clearTo(nowMs: number): void {
    const slot = Math.floor(nowMs / SLOT_MS);
    if (slot - this.#slot >= SLOTS) this.#slots.fill(0);
    else for (let at = this.#slot + 1; at <= slot; at++) this.#slots[at % SLOTS] = 0;
    if (slot > this.#slot) this.#slot = slot;
  }
}
