import { z } from 'zod';
import type { Target } from '../scenes/sends/target.ts';
import { MSC_ALL, MSC_TYPES } from '../wire/formats/msc.ts';
import { timeMs } from './config-words.ts';

const OSC = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)):(\d{1,5})$/i;

/** `10.0.0.5:8000`, `lights.local:8000`, `[fe80::1]:8000`. */
function endpoint(said: string): { host: string; port: number } | undefined {
  const [, v6, name, digits] = OSC.exec(said) ?? [];
  const [host, port] = [v6 ?? name, Number(digits)];
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

/** The base that paths are appended to; undefined for what is none. */
function base(said: string): string | undefined {
  if (!URL.canParse(said)) return undefined;
  const { protocol, username, password, hash, search, hostname, origin, pathname } = new URL(said);
  const isWeb = (protocol === 'http:' || protocol === 'https:') && hostname !== '';
  return isWeb && username + password + hash + search === '' ? (origin + pathname).replace(/\/+$/, '') : undefined;
}

const target = z
  .strictObject({
    osc: z
      .string()
      .refine((said) => endpoint(said) !== undefined, 'address and port: 10.0.0.5:8000')
      .optional()
      .describe('address and UDP port that OSC is sent to'),
    midi: z.string().min(1).max(200).optional().describe('words that the name of a MIDI port holds'),
    http: z
      .string()
      .refine((said) => base(said) !== undefined, 'an address such as http://10.0.0.5:8000/api, without name, password, ? and #')
      .optional()
      .describe('where requests go; the path of a line is appended to it'),
    channel: z.int().min(1).max(16).optional().describe('MIDI channel, where a line names none: 1 if left out'),
    device: z.int().min(0).max(127).optional().describe('whom MIDI show and machine control are for, where a line does not say: 127, all'),
    type: z
      .enum(['all', ...Object.keys(MSC_TYPES)])
      .optional()
      .describe('kind of devices show control is for: all'),
    timeout: timeMs(100, 30_000).optional().describe('longest time of an HTTP request: 3 s'),
  })
  .check((context) => {
    // A misspelt word is what is wrong, not the one that is missing for it.
    if (context.issues.length > 0) return;
    const { osc, midi, http } = context.value;
    const kinds = [osc, midi, http].filter((one) => one !== undefined);
    if (kinds.length !== 1)
      context.issues.push({ code: 'custom', input: context.value, message: 'a target says one of osc, midi and http' });
    for (const name of ['channel', 'device', 'type'] as const) {
      if (context.value[name] === undefined || midi !== undefined || kinds.length !== 1) continue;
      context.issues.push({ code: 'custom', input: context.value[name], path: [name], message: 'only MIDI targets have it' });
    }
    if (context.value.timeout !== undefined && http === undefined && kinds.length === 1)
      context.issues.push({ code: 'custom', input: context.value.timeout, path: ['timeout'], message: 'only HTTP targets have it' });
  });

const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/i;

/** Where cues and hands may send to. */
export const targetsSchema = z.record(z.string().regex(NAME, 'a name of at most 32 letters, digits, "-" and "_"'), target);

/** Targets as they are sent to. */
export function targetsOf(said: z.output<typeof targetsSchema>): Target[] {
  return Object.entries(said).flatMap(([name, { osc, midi, http, channel, device, type, timeout }]): Target[] => {
    const at = osc === undefined ? undefined : endpoint(osc);
    if (at) return [{ kind: 'osc', name, ...at }];
    const root = http === undefined ? undefined : base(http);
    if (root !== undefined) return [{ kind: 'http', name, base: root, timeoutMs: timeout ?? 3000 }];
    if (midi === undefined) return [];
    const format = (type === undefined ? undefined : MSC_TYPES[type]) ?? MSC_ALL;
    return [{ kind: 'midi', name, port: midi, channel: channel ?? 1, device: device ?? MSC_ALL, format }];
  });
}
