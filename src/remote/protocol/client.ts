import { z } from 'zod';
import { layoutNumber, over, path, pattern, revision, target } from './common.ts';
import { ref, set } from './moves.ts';

/** Subscriptions and meter points one client may have. */
export const MAX_SUBSCRIPTIONS = 64;
export const MAX_POINTS = 2048;
export const MAX_RATE_HZ = 100;

const hello = z
  .object({
    t: z.literal('hello'),
    name: z.string().trim().min(1).max(64).optional().describe("as a person would say it: Anna's iPad; stands in the log"),
    kind: z.enum(['tablet', 'script', 'surface']).optional(),
  })
  .describe('who the client is');
const auth = z.object({ t: z.literal('auth'), token: z.string().max(256) }).describe('shows a credential');
const snapshot = z
  .object({
    t: z.literal('snapshot'),
    ref,
    pattern: pattern.optional().describe('all if left out'),
    layout: layoutNumber.optional().describe('the layout the client has; if it is the present one, paths are left out'),
  })
  .describe('asks for all values; from then on changes carry ids instead of paths');
const sub = z
  .object({
    t: z.literal('sub'),
    ref,
    pattern,
    rate: z
      .union([z.literal('turn'), z.number().min(0).max(MAX_RATE_HZ)])
      .optional()
      .describe('frames per second at most, newest value of each parameter; "turn" or 0 (the default): each change in its own turn'),
    heard: z.boolean().optional().describe('also tells when the engine has confirmed a value'),
  })
  .describe('asks to be told changes');
const unsub = z.object({ t: z.literal('unsub'), ref, pattern: pattern.optional() }).describe('ends one subscription, or all');
const view = z
  .object({
    t: z.literal('view'),
    ref,
    points: z.array(path).max(MAX_POINTS).describe('meter points or patterns of them: ch/1..8/meter/post; none ends the view'),
    rate: z.number().min(1).max(MAX_RATE_HZ).optional().describe('frames per second at most; 25 if left out'),
  })
  .describe('which meters the client shows; binary frames follow in the order of the answer');
const touch = z
  .object({ t: z.literal('touch'), ref, path: target, down: z.boolean() })
  .describe('a finger is on a fader, or off again: it owns the parameter until 250 ms after');
const context = z.object({ strip: path.optional(), selected: path.optional() }).describe('what `strip` and `selected` mean here');
const verb = z
  .object({
    t: z.literal('verb'),
    ref,
    verb: z.string().min(1).max(40),
    args: z.record(z.string().max(40), z.union([z.string().max(1000), z.number(), z.boolean()])).optional(),
    dry: z.boolean().optional().describe('only says what would happen'),
    over: over.optional(),
    as: z.string().max(80).optional().describe('name of the surface whose bank and selection are meant'),
    context: context.optional(),
  })
  .describe('runs a verb');
const say = z
  .object({ t: z.literal('say'), ref, line: z.string().max(1000), dry: z.boolean().optional(), context: context.optional() })
  .describe('runs a line of the verb language: toggle ch/7/mute');
const resume = z
  .object({ t: z.literal('resume'), ref, run: z.string().max(64), layout: layoutNumber, rev: revision })
  .describe('a client that comes back: is told all that changed since, in one message, or everything if that is not known any more');
const listen = z
  .object({ t: z.literal('listen'), ref, source: z.enum(['main', 'monitor']).nullable() })
  .describe('asks for the sound of a mix as binary frames; null ends it');
const surface = z
  .object({ t: z.literal('surface'), ref, profile: z.string().min(1).max(64).nullable() })
  .describe(
    'the client becomes a control surface of this profile: binary frames of MIDI follow both ways; null ends it. The answer names it: ' +
      '{"t":"ok",...,"answer":{"found":{"surface":"X-Touch 2"}}}',
  );

/** Everything a client may say, and the role it takes. A verb's own role is checked besides. */
export const CLIENT_MESSAGES = {
  hello: { schema: hello, role: 'viewer' },
  auth: { schema: auth, role: 'viewer' },
  snapshot: { schema: snapshot, role: 'viewer' },
  sub: { schema: sub, role: 'viewer' },
  unsub: { schema: unsub, role: 'viewer' },
  view: { schema: view, role: 'viewer' },
  set: { schema: set, role: 'mixer' },
  touch: { schema: touch, role: 'mixer' },
  verb: { schema: verb, role: 'viewer' },
  say: { schema: say, role: 'viewer' },
  resume: { schema: resume, role: 'viewer' },
  listen: { schema: listen, role: 'viewer' },
  surface: { schema: surface, role: 'mixer' },
} as const;

export const clientMessage = z.discriminatedUnion('t', [
  hello,
  auth,
  snapshot,
  sub,
  unsub,
  view,
  set,
  touch,
  verb,
  say,
  resume,
  listen,
  surface,
]);
export type ClientMessage = z.infer<typeof clientMessage>;
export type Said<T extends ClientMessage['t']> = Extract<ClientMessage, { t: T }>;
