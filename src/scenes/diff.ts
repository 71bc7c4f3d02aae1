import type { Desk } from '../desk/desk.ts';
import type { Leaf } from '../desk/parameters.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { formatNumber, formatValue, readValue, type Value } from '../desk/value.ts';
import type { FadeTime, Scene, SceneValue } from './scene.ts';
import { sameFade, sameValue, sceneLeaf, writeFade } from './scene-words.ts';

/** One difference, as an engineer says it. */
export interface DiffRow {
  /** `ch/1/fader`; a setting of the scene by its name (`fade`, `safe`). */
  readonly path: string;
  readonly is: 'added' | 'removed' | 'changed';
  /** `-10.0 dB`, `1.25 kHz`, `12 ms`; empty where there was nothing. */
  readonly from: string;
  readonly to: string;
}

/** What became of one scene, a version of it or a file, in another. */
export function differences(before: Scene, after: Scene): DiffRow[] {
  const rows = settings(before, after);
  for (const [path, value] of after.values) {
    const was = before.values.get(path);
    if (!was) rows.push({ path, is: 'added', from: '', to: said(path, value) });
    else if (!sameValue(was, value)) rows.push({ path, is: 'changed', from: said(path, was), to: said(path, value) });
  }
  for (const [path, was] of before.values) if (!after.values.has(path)) rows.push({ path, is: 'removed', from: said(path, was), to: '' });
  return rows;
}

export interface LiveDifference {
  /** `from` is the scene, `to` what is live. */
  readonly rows: readonly DiffRow[];
  /** What this desk does not have or take, with the reason. */
  readonly missing: readonly Refusal[];
  /** Values that are as the scene says, on the grid of the desk. */
  readonly same: number;
}

/** How live state differs from a scene, compared on the grid of each engine: what it does not name counts as no difference. */
export function fromLive(desk: Desk, scene: Scene): LiveDifference {
  const rows: DiffRow[] = [];
  const missing: Refusal[] = [];
  let same = 0;
  for (const [path, { value }] of scene.values) {
    const entry = desk.find(path);
    if (isRefusal(entry)) {
      missing.push(entry);
      continue;
    }
    // As a recall reads it: what does not fit is not made to fit.
    const stored = readValue(entry.parameter, value);
    if (isRefusal(stored)) {
      missing.push({ ...stored, path });
      continue;
    }
    const live = desk.wanted(entry.id);
    if (live === stored) same += 1;
    else rows.push({ path, is: 'changed', from: formatValue(entry.parameter, stored), to: formatValue(entry.parameter, live) });
  }
  return { rows, missing, same };
}

/** As lines of a table: `ch/1/fader  -10.0 dB -> -3.0 dB`. */
export const diffLine = ({ path, is, from, to }: DiffRow): string =>
  is === 'added' ? `+ ${path}  ${to}` : is === 'removed' ? `- ${path}  ${from}` : `  ${path}  ${from} -> ${to}`;

function settings(one: Scene, two: Scene): DiffRow[] {
  const rows: DiffRow[] = [];
  const row = (path: string, from: string, to: string): void => {
    if (from !== to) rows.push({ path, is: from === '' ? 'added' : to === '' ? 'removed' : 'changed', from, to });
  };
  row('scene', one.name, two.name);
  if (!sameFade(one.fade, two.fade)) row('fade', time(one.fade), time(two.fade));
  row('safe', one.safe.join(', '), two.safe.join(', '));
  row('only', one.only.join(', '), two.only.join(', '));
  row('preamps', one.preamps ? 'yes' : 'no', two.preamps ? 'yes' : 'no');
  row('note', one.note, two.note);
  return rows;
}

const time = (fade: FadeTime | undefined): string => (fade ? writeFade(fade) : '');

function said(path: string, { value, fade }: SceneValue): string {
  const leaf = sceneLeaf(path);
  const text = plain(value, typeof leaf === 'string' ? undefined : leaf);
  return fade ? `${text} over ${writeFade(fade)}` : text;
}

/** Scenes know no grid: as many digits as an engineer says, and more where two values would look the same. */
function plain(value: Value, leaf: Leaf | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value === '-inf') return '-inf dB';
  if (typeof value === 'string') return leaf?.type === 'text' ? `"${value}"` : value;
  const unit = leaf?.unit ?? '';
  return unit === 'dB' && !Number.isInteger(value * 10)
    ? `${value > 0 ? '+' : ''}${Number(value.toPrecision(6))} dB`
    : formatNumber(value, unit);
}
