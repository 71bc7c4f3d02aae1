import type { ZodType } from 'zod';
import type { Engine } from './engine.ts';
import type { EnginePorts } from './ports.ts';

/** A kind of engine a show can have. */
export interface EngineType<Config> {
  readonly type: string;
  readonly says: string;
  /** What may stand under `engines: {ROLE: {type: ..., ...}}` in desk.yaml. */
  readonly schema: ZodType<Config>;
  /** Does not call yet: see {@link Engine.start}. */
  open(role: string, config: Config, ports: EnginePorts): Engine;
}
