import type { Desk } from '../desk/desk.ts';
import type { Verbs, View } from '../desk/verb.ts';
import type { Engine } from '../engines/engine.ts';
import type { Meters } from '../meters/meters.ts';
import type { Clock } from '../wire/pace/clock.ts';
import type { Hands } from './hands.ts';
import type { ShowHouse } from './show.ts';

/** What only the bridge knows of the house. */
export interface HouseStatus {
  readonly version: string;
  /** Show folder. */
  readonly show: string;
  /** What is not there, in plain words: `no sound device: the mixer runs on a silent clock`. */
  readonly missing: readonly string[];
}

/** An engine as far as the remote door looks at it. */
export type RemoteEngine = Pick<Engine, 'type' | 'role' | 'figures' | 'sound' | 'listen'>;

/** What the house lends to the remote door. */
export interface RemoteHouse {
  readonly desk: Desk;
  readonly meters: Meters;
  readonly verbs: Verbs;
  readonly clock: Clock;
  /** In the order of the show; the first needs no prefix in paths. */
  engines(): readonly RemoteEngine[];
  status(): HouseStatus;
  /** Control surfaces, where the house has any. */
  readonly hands?: Hands;
  /** Scenes and cues, where a show is open. */
  readonly show?: ShowHouse;
  /** What a surface looks at, for `as NAME`. */
  readonly views?: (name: string) => View | undefined;
  /** A plain line for the log. */
  say(line: string): void;
}

export interface RemoteLimits {
  /** WebSocket clients at most. */
  readonly sockets: number;
  /** Of them from one address; this machine has no such limit. */
  readonly perAddress: number;
  /** From one client: more sets are merged, other messages refused. */
  readonly messagesPerS: number;
  /** What may wait for a client that reads slowly; changes are held back above, meters above half, sound above a quarter. */
  readonly bufferBytes: number;
  /** It is closed with 4408 when something was held back for this long. */
  readonly stuckMs: number;
  readonly pingMs: number;
  /** Nothing heard for this long: gone. */
  readonly goneMs: number;
  /** Time to show a credential. */
  readonly authMs: number;
  /** Of a message or a body. */
  readonly payloadBytes: number;
  /** HTTP callers remembered. */
  readonly callers: number;
}

export const USUAL_LIMITS: RemoteLimits = {
  sockets: 200,
  perAddress: 8,
  messagesPerS: 200,
  bufferBytes: 65_536,
  stuckMs: 10_000,
  pingMs: 5000,
  goneMs: 13_500,
  authMs: 5000,
  payloadBytes: 65_536,
  callers: 256,
};

/** Figures of the door, for metrics and status. */
export interface RemoteCounts {
  accepted: number;
  /** Connections that were not let in: name, page, address, too many. */
  turnedAway: number;
  messagesIn: number;
  /** Text or binary that could not be read. */
  misread: number;
  /** Sets that a newer one took the place of, over the rate. */
  merged: number;
  busy: number;
  /** Frames not sent to a client that reads slowly: changes are told later, meters and sound are not. */
  heldBack: number;
  dropped: number;
  closedSlow: number;
  gone: number;
  faults: number;
}

export const newCounts = (): RemoteCounts => ({
  accepted: 0,
  turnedAway: 0,
  messagesIn: 0,
  misread: 0,
  merged: 0,
  busy: 0,
  heldBack: 0,
  dropped: 0,
  closedSlow: 0,
  gone: 0,
  faults: 0,
});
