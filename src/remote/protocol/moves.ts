import { z } from 'zod';
import { target, value } from './common.ts';

/** Ways to say where a parameter should go; a move names exactly one. */
export const WAYS = ['value', 'delta', 'toggle', 'position'] as const;

const ways = {
  value: value.optional(),
  delta: z.number().optional().describe('by how much, in the unit; at least one step of the grid is moved'),
  toggle: z.literal(true).optional().describe('a switch is turned over; said at once as on or off'),
  position: z.number().optional().describe('0..1 along the fader, by its law'),
};
const oneWay = (move: object): boolean => WAYS.filter((way) => way in move).length === 1;
const ONE_WAY = 'exactly one of value, delta, toggle, position';
const schemaOfOne = { oneOf: WAYS.map((way) => ({ required: [way] })) };

/** Body of PUT, where the path stands in the address. */
export const movement = z.object(ways).refine(oneWay, ONE_WAY).meta(schemaOfOne);
export type Movement = z.infer<typeof movement>;

export const move = z
  .object({ path: target, ...ways })
  .refine(oneWay, ONE_WAY)
  .meta(schemaOfOne);
export type Move = z.infer<typeof move>;

export const BATCH_LIMIT = 1000;
export const ref = z
  .int()
  .min(0)
  .optional()
  .describe('number of the client; the answer carries it. Without one only refusals are answered');
const hand = z.boolean().optional().describe('one of a stream of values: clamped to the range, and held for a moment after each');

const batchOrOne = (message: object): boolean =>
  'sets' in message ? !('path' in message) && !WAYS.some((way) => way in message) : 'path' in message && oneWay(message);

export const set = z
  .object({
    t: z.literal('set'),
    ref,
    hand,
    path: target.optional(),
    ...ways,
    sets: z.array(move).min(1).max(BATCH_LIMIT).optional().describe('several, which land in one turn'),
  })
  .refine(batchOrOne, `path with ${ONE_WAY}, or sets`)
  .meta({ oneOf: [{ required: ['sets'] }, ...WAYS.map((way) => ({ required: ['path', way] }))] })
  .describe('moves parameters');
export type SetMessage = z.infer<typeof set>;
