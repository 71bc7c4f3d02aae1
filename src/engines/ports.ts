import type { Value } from '../desk/value.ts';
import type { Clock } from '../wire/pace/clock.ts';
import type { Random } from '../wire/pace/random.ts';
import type { MixerSound } from './embedded/sound.ts';

/** A file of an engine's own memory. Writing is atomic and durable; a failure is told, not thrown. */
export interface Memory {
  /** undefined when there is none yet, or when it cannot be read (which has been said). */
  load(): unknown;
  /** What was loaded is none of the engine's: it is kept beside, and not written over. */
  reject(reason: string): void;
  /** Soon on disk, always whole. Only the newest content counts; `content` is called when it is time to write. */
  save(content: () => unknown): void;
  /** Everything saved is on disk when it resolves. */
  flush(): Promise<void>;
}

/** Values a fresh console comes up with, besides those of its table: the rough mix of the first show. */
export type FirstMix = readonly (readonly [path: string, value: Value])[];

/** What the house opens for engines, so that none of them opens a port itself. */
export interface EnginePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly memory: Memory;
  /** Opens the sound of an engine that makes its own; absent with `audio: off`. */
  openSound?(role: string): MixerSound;
  /** What a fresh console comes up with on its first start. */
  readonly firstMix?: FirstMix;
}
