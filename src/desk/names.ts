import type { Desk } from './desk.ts';
import { nearest } from './nearest.ts';
import { isPattern } from './path.ts';
import type { Refusal } from './refusal.ts';

/** A name is compared as a person reads it: capitals and outer spaces do not matter. */
const read = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/**
 * Puts a strip in the place of its name: `Kick In` becomes `ch/1`, `Kick In/fader` becomes `ch/1/fader`. What is a path stays one, whatever
 * a strip is called. Without a role a name speaks of the first engine, as a pattern does.
 * @returns the target as it is where no strip has the name; a refusal where several have it, or one has nearly that name
 */
export function byName(desk: Desk, target: string): string | Refusal {
  const { model } = desk;
  const colon = target.indexOf(':');
  const given = target.slice(0, Math.max(0, colon));
  const role = model.roles.includes(given) ? given : model.roles[0];
  const text = role === given ? target.slice(colon + 1) : target;
  if (role === undefined || isPattern(target) || model.byPath.has(target)) return target;
  if (model.layouts.get(role)?.strips.some((strip) => startsIn(text, strip.path))) return target;
  const prefix = role === model.roles[0] ? '' : `${role}:`;
  const names = stripNames(desk, role, prefix);
  for (const [name, rest] of splits(text)) {
    const found = names.get(read(name)) ?? [];
    if (found.length > 1) {
      const strips = `${found.slice(0, 4).join(', ')}${found.length > 4 ? ` and ${found.length - 4} more` : ''}`;
      return { code: 'malformed', got: name, want: `the name of one strip: ${strips} have it; say which` };
    }
    if (found[0] !== undefined) return found[0] + rest;
  }
  const near = CANNOT_BE_A_PATH.test(text) ? nearest(read(text), names.keys()) : undefined;
  return near === undefined ? target : { code: 'unknown-path', got: text.slice(0, 80), want: `"${near}" (${names.get(near)?.[0]})` };
}

const CANNOT_BE_A_PATH = /[^A-Za-z0-9_./:-]/;

const startsIn = (text: string, strip: string): boolean => text === strip || text.startsWith(`${strip}/`);

/** The whole text, then what stands before each stroke, the longest first: a name may have strokes in it. */
function* splits(text: string): Generator<readonly [string, string]> {
  for (let at = text.length; at > 0; at = text.lastIndexOf('/', at - 1)) yield [text.slice(0, at), text.slice(at)];
}

function stripNames({ model, values }: Desk, role: string, prefix: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { path } of model.layouts.get(role)?.strips ?? []) {
    const entry = model.byPath.get(`${prefix}${path}/name`);
    const name = entry && read(String(values.wanted(entry.id)));
    if (name) names.set(name, [...(names.get(name) ?? []), prefix + path]);
  }
  return names;
}
