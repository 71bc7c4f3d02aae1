import type { ZodType } from 'zod';
import { embedded } from './embedded/engine-type.ts';
import type { Engine } from './engine.ts';
import type { EnginePorts } from './ports.ts';

/** A kind of engine a show can have. Configuration, documents, listing and the conformance run come from this row. */
export interface EngineType<Config> {
  readonly type: string;
  readonly says: string;
  /** What may stand under `engines: {ROLE: {type: ..., ...}}` in desk.yaml. */
  readonly schema: ZodType<Config>;
  open(role: string, config: Config, ports: EnginePorts): Engine;
}

/** One line an engine. */
export const ENGINES: readonly EngineType<never>[] = [embedded];
