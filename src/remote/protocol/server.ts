import { z } from 'zod';
import { answer, error, id, layoutNumber, link, path, revision, role, target, timeMs, value } from './common.ts';
import { showState } from './show.ts';
import { surfaceState } from './surfaces.ts';

const who = {
  actor: z.string().describe('one per connection or device; the own one stands in hello'),
  who: z.string().describe("as a person would say it: Anna's iPad"),
  kind: z.enum(['surface', 'tablet', 'script', 'scene', 'cue', 'engine']),
  origin: z.string().describe('where it came from: ws 192.168.1.20'),
};
const ref = z.int().optional();
const run = z.string().describe('names this run of the daemon: revisions of another mean nothing');

const hello = z
  .object({
    t: z.literal('hello'),
    protocol: z.int().describe('of these messages; unknown messages and fields are to be ignored'),
    version: z.string(),
    run,
    actor: z.string(),
    role: role.nullable().describe('what the client may do; null until auth has been answered'),
    layout: layoutNumber,
    rev: revision,
    capabilities: z.array(z.string()),
    limits: z.object({
      payloadBytes: z.int(),
      bufferBytes: z.int(),
      messagesPerS: z.number(),
      subscriptions: z.int(),
      batch: z.int(),
      pingMs: z.number(),
    }),
    engines: z.array(link),
  })
  .describe('the first message');
const ok = z
  .object({
    t: z.literal('ok'),
    ref,
    rev: revision.optional(),
    value: value.optional().describe('of a set: the value on the grid of the engine'),
    merged: z.boolean().optional().describe('a newer value for the same path, said over the rate, took its place'),
    refused: z
      .array(z.object({ index: z.int(), error }))
      .optional()
      .describe('of a batch: those that were refused'),
    answer: answer.optional().describe('of a verb or a line'),
  })
  .describe('done');
const refused = z.object({ t: z.literal('refused'), ref, error }).describe('not done, and why');
const snapshot = z
  .object({
    t: z.literal('snapshot'),
    ref,
    run,
    layout: layoutNumber,
    rev: revision,
    ids: z.array(id).optional().describe('of a pattern; else the values are those of ids 0, 1, 2 ...'),
    paths: z.array(path).optional().describe('in the same order; left out for a client that has this layout'),
    values: z.array(value),
    pending: z.array(id).describe('values that the engine has not confirmed yet'),
  })
  .describe('all values');
const held = z.array(z.tuple([target, z.object(who)]));
const changes = z
  .object({
    t: z.literal('changes'),
    ref,
    rev: revision.describe('up to here nothing is left to be told of what was subscribed: the one to resume from'),
    by: z.array(z.object({ ...who, at: timeMs, gesture: z.int().describe('0 for none'), cause: z.string() })),
    c: z
      .array(z.union([z.tuple([target, value]), z.tuple([target, value, z.int()])]))
      .describe('parameter, value, and which entry of `by` (the first if left out)'),
    heard: z.array(target).optional().describe('the engine has confirmed these'),
  })
  .describe('what changed; one frame per turn, or per tick of the rate');
const holds = z
  .object({ t: z.literal('holds'), held: held.describe('newly in hand'), free: z.array(target).describe('let go') })
  .describe('who holds what; after a sub first all, then what is new');
const view = z
  .object({ t: z.literal('view'), ref, layout: layoutNumber, points: z.array(path), rate: z.number() })
  .describe('the meter points of the binary frames, in their order; sent again after another layout');
const listen = z
  .object({
    t: z.literal('listen'),
    ref,
    source: z.enum(['main', 'monitor']).nullable(),
    sampleRateHz: z.number(),
    channels: z.int(),
    frameMs: z.number(),
  })
  .describe('the form of the sound frames that follow');
const linkNews = link.extend({ t: z.literal('link') }).describe('an engine came, went or is silent');
const relayout = z
  .object({ t: z.literal('relayout'), layout: layoutNumber, rev: revision })
  .describe('all ids are new: until the next snapshot changes carry paths. Subscriptions stay');
const surfaces = z
  .object({ t: z.literal('surfaces'), surfaces: z.array(surfaceState).readonly() })
  .describe('all control surfaces; after the first sub, and again whenever one of them comes, goes or shows something else');
const show = showState
  .extend({ t: z.literal('show') })
  .describe(
    'scenes, cues and what is on its way; after the first sub where the daemon has a show, and again whenever something of it changes',
  );

/** Everything the daemon says in text frames. */
export const SERVER_MESSAGES = {
  hello,
  ok,
  refused,
  snapshot,
  changes,
  holds,
  view,
  listen,
  link: linkNews,
  relayout,
  surfaces,
  show,
} as const;
export const serverMessage = z.discriminatedUnion('t', [
  hello,
  ok,
  refused,
  snapshot,
  changes,
  holds,
  view,
  listen,
  linkNews,
  relayout,
  surfaces,
  show,
]);
export type ServerMessage = z.infer<typeof serverMessage>;
export type Told<T extends ServerMessage['t']> = Extract<ServerMessage, { t: T }>;
