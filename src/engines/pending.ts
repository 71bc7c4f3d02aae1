import type { Stored } from '../desk/value.ts';

/** Pauses before a write is sent again; after the last one more of the same it is given up. Together 1 s. */
const RESEND_MS = [150, 350, 650] as const;
const GIVE_UP_MS = 1000;
/** Own values on their way that are remembered for one parameter, to know their echoes. */
const REMEMBERED = 32;

interface Write {
  /** Values sent and not yet heard back, oldest first; the last is the one that counts. */
  readonly values: Stored[];
  sinceMs: number;
  resends: number;
  /** A value that was not ours, heard while ours was on its way. Heard twice, it is what the engine has. */
  strange: Stored | undefined;
}

/**
 * - `confirmed` the newest own value came back
 * - `echo` an older own value came back: to be dropped, or the fader would jump back
 * - `foreign` somebody else's value: the engine's word
 * - `unclear` not ours, but ours is still on its way: ask again
 */
export type Heard = 'confirmed' | 'echo' | 'foreign' | 'unclear';

/** Own writes on their way to an engine, shared by every driver. */
export class Pending {
  readonly #writes = new Map<number, Write>();

  get size(): number {
    return this.#writes.size;
  }
  has(id: number): boolean {
    return this.#writes.has(id);
  }

  sent(id: number, value: Stored, nowMs: number): void {
    const write = this.#writes.get(id);
    if (!write) {
      this.#writes.set(id, { values: [value], sinceMs: nowMs, resends: 0, strange: undefined });
      return;
    }
    if (write.values.at(-1) !== value) write.values.push(value);
    if (write.values.length > REMEMBERED) write.values.shift();
    write.sinceMs = nowMs;
    write.resends = 0;
    write.strange = undefined;
  }

  heard(id: number, value: Stored): Heard {
    const write = this.#writes.get(id);
    if (!write) return 'foreign';
    const at = write.values.lastIndexOf(value);
    if (at === write.values.length - 1) {
      this.#writes.delete(id);
      return 'confirmed';
    }
    if (at >= 0) {
      // Those before it will not come any more, or come late; the newest is still awaited.
      return 'echo';
    }
    if (write.strange === value) {
      this.#writes.delete(id);
      return 'foreign';
    }
    write.strange = value;
    return 'unclear';
  }

  /** What is to be sent again now, and what is given up. Call it whenever {@link nextDueMs} has come. */
  due(nowMs: number): { resend: { id: number; value: Stored }[]; lost: number[] } {
    const resend: { id: number; value: Stored }[] = [];
    const lost: number[] = [];
    for (const [id, write] of this.#writes) {
      const ageMs = nowMs - write.sinceMs;
      const pauseMs = RESEND_MS[write.resends];
      if (ageMs >= GIVE_UP_MS) lost.push(id);
      else if (pauseMs !== undefined && ageMs >= pauseMs) {
        write.resends++;
        const value = write.values.at(-1);
        if (value !== undefined) resend.push({ id, value });
      }
    }
    for (const id of lost) this.#writes.delete(id);
    return { resend, lost };
  }

  /** Monotonic ms of the next resend or end; Infinity when nothing is on its way. */
  nextDueMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { sinceMs, resends } of this.#writes.values()) next = Math.min(next, sinceMs + (RESEND_MS[resends] ?? GIVE_UP_MS));
    return next;
  }

  /** The link is gone: nothing is kept for later. @returns ids that were on their way */
  drop(): number[] {
    const ids = [...this.#writes.keys()];
    this.#writes.clear();
    return ids;
  }
}
