import { z } from 'zod';
import { ROLES } from '../../desk/actor.ts';
import { REFUSAL_CODES, type Refusal } from '../../desk/refusal.ts';
import { readTimeMs } from '../../scenes/triggers/time-text.ts';

/** A value as it travels: dB and other numbers, `"-inf"`, switches as true/false (`"on"`/`"off"` accepted), choices by their word, texts. */
export const value = z
  .union([z.number(), z.boolean(), z.string().max(1000)])
  .describe('dB, Hz, ms ... as a number (silence is "-inf"), a switch as true or false, a choice by its word, or a text');

export const path = z.string().min(1).max(128).describe('the address of a parameter: ch/7/fader; of a further engine mon:ch/7/fader');
/** Ids hold for one layout; a client learns them with the layout or a snapshot. */
export const id = z.int().min(0).max(1_000_000).describe('number of a parameter: its place in the list of the layout');
export const target = z.union([path, id]);
export const pattern = path.describe('a path, a strip (ch/7), or a pattern: * one segment, ** the rest, 1..8 a range');
export const revision = z.int().min(0).describe('rises with each turn that changed something');
/** `4s`: a number alone would be ms in a message and seconds on a line. */
const WITH_UNIT = /(?:ms|s|min)\s*$/;
export const over = z
  .union(
    [
      z.number().min(0),
      z
        .string()
        .max(40)
        .transform((text, context) => {
          const overMs = WITH_UNIT.test(text) ? readTimeMs(text) : undefined;
          if (overMs !== undefined) return overMs;
          context.addIssue('a time with its unit: 4s, 250 ms');
          return z.NEVER;
        }),
    ],
    'ms as a number, or a time with its unit: "4s", "250 ms"',
  )
  .describe('time the verb may take: ms as a number, or a text with its unit: 4s, 250 ms, 2 min');
export const layoutNumber = z.int().min(0).describe('number of the layout; ids hold within one');
export const timeMs = z.number().describe('wall clock, ms since 1970');
export const role = z.enum(ROLES);

/** What only a door can refuse, besides the refusals of the desk. */
export const DOOR_CODES = {
  'not-found': 'nothing is served at this address',
  method: 'this address does not take that method',
  'media-type': 'the body is not JSON',
  'too-large': 'the body or the message is too large',
  unauthorized: 'no credential, or one that is not known',
  origin: 'the page that asks is not of this daemon',
  host: 'the name in the address is not one of this daemon',
  internal: 'a fault of the daemon; its log says more',
} as const;

// Casts: the keys of an object are strings for the compiler; these are literals above and in the desk.
const codes = [...Object.keys(REFUSAL_CODES), ...Object.keys(DOOR_CODES)] as [Refusal['code'] | keyof typeof DOOR_CODES];

export const error = z
  .object({
    code: z.enum(codes),
    message: z.string().describe('one sentence for a person, with path, bound and unit'),
    path: z.string().optional(),
    want: z.string().optional().describe('what would have been right: a range, a list, the nearest known name'),
    by: z.string().optional().describe('who holds it, and since when'),
    at: z.object({ file: z.string(), line: z.number(), column: z.number() }).optional(),
  })
  .describe('why something was not done');
export type ErrorBody = z.infer<typeof error>;

export const plannedChange = z.object({ path: z.string(), from: z.string(), to: z.string() });

export const answer = z.object({
  says: z.string().describe('one sentence for a person'),
  changes: z.array(plannedChange).describe('what changed, or would with a dry run'),
  refusals: z.array(error),
  found: z.unknown().optional().describe('what was asked for: values, log lines'),
});

export const link = z.object({
  role: z.string(),
  state: z.enum(['down', 'calling', 'reading', 'live', 'stale']),
  reason: z.string().describe('in plain words, empty when live'),
});
