import { z } from 'zod';
import { STATUS_OF } from './errors.ts';
import { CLIENT_MESSAGES } from './protocol/client.ts';
import { errorAnswer, ROUTES, type Route } from './protocol/http.ts';
import { SERVER_MESSAGES } from './protocol/server.ts';
import { CLOSE_CODES, PROTOCOL } from './protocol.ts';

/** The documents under /api: made from the schemas that check every message, so they cannot differ from them. */
export function documents(version: string) {
  return { openapi: openapi(version), asyncapi: asyncapi(version) };
}

const LICENCE = { name: 'MIT' };

/** @param io `input`: as a client may write it; `output`: as the daemon does */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function openapi(version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ROUTES) {
    const known = paths[route.address] ?? {};
    paths[route.address] = { ...known, [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Deskbridge',
      version,
      license: LICENCE,
      description: `Parameters, verbs, log and state of the desk. The WebSocket at /ws is described in /api/asyncapi.json. Codes of errors and their status: ${Object.entries(
        STATUS_OF,
      )
        .map(([code, status]) => `${code} ${status}`)
        .join(', ')}.`,
    },
    paths,
    components: {
      schemas: { Error: schemaOf(errorAnswer, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'not needed on this machine' } },
    },
    security: [{}, { token: [] }],
  };
}

const REFUSED = {
  description: 'not done, and why',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};

function operation(route: Route) {
  const { role, says, parameters = {}, body, answer, media = 'application/json', refuses } = route;
  const schema = answer ? schemaOf(answer, 'output') : { type: 'string' };
  const statuses = [...new Set([...(body ? [400] : []), 401, 403, ...refuses])].sort();
  return {
    summary: says,
    description: role === 'open' ? 'needs no credential' : `role ${role}`,
    operationId: `${route.method.toLowerCase()}${route.address.replace(/[^a-z0-9]+(\w?)/gi, (_, letter: string) => letter.toUpperCase())}`,
    parameters: Object.entries(parameters).map(([name, { in: place, says: description }]) => ({
      name,
      in: place,
      description,
      required: place === 'path',
      schema: { type: 'string' },
    })),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } } : {}),
    responses: {
      200: { description: says, content: { [media]: { schema } } },
      ...Object.fromEntries(statuses.map((status) => [status, REFUSED])),
    },
  };
}

function asyncapi(version: string) {
  const said = Object.entries(CLIENT_MESSAGES).map(([name, { schema, role }]) => message(name, schema, 'input', `role ${role}`));
  const told = Object.entries(SERVER_MESSAGES).map(([name, schema]) => message(name, schema, 'output'));
  const refs = (names: string[]) => names.map((name) => ({ $ref: `#/channels/desk/messages/${name}` }));
  const saidNames = Object.keys(CLIENT_MESSAGES).map((name) => `say-${name}`);
  const toldNames = Object.keys(SERVER_MESSAGES).map((name) => `tell-${name}`);
  const byName = Object.fromEntries([
    ...said.map((one, index) => [saidNames[index], one]),
    ...told.map((one, index) => [toldNames[index], one]),
    ['say-frame', FRAME],
    ['tell-frame', FRAME],
  ]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Deskbridge',
      version,
      license: LICENCE,
      description: `Protocol ${PROTOCOL}. Text frames are JSON; unknown messages and fields are to be ignored. Closed with ${Object.entries(
        CLOSE_CODES,
      )
        .map(([code, why]) => `${code} (${why})`)
        .join(', ')}.`,
    },
    servers: { daemon: { host: '127.0.0.1:8480', protocol: 'ws' } },
    channels: {
      desk: {
        address: '/ws',
        messages: Object.fromEntries(Object.keys(byName).map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      say: { action: 'receive', channel: { $ref: '#/channels/desk' }, messages: refs([...saidNames, 'say-frame']) },
      tell: { action: 'send', channel: { $ref: '#/channels/desk' }, messages: refs([...toldNames, 'tell-frame']) },
    },
    components: { messages: byName },
  };
}

function message(name: string, schema: z.ZodType, io: 'input' | 'output', note?: string) {
  const payload = schemaOf(schema, io);
  const { description } = payload;
  return {
    name,
    contentType: 'application/json',
    ...(typeof description === 'string' ? { summary: description } : {}),
    ...(note === undefined ? {} : { description: note }),
    payload,
  };
}

const FRAME = {
  name: 'frame',
  contentType: 'application/octet-stream',
  summary: 'meters, sound or MIDI; a client that is a surface says MIDI',
  description:
    'Little-endian: u8 kind (1 meters, 2 sound, 3 MIDI), u8 version (1), u16 layout, u32 sequence, payload. Meters: an i16 a point in ' +
    'hundredths of a dB, in the order of the last `view`; -32768 is silence or a source that is stale. Sound: i16, left and right in turn. ' +
    'MIDI: the bytes of a surface, layout 0, its own sequence; pieces may end anywhere.',
  payload: { type: 'string', format: 'binary' },
};
