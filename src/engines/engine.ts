import type { LinkState } from '../desk/desk.ts';
import type { Layout } from '../desk/layout.ts';
import type { Stored } from '../desk/value.ts';
import type { Clock } from '../wire/pace/clock.ts';

/** A value the desk wants an engine to have. `id` is local to the engine's layout. */
export interface Write {
  readonly id: number;
  readonly value: Stored;
}

/** A scene of the console's own memory, as it names it itself; at least one of the two. */
export interface ConsoleScene {
  readonly number?: string;
  readonly name?: string;
}

/** What the house offers an engine. An engine talks to nothing else of the house. */
export interface EngineHost {
  readonly clock: Clock;
  /** First thing of every connection, before any report: which parameters there are. */
  layout(layout: Layout): void;
  link(state: LinkState, reason?: string): void;
  /** The engine's word on some values, in one turn. `read` for a full read, else what happened there. */
  report(values: Iterable<readonly [number, Stored]>, cause?: string): void;
  /**
   * The console has recalled a scene of its own, now: told once a recall, before the values that come with it. Which scene stood there when
   * a connection begins is no recall.
   */
  recalled(scene: ConsoleScene): void;
  /** Never confirmed, resends included. */
  unconfirmed(ids: readonly number[]): void;
  /** The newest meter frame, dB, in the order of the layout's meter points. Only valid during the call. */
  meters(frame: Float32Array): void;
  /** A plain line about something a person should know. */
  say(line: string): void;
}

export interface Figures {
  /** Values written, confirmed, written again, given up. */
  readonly sent: number;
  readonly confirmed: number;
  readonly resent: number;
  readonly unconfirmed: number;
  /** Echoes of own older writes that were dropped. */
  readonly echoes: number;
  readonly [name: string]: number;
}

/** Where sound goes and comes from, for an engine that makes sound itself. */
export interface SoundState {
  /** `pulse`, `jack`, `alsa`, `file`, `none`, `off`. */
  readonly output: string;
  /** Why it is that one, in a plain line. */
  readonly reason: string;
  readonly sampleRate: number;
}

/** Interleaved stereo, -1..1; the block is valid during the call. */
export type Listener = (block: Float32Array) => void;

/**
 * A console, a DAW or the embedded mixer, as the desk drives it.
 * The law all of them are tested for: connect, reconnect and stop write nothing; only {@link send} does.
 */
export interface Engine {
  readonly type: string;
  readonly role: string;
  /** Begins to call; what happens is told to the host. */
  start(host: EngineHost): void;
  /** Writes of one turn. Only called while the link is live. */
  send(writes: readonly Write[]): void;
  figures(): Figures;
  sound?(): SoundState;
  /** PCM of the main or the monitor mix for as long as somebody listens. @returns ends the listening */
  listen?(source: 'main' | 'monitor', listener: Listener): () => void;
  /** Lets go of everything; writes nothing to the engine. */
  stop(): Promise<void>;
}
