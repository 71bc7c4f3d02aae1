import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { whoJson } from './change-frames.ts';

/** Follows who holds what. Touches make no turn, so the door looks: after its own, and some times a second. */
export class HoldsNews {
  readonly #desk: Desk;
  #known = new Map<number, Actor>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** What is new since the last look, as a message by ids and one by paths; undefined when nothing is. */
  look(): { readonly ids: string; readonly names: string } | undefined {
    const now = new Map<number, Actor>();
    const held: number[] = [];
    for (const [id, hold] of this.#desk.hands.all()) {
      now.set(id, hold.actor);
      if (this.#known.get(id) !== hold.actor) held.push(id);
    }
    const free: number[] = [];
    for (const id of this.#known.keys()) if (!now.has(id)) free.push(id);
    this.#known = now;
    if (held.length === 0 && free.length === 0) return undefined;
    return { ids: this.#message(held, free, false), names: this.#message(held, free, true) };
  }

  /** Everything that is held, for a client that has just subscribed. */
  all(named: boolean): string {
    return this.#message([...this.#known.keys()], [], named);
  }

  clear(): void {
    this.#known = new Map();
  }

  #message(held: readonly number[], free: readonly number[], named: boolean): string {
    const name = (id: number): string => (named ? JSON.stringify(this.#desk.model.entries[id]?.path ?? '') : String(id));
    const hands = held.map((id) => {
      const actor = this.#known.get(id);
      return `[${name(id)},{${actor ? whoJson(actor) : ''}}]`;
    });
    return `{"t":"holds","held":[${hands.join(',')}],"free":[${free.map(name).join(',')}]}`;
  }
}
