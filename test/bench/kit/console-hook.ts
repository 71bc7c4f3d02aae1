/**
 * Loaded before the daemon by `node --import`, as a bundle: gives its registry one more kind of engine, the driver of the UDP console that the
 * conformance run is made with. The product has no such door; what it needs to know stands in the environment.
 */
import { isMainThread } from 'node:worker_threads';
import { z } from 'zod';
import type { EngineType } from '../../../src/engines/engine-type.ts';
import { openUdp } from '../../../src/wire/ports/udp.ts';
import { LossyEngine } from '../../conformance/lossy-engine.ts';

const registry = process.env.DESKBRIDGE_REGISTRY;
if (isMainThread && registry !== undefined) {
  const here = await openUdp({ port: 0 });
  if (!('local' in here)) throw new Error(here.reason);
  const schema = z.strictObject({ type: z.literal('console'), port: z.int() });
  const type: EngineType<z.output<typeof schema>> = {
    type: 'console',
    says: 'the UDP console of tests',
    schema,
    open: (role, { port }, { random }) => new LossyEngine(role, here, { address: '127.0.0.1', port }, random),
  };
  // The built registry, which is an ordinary list as long as nothing has read it.
  const { ENGINES } = (await import(registry)) as { ENGINES: unknown[] };
  ENGINES.push(type);
}
