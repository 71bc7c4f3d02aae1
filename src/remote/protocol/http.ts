import { z } from 'zod';
import type { Role } from '../../desk/actor.ts';
import { answer, error, layoutNumber, link, over, path, revision, timeMs, value } from './common.ts';
import { device, exchange, openPin, paired, pairing, revoked } from './devices.ts';
import { movement } from './moves.ts';
import { fileFault } from './show.ts';
import { surfaceState } from './surfaces.ts';

const bound = z.union([z.number(), z.literal('-inf')]);

/** A parameter as HTTP shows it. */
export const parameter = z.object({
  path,
  value,
  unit: z.string().nullable().describe('null for switches, choices and texts'),
  text: z.string().describe('as an engineer says it: -10.0 dB'),
  range: z
    .union([z.tuple([bound, bound]), z.array(z.string())])
    .nullable()
    .describe('lowest and highest, or the words of a choice'),
  step: z.number().nullable().describe('to the next value of the grid, from here'),
  rev: revision.describe('of its last change'),
  by: z.object({ who: z.string(), origin: z.string(), at: timeMs }).nullable().describe('who made that change'),
  pending: z.boolean().describe('not yet confirmed by the engine'),
});
export type ParameterBody = z.infer<typeof parameter>;

const law = z
  .object({ kind: z.enum(['linear', 'log', 'log-steps', 'lines']), unit: z.string() })
  .loose()
  .describe('how a position and a value go into each other; lawFrom rebuilds it');

export const layout = z.object({
  run: z.string(),
  number: layoutNumber,
  laws: z.array(law),
  choices: z.array(z.array(z.string())),
  parameters: z
    .array(
      z.object({
        path,
        type: z.enum(['number', 'switch', 'choice', 'text', 'color']),
        law: z.int().optional().describe('place in laws'),
        choices: z.int().optional().describe('place in choices'),
        readOnly: z.literal(true).optional(),
        is: z.enum(['derived', 'transient', 'transport', 'trigger']).optional(),
      }),
    )
    .describe('the place in this list is the id'),
  strips: z.array(z.object({ path, kind: z.string(), number: z.int(), engine: z.string() })),
  meters: z.array(path).describe('all meter points'),
});
export type LayoutBody = z.infer<typeof layout>;

export const logLine = z.object({
  atMs: timeMs,
  path: z.string(),
  from: z.string(),
  to: z.string(),
  who: z.string(),
  origin: z.string(),
  kind: z.string(),
  cause: z.string(),
  gesture: z.int(),
  revision,
  left: z.string().optional().describe('nothing was moved: why a recall or fade left it'),
});

export const verbRow = z.object({
  name: z.string(),
  says: z.string(),
  example: z.string(),
  usage: z.string(),
  role: z.string(),
  args: z.array(z.object({ name: z.string(), type: z.string(), optional: z.boolean(), says: z.string() })),
});

const scalar = z.union([z.string().max(1000), z.number(), z.boolean()]);
const context = { strip: path.optional(), selected: path.optional() };
/** Body of POST verbs/NAME: the verb's arguments beside these. */
export const verbCall = z
  .object({ dry: z.boolean().optional(), over: over.optional(), as: z.string().max(80).optional(), ...context })
  .catchall(scalar)
  .describe(
    'the arguments of the verb by their names, and: only say what would happen; time it may take; the surface whose view is meant; what `strip` and `selected` mean',
  );
export const sayCall = z.object({ line: z.string().max(1000), dry: z.boolean().optional(), ...context });

export const status = z.object({
  name: z.literal('deskbridge'),
  version: z.string(),
  run: z.string(),
  upMs: z.number(),
  show: z.string(),
  layout: layoutNumber,
  rev: revision,
  missing: z.array(z.string()).describe('what is not there, in plain words'),
  faults: z.array(fileFault).describe('files of the show that cannot be read as they are now'),
  engines: z.array(
    link.extend({
      type: z.string(),
      sound: z.object({ output: z.string(), reason: z.string(), sampleRate: z.number() }).nullable(),
      canListen: z.boolean(),
      metersStale: z.boolean(),
      figures: z.record(z.string(), z.number()),
    }),
  ),
  clients: z.array(
    z.object({
      actor: z.string(),
      who: z.string(),
      kind: z.string(),
      origin: z.string(),
      role: z.string().nullable(),
      bufferedBytes: z.number(),
      droppedFrames: z.number(),
      subscriptions: z.int(),
      meterPoints: z.int(),
      listens: z.string().nullable(),
    }),
  ),
});
export type StatusBody = z.infer<typeof status>;

export const health = z.object({ ok: z.boolean(), missing: z.array(z.string()).optional() });
export const errorAnswer = z.object({ error });

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** As OpenAPI writes it. */
  readonly address: string;
  /** Lowest role that may ask; `open` needs no credential. A verb's own role is checked besides. */
  readonly role: Role | 'open';
  readonly says: string;
  readonly parameters?: Readonly<Record<string, { in: 'path' | 'query'; says: string }>>;
  readonly body?: z.ZodType;
  /** JSON unless `media` says otherwise. */
  readonly answer?: z.ZodType;
  readonly media?: string;
  /** Statuses of refusals, besides 400 and 403 that any may give. */
  readonly refuses: readonly number[];
}

const inPath = (says: string) => ({ path: { in: 'path', says } }) as const;
const PARAM = '/api/v1/params/{path}';

/** Every address of the HTTP door. The documents under /api and a test follow from this list. */
export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    address: PARAM,
    role: 'viewer',
    says: 'tells a parameter, or a list of them for a pattern or a strip',
    parameters: inPath('ch/7/fader; with slashes'),
    answer: z.union([parameter, z.array(parameter)]),
    refuses: [404],
  },
  {
    method: 'PUT',
    address: PARAM,
    role: 'mixer',
    says: 'moves a parameter: to a value or a position, by an amount, or over',
    parameters: inPath('ch/7/fader; with slashes'),
    body: movement,
    answer: parameter,
    refuses: [404, 405, 409, 413, 415, 422, 429, 503],
  },
  {
    method: 'GET',
    address: '/api/v1/layout',
    role: 'viewer',
    says: 'which parameters there are, with their laws and words',
    answer: layout,
    refuses: [],
  },
  {
    method: 'GET',
    address: '/api/v1/log',
    role: 'viewer',
    says: 'who did what, newest first',
    parameters: { path: { in: 'query', says: 'a path or pattern' }, limit: { in: 'query', says: '1..1000, 100 if left out' } },
    answer: z.array(logLine),
    refuses: [404, 422],
  },
  { method: 'GET', address: '/api/v1/verbs', role: 'viewer', says: 'everything that can be asked', answer: z.array(verbRow), refuses: [] },
  {
    method: 'POST',
    address: '/api/v1/verbs/{name}',
    role: 'viewer',
    says: 'runs a verb',
    parameters: { name: { in: 'path', says: 'toggle' } },
    body: verbCall,
    answer,
    refuses: [404, 405, 409, 413, 415, 422, 429, 503],
  },
  {
    method: 'POST',
    address: '/api/v1/say',
    role: 'viewer',
    says: 'runs a line of the verb language',
    body: sayCall,
    answer,
    refuses: [404, 405, 409, 413, 415, 422, 429, 503],
  },
  {
    method: 'GET',
    address: '/api/v1/status',
    role: 'viewer',
    says: 'engines, sound, clients, and what is missing',
    answer: status,
    refuses: [],
  },
  {
    method: 'GET',
    address: '/api/v1/surfaces',
    role: 'viewer',
    says: 'control surfaces and what they show',
    answer: z.array(surfaceState),
    refuses: [],
  },
  {
    method: 'GET',
    address: '/api/v1/pair',
    role: 'admin',
    says: 'the PIN that stands at present, if one does',
    answer: openPin,
    refuses: [],
  },
  {
    method: 'POST',
    address: '/api/v1/pair',
    role: 'admin',
    says: 'makes a fresh PIN, instead of one that stands',
    body: pairing,
    answer: openPin,
    refuses: [413, 415, 422, 429],
  },
  {
    method: 'DELETE',
    address: '/api/v1/pair',
    role: 'admin',
    says: 'no PIN lets a device in any more',
    answer: openPin,
    refuses: [],
  },
  {
    method: 'POST',
    address: '/api/v1/pair/exchange',
    role: 'open',
    says: 'a device shows the PIN and gets a token of its own; needs no credential',
    body: exchange,
    answer: paired,
    refuses: [413, 415, 422, 429, 503],
  },
  { method: 'GET', address: '/api/v1/devices', role: 'admin', says: 'devices that have a token', answer: z.array(device), refuses: [] },
  {
    method: 'DELETE',
    address: '/api/v1/devices/{device}',
    role: 'admin',
    says: 'revokes the token of a device: what it has open is closed with 4401',
    parameters: { device: { in: 'path', says: 'its id, or its name where only one device has it' } },
    answer: revoked,
    refuses: [404, 409, 503],
  },
  { method: 'GET', address: '/healthz', role: 'open', says: 'the daemon is alive', answer: health, refuses: [] },
  { method: 'GET', address: '/readyz', role: 'open', says: 'every engine is live', answer: health, refuses: [503] },
  { method: 'GET', address: '/metrics', role: 'viewer', says: 'figures for Prometheus', media: 'text/plain', refuses: [] },
  {
    method: 'GET',
    address: '/api/openapi.json',
    role: 'viewer',
    says: 'this document',
    answer: z.record(z.string(), z.unknown()),
    refuses: [],
  },
  {
    method: 'GET',
    address: '/api/asyncapi.json',
    role: 'viewer',
    says: 'the WebSocket as a document',
    answer: z.record(z.string(), z.unknown()),
    refuses: [],
  },
];
