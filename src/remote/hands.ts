import type { Actor } from '../desk/actor.ts';
import type { Refusal } from '../desk/refusal.ts';

/** A surface as pages and scripts see it. */
export interface SurfaceState {
  /** Unique while the daemon runs; also what `as NAME` in a line means: `X-Touch`, `X-Touch 2`. */
  readonly name: string;
  /** Its profile's title: `Behringer X-Touch`. */
  readonly model: string;
  readonly state: 'live' | 'lost';
  /** In plain words, empty when live. */
  readonly reason: string;
  readonly layer: string;
  readonly mode: string;
  readonly flip: boolean;
  /** Strips under its faders, in order; null where a bank ends early. */
  readonly strips: readonly (string | null)[];
  readonly selected: string | null;
  /** Share of its wire in use, 0..1, and the age of the oldest light that waits (ms). */
  readonly load: number;
  readonly waitingMs: number;
}

/** A surface that lives in a browser: the same bytes, another port. */
export interface PageSurface {
  readonly name: string;
  hear(bytes: Uint8Array): void;
  close(): void;
}

/** What the house lends the remote door of its surfaces. */
export interface Hands {
  list(): readonly SurfaceState[];
  /** Called when the list says something new; @returns ends it */
  watch(changed: () => void): () => void;
  /** @param send bytes for the unit @returns the surface, or why not (unknown-path for a profile that is not there, busy) */
  attach(profile: string, actor: Actor, send: (bytes: Uint8Array) => void): PageSurface | Refusal;
}
