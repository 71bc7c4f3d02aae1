import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { Entry, Model } from '../desk/model.ts';
import type { Refusal } from '../desk/refusal.ts';

/** What each finger came for. It stays that until the finger goes, whatever the bank does meanwhile. */
export class Grips {
  readonly #desk: Desk;
  readonly #actor: Actor;
  readonly #byFader = new Map<number, Entry | undefined>();

  constructor(desk: Desk, actor: Actor) {
    this.#desk = desk;
    this.#actor = actor;
  }

  has(fader: number): boolean {
    return this.#byFader.has(fader);
  }
  at(fader: number): Entry | undefined {
    return this.#byFader.get(fader);
  }

  /** @returns why the desk does not give it */
  take(fader: number, entry: Entry | undefined): Refusal | undefined {
    if (this.has(fader)) this.release(fader);
    this.#byFader.set(fader, entry);
    return entry && this.#desk.touch(this.#actor, entry.id, true);
  }

  release(fader: number): Entry | undefined {
    const entry = this.#byFader.get(fader);
    this.#byFader.delete(fader);
    // Two fingers on one parameter, through two banks: the other one still has it.
    if (entry && ![...this.#byFader.values()].includes(entry)) this.#desk.touch(this.#actor, entry.id, false);
    return entry;
  }

  /** The link is lost: all that this surface held is free. */
  drop(): void {
    this.#byFader.clear();
    this.#desk.actorLost(this.#actor);
  }

  /** Another layout: the same paths have other ids, and the desk has forgotten who held what. */
  laidOut(model: Model): void {
    for (const [fader, entry] of [...this.#byFader]) {
      const now = entry && model.byPath.get(entry.path);
      this.#byFader.set(fader, now);
      if (now) this.#desk.touch(this.#actor, now.id, true);
    }
  }
}
