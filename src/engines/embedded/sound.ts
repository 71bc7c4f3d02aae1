import type { Layout } from '../../desk/layout.ts';
import type { Stored } from '../../desk/value.ts';
import type { Listener, SoundState, Write } from '../engine.ts';
import type { Size } from './table.ts';

/** What the console hears from the sound under it. */
export interface SoundEvents {
  /** The newest meter frame, dB, in the order of the layout; valid during the call. */
  meters(frame: Float32Array): void;
  /** Where the player is, and how long its take; s. */
  playing(positionS: number, lengthS: number): void;
  /** The player stopped by itself, at the end of a take that does not loop. */
  ended(): void;
  /** Recording ended by itself, with the reason. */
  recordingEnded(reason: string): void;
  /** Output, device or thread changed: worth a line. */
  say(line: string): void;
}

/** The mixer that makes the sound: an audio thread, or nothing with `audio: off`. A crash of it is its own matter; it comes back as it was. */
export interface MixerSound {
  /** @param values what the console holds, in the order of the layout */
  start(layout: Layout, size: Size, values: Iterable<readonly [number, Stored]>, events: SoundEvents): void;
  /** One batch lands in one block. */
  write(writes: readonly Write[]): void;
  state(): SoundState;
  listen(source: 'main' | 'monitor', listener: Listener): () => void;
  /** Numbers for the metrics page: load, late blocks, underruns, restarts. */
  figures(): Readonly<Record<string, number>>;
  /** Silent and closed when it resolves. */
  stop(): Promise<void>;
}
