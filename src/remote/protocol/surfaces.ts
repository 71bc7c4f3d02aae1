import { z } from 'zod';
import { path } from './common.ts';

/** A surface as pages and scripts see it. */
export const surfaceState = z.object({
  name: z.string().describe('unique while the daemon runs; also what `as NAME` in a line means: X-Touch, X-Touch 2'),
  model: z.string().describe('title of its profile: Behringer X-Touch'),
  state: z.enum(['live', 'lost']),
  reason: z.string().describe('in plain words, empty when live'),
  layer: z.string(),
  mode: z.string().describe('what its knobs turn'),
  flip: z.boolean().describe('faders and knobs have changed places'),
  strips: z.array(path.nullable()).readonly().describe('under its faders, in order; null where a bank ends early'),
  selected: path.nullable(),
  load: z.number().describe('share of its wire in use, 0..1'),
  waitingMs: z.number().describe('age of the oldest light that waits to be sent'),
});
