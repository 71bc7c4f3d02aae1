import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import { nearest } from '../desk/nearest.ts';
import { own } from '../desk/own.ts';
import { matches } from '../desk/path.ts';
import type { Refusal } from '../desk/refusal.ts';

/** Parts of a strip by the words of a desk; each other part by its own leaf: `eq`, `eq/2`, `send/3`, `fader`. */
export const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  all: ['**'],
  label: ['name', 'color', 'icon'],
  filters: ['hpf/**', 'lpf/**'],
  sends: ['send/**'],
  groups: ['dca/*', 'group/*'],
  mix: ['fader', 'mute', 'pan', 'main'],
  processing: ['preamp/trim', 'preamp/polarity', 'delay/**', 'hpf/**', 'lpf/**', 'gate/**', 'eq/**', 'dyn/**', 'insert/**', 'limiter/**'],
};

/** What nobody means by "the channel" alone: who it is, where it comes from, what can hurt, and what belongs to the monitor. */
const ONLY_WHEN_ASKED = ['name', 'color', 'icon', 'source', 'link', 'solo', 'preamp/gain', 'preamp/phantom'];

/** A strip of the desk and what can be set on it, by leaf: `eq/2/freq`. */
export interface StripOfDesk {
  /** `ch/7`, `mon:ch/7`. */
  readonly path: string;
  readonly leaves: ReadonlyMap<string, Entry>;
}

/** The strip a path names, with everything on it that a person can set and that stays. */
export function stripAt(desk: Desk, path: string): StripOfDesk | Refusal {
  const wrong: Refusal = { code: 'malformed', got: path.slice(0, 80), want: 'a strip such as ch/7' };
  const [stripPath, role = ''] = path.split(':').reverse();
  const layout = desk.model.layouts.get(role || (desk.model.roles[0] ?? ''));
  const index = layout?.strips.findIndex((strip) => strip.path === stripPath) ?? -1;
  if (!layout || index < 0) return wrong;
  const prefix = role === '' || role === desk.model.roles[0] ? '' : `${role}:`;
  const leaves = new Map<string, Entry>();
  for (const parameter of layout.parameters) {
    const entry = desk.model.byPath.get(prefix + parameter.path);
    if (!entry || parameter.strip !== index || parameter.readOnly || parameter.leaf.is !== undefined) continue;
    leaves.set(parameter.path.slice((stripPath?.length ?? 0) + 1), entry);
  }
  return { path: `${prefix}${stripPath}`, leaves };
}

/** Whether a leaf is meant by a section; without one, by the channel as such. */
export function isMeant(leaf: string, section: string | undefined): boolean {
  if (section === undefined) return !ONLY_WHEN_ASKED.includes(leaf);
  const patterns = own(SECTIONS, section) ?? [section, `${section}/**`];
  return patterns.some((pattern) => matches(pattern.split('/'), leaf.split('/')));
}

/** Why a section means nothing on any of these strips, or undefined. */
export function unknownSection(section: string | undefined, leaves: Iterable<string>): Refusal | undefined {
  if (section === undefined) return undefined;
  const all = [...leaves];
  if (all.some((leaf) => isMeant(leaf, section))) return undefined;
  const known = [...new Set([...Object.keys(SECTIONS), ...all.map((leaf) => leaf.split('/')[0] ?? '')])];
  const near = nearest(section, known);
  return {
    code: 'malformed',
    got: section.slice(0, 40),
    want: near ? `a section of the strip; did you mean ${near}?` : `a section of the strip: ${known.join(', ')}`,
  };
}
