import { z } from 'zod';
import { onOff, timeMs } from './config-words.ts';
import { targetsSchema } from './targets-config.ts';
import { triggersSchema } from './triggers-config.ts';

/** An engine a show can have, as far as its settings go. */
export interface EngineKind {
  readonly type: string;
  readonly says: string;
  /** Of what stands under `engines: {ROLE: ...}`. */
  readonly schema: z.ZodType;
}

const port = z.int().min(0).max(65_535);
const text = z.string().min(1).max(200);
const filePath = z.string().min(1).max(4000);
const peer = z.strictObject({
  name: text.optional().describe('what the log and the page call it'),
  address: text.describe('IP address it sends from'),
  port: port.optional().describe('port it sends from; else any'),
  reply: port.optional().describe('UDP port it listens on; else answers go where its packets come from'),
  subscribe: z.array(text).max(32).optional().describe('patterns it is told without asking, for layouts that cannot subscribe'),
  rate: z.number().min(1).max(100).optional().describe('of that, times per second'),
  wildcards: onOff.optional().describe('its address patterns may write'),
});

const http = z.strictObject({
  host: text.default('127.0.0.1').describe('address the page and the API listen on; only this machine unless told otherwise'),
  port: port.default(8480).describe('0 takes a free one'),
  names: z
    .array(z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i, 'a name such as desk.example, without http:// and port'))
    .max(32)
    .default([])
    .describe('further names the page is reached by, as a proxy or a DNS server gives them'),
  sockets: z.int().min(1).max(10_000).default(200).describe('WebSocket clients at most'),
  'per-address': z.int().min(1).max(10_000).default(8).describe('of them from one address; this machine has no such limit'),
  rate: z.int().min(1).max(1_000_000).default(200).describe('messages per second from one client; more are merged or refused'),
});

const osc = z.strictObject({
  host: text.default('127.0.0.1').describe('address the OSC door listens on'),
  port: port.default(8481).describe('UDP, and TCP of the same number; 0 takes a free one'),
  tcp: onOff.prefault('on').describe('also OSC over TCP'),
  peers: z.array(peer).max(256).default([]).describe('who is heard besides this machine'),
});

const audio = z.strictObject({
  output: z
    .enum(['auto', 'jack', 'pulse', 'alsa', 'file', 'none', 'off'])
    .default('auto')
    .describe('the first that answers; file writes a WAV, none is a silent clock, off stops the DSP'),
  input: z.enum(['auto', 'jack', 'pulse', 'alsa', 'none']).default('none').describe('live inputs, as sources of channels'),
  file: filePath.optional().describe('WAV file that "output: file" writes'),
  latency: timeMs(5, 1000).prefault('20 ms').describe('how much sound waits in the queue: 20 ms'),
});

const fileName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a name of a file without its ending: behringer-x-touch');

const surface = z.strictObject({
  port: text.describe('words that the name of its MIDI port holds: "X-Touch"'),
  unit: z.int().min(1).max(16).default(1).describe('which one, where several ports fit'),
  wire: z.enum(['usb', 'din']).default('usb').describe('din: behind a MIDI cable of 31,250 baud; USB carries more'),
  profile: fileName.optional().describe('what the unit can; else the profile that its port is recognised by'),
  mapping: fileName.optional().describe('what its keys mean; else the mapping that goes with the profile'),
});

/** Surfaces have names that a line of text can say: `as left`. */
const SURFACE_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,31}$/u;

const engine = z.looseObject({ type: z.string() });

export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('for editors'),
  engines: z.record(z.string(), engine).describe('what mixes, by its role; the first needs no prefix in paths'),
  doors: z.strictObject({ http: http.prefault({}), osc: osc.prefault({}) }).prefault({}),
  audio: z
    .union([z.enum(['off']), audio], 'off, or a block of settings (output: ...)')
    .transform((said) => (said === 'off' ? audio.parse({ output: 'off' }) : said))
    .prefault({})
    .describe('where the sound of the embedded mixer goes and comes from'),
  surfaces: z
    .union(
      [z.enum(['auto', 'off']), z.record(z.string().regex(SURFACE_NAME, 'a name of at most 32 letters and digits'), surface)],
      'auto, off, or a block of surfaces by name (left: ...)',
    )
    .default('auto')
    .describe('control surfaces: auto opens every MIDI port that a profile recognises, a block only those it names'),
  offer: text
    .optional()
    .describe('scene that a start offers instead of the state of the run before, by name or number; it is never recalled by itself'),
  triggers: triggersSchema.prefault({}).describe('what starts cues besides hands'),
  targets: targetsSchema.prefault({}).describe('where "send" sends to, by name: lights: { osc: 10.0.0.5:8000 }'),
  holds: z.enum(['first-owns', 'newest-wins']).default('first-owns').describe('who keeps a fader that two hands want'),
  log: z
    .strictObject({ lines: z.int().min(100).max(1_000_000).default(10_000).describe('lines kept at hand; the file keeps more') })
    .prefault({}),
});

export type Config = z.output<typeof configSchema>;
/** Of one engine: its kind, and the settings as its own schema gives them. */
export interface EngineConfig {
  readonly role: string;
  readonly type: string;
  readonly settings: unknown;
}

/** Roles stand in paths and in file names; `devices` is the file of the paired devices. */
export const ROLE_NAME = /^(?!devices$)[a-z][a-z0-9-]{0,15}$/;

/** The JSON Schema of desk.yaml with all kinds of engines in it: for editors, `--print-schema` and the known keys in error lines. */
export function jsonSchema(kinds: readonly EngineKind[]): Record<string, unknown> {
  const whole = z.toJSONSchema(configSchema, { io: 'input' });
  const engines = kinds.map(({ says, schema }) => {
    const { $schema: _, ...own } = z.toJSONSchema(schema, { io: 'input' });
    return { ...own, description: says };
  });
  const properties = {
    ...whole.properties,
    engines: {
      type: 'object',
      description: 'what mixes, by its role; the first needs no prefix in paths',
      propertyNames: { pattern: ROLE_NAME.source },
      minProperties: 1,
      additionalProperties: { anyOf: engines },
    },
  };
  return { ...whole, title: 'desk.yaml of Deskbridge', properties };
}
