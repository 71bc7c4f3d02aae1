import type { Key, Light } from './surface.ts';

/** Half a period: two flashes a second. */
const HALF_MS = 250;

/** Lights that blink, for a unit that cannot by itself. All of them flash together. */
export class Blinking {
  readonly #slots = new Map<number, Key>();
  #lit = true;
  #turnsMs = Number.POSITIVE_INFINITY;

  get dueMs(): number {
    return this.#turnsMs;
  }

  /** @returns what the light is to show now */
  set(slot: number, key: Key, light: Light, nowMs: number): Light {
    if (light !== 'blink') {
      this.#slots.delete(slot);
      if (this.#slots.size === 0) this.#turnsMs = Number.POSITIVE_INFINITY;
      return light;
    }
    if (this.#slots.size === 0) {
      this.#lit = true;
      this.#turnsMs = nowMs + HALF_MS;
    }
    this.#slots.set(slot, key);
    return this.#lit ? 'on' : 'off';
  }

  /** @returns the lights that turn now, and to what */
  turn(nowMs: number): { readonly light: Light; readonly keys: Iterable<[number, Key]> } | undefined {
    if (nowMs < this.#turnsMs) return undefined;
    this.#lit = !this.#lit;
    this.#turnsMs = nowMs + HALF_MS;
    return { light: this.#lit ? 'on' : 'off', keys: this.#slots };
  }
}
