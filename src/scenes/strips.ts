import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import { isRefusal } from '../desk/refusal.ts';
import type { Intent } from '../desk/turn.ts';
import { formatValue, readValue, type Value, writeValue } from '../desk/value.ts';
import { isMeant, type StripOfDesk } from './strip-sections.ts';

/** Values of a strip by leaf, as files write them: they fit any desk as far as it has the leaf. */
export type StripValues = ReadonlyMap<string, Value>;

/** Something that a strip does not take over, and why. */
export interface Misfit {
  readonly leaf: string;
  readonly path: string;
  readonly why: 'missing' | 'wrong';
  /** What was there, and what the strip takes. */
  readonly says: string;
}

/** A value that the grid of the other strip does not have. */
export interface Rounded {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** What a strip has to become to be as the values say. */
export interface Fit {
  readonly intents: readonly Intent[];
  readonly entries: readonly Entry[];
  readonly misfits: readonly Misfit[];
  readonly rounded: readonly Rounded[];
}

/** What stands on a strip now, as far as it is meant. */
export function read(desk: Desk, strip: StripOfDesk, section: string | undefined): StripValues {
  const values = new Map<string, Value>();
  for (const [leaf, entry] of strip.leaves) {
    if (isMeant(leaf, section)) values.set(leaf, writeValue(entry.parameter, desk.wanted(entry.id)));
  }
  return values;
}

/** What stands on a strip of a fresh desk; the level stays where the hand has it unless it is asked for: a reset is no jump. */
export function defaults(strip: StripOfDesk, section: string | undefined): StripValues {
  const values = new Map<string, Value>();
  for (const [leaf, { parameter }] of strip.leaves) {
    const isLevel = leaf === 'fader' || leaf === 'mute';
    if (isMeant(leaf, section) && (section !== undefined || !isLevel)) values.set(leaf, writeValue(parameter, parameter.start));
  }
  return values;
}

/** Lays values on a strip: what fits becomes intents, what does not is told, nothing is dropped in silence. */
export function layOn(values: StripValues, strip: StripOfDesk): Fit {
  const intents: Intent[] = [];
  const entries: Entry[] = [];
  const misfits: Misfit[] = [];
  const rounded: Rounded[] = [];
  for (const [leaf, value] of values) {
    const entry = strip.leaves.get(leaf);
    const path = entry?.path ?? `${strip.path}/${leaf}`;
    if (!entry) {
      misfits.push({ leaf, path, why: 'missing', says: `${strip.path} has none` });
      continue;
    }
    const stored = readValue(entry.parameter, value);
    if (isRefusal(stored)) {
      misfits.push({ leaf, path, why: 'wrong', says: `${stored.got} is not ${stored.want ?? 'what it takes'}` });
      continue;
    }
    if (typeof value === 'number' && typeof stored === 'number' && entry.parameter.type === 'number' && stored !== value) {
      rounded.push({ path, from: String(value), to: formatValue(entry.parameter, stored) });
    }
    intents.push({ kind: 'set', id: entry.id, value });
    entries.push(entry);
  }
  return { intents, entries, misfits, rounded };
}

/** Fits of several strips, to be stated as one gesture. */
export const together = (fits: readonly Fit[]): Fit => ({
  intents: fits.flatMap((one) => one.intents),
  entries: fits.flatMap((one) => one.entries),
  misfits: fits.flatMap((one) => one.misfits),
  rounded: fits.flatMap((one) => one.rounded),
});

/** `12 do not fit: gate (8), insert (1), send/5..` in few words: by section, the larger first. */
export function tellMisfits(misfits: readonly Misfit[]): string {
  if (misfits.length === 0) return '';
  const sections = new Map<string, number>();
  for (const { leaf } of misfits) {
    const section = leaf.split('/')[0] ?? leaf;
    sections.set(section, (sections.get(section) ?? 0) + 1);
  }
  const parts = [...sections].map(([section, count]) => (count > 1 ? `${section} (${count})` : section));
  return `${misfits.length} ${misfits.length === 1 ? 'does' : 'do'} not fit: ${parts.join(', ')}`;
}
