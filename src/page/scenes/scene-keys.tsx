import { link } from '../link/link.ts';
import { nameOf } from '../mixer/names.ts';
import { askOf } from './scene-ask.ts';
import { openSheet, type SheetKind } from './scene-sheet.tsx';
import { cueOf, sceneOf, scenes, timeText } from './show.ts';

const RECALL = /^\s*recall\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+))(.*)$/;
const OVER = /\sover\s+([\d.]+)\s*(ms|s)?\s*$/;

interface CueRecall {
  readonly scene: string;
  /** What its line says of the time and of the scope; undefined where that is the scene's own. */
  readonly overMs: number | undefined;
  readonly scope: string | undefined;
}

/** The scene that a cue recalls, where it is one and is there. */
export function recallOfCue(number: string): CueRecall | undefined {
  const [match, ...more] = (cueOf(number)?.lines ?? []).map((line) => RECALL.exec(line)).filter((found) => found !== null);
  if (!match || more.length > 0) return undefined;
  const [, double, single, bare, rest = ''] = match;
  const wanted = (double ?? single)?.replace(/\\(.)/g, '$1') ?? bare ?? '';
  const scene = scenes.value.find(({ name, number: own }) => name.toLowerCase() === wanted.toLowerCase() || own === wanted)?.name;
  const [, time, unit] = OVER.exec(rest) ?? [];
  const scope = rest.replace(OVER, '').trim();
  if (scene === undefined) return undefined;
  return { scene, overMs: time === undefined ? undefined : Number(time) * (unit === 'ms' ? 1 : 1000), scope: scope || undefined };
}

export const CURVE_WORDS: Readonly<Record<string, string>> = {
  s: 'S shape',
  linear: 'Straight',
  db: 'Even in dB',
  gain: 'Even in gain',
  'equal-power': 'Equal power',
};

/** Words of a part of the desk: `ch/*` is Channels, `ch/7/eq` Vox Ana eq. */
function patternWords(pattern: string): string {
  const known = KIND_WORDS[pattern.replace(/\/\*\*?$/, '')];
  if (known !== undefined && pattern.includes('*')) return known;
  const strip = link.layout.value?.strips.find(({ path }) => pattern === path || pattern.startsWith(`${path}/`));
  return strip ? [nameOf(strip.path), pattern.slice(strip.path.length + 1).replaceAll('/', ' ')].filter(Boolean).join(' ') : pattern;
}

export const KIND_WORDS: Readonly<Record<string, string>> = {
  ch: 'Channels',
  aux: 'Aux',
  fx: 'FX',
  bus: 'Buses',
  mtx: 'Matrix',
  dca: 'DCAs',
  group: 'Mute groups',
  main: 'Main',
  mono: 'Mono',
};

/** `Buses, Vox Ana`; of many how many. */
function partsText(patterns: readonly string[]): string {
  if (patterns.length === 0) return 'All it holds';
  return patterns.length > 2 ? `${patterns.length} parts` : patterns.map(patternWords).join(', ');
}

/** How it is recalled: each key opens what changes it, for this recall or in the scene. */
export function SceneKeys({ scene, cue }: { scene: string; cue: CueRecall | undefined }) {
  const own = sceneOf(scene);
  // A cue says its own line: what this page would do otherwise is of no concern to it.
  const { overMs, only, except, preamps } = askOf(cue ? '' : scene);
  const fadeMs = overMs ?? cue?.overMs ?? own?.fadeMs ?? 0;
  const kept = only.length > 0 ? only : (own?.only ?? []);
  const scope = cue?.scope ?? partsText(kept);
  const safes = (link.show.value?.safes.length ?? 0) + (own?.safe.length ?? 0);
  const key = (kind: SheetKind, name: string, value: string, small: string, isOwn: boolean) => (
    <button type="button" class={isOwn ? 'box now' : 'box'} onClick={() => openSheet({ kind, scene })}>
      <span>{isOwn ? `${name}, this recall` : name}</span>
      <b>
        {value} {small !== '' && <small>{small}</small>}
      </b>
    </button>
  );
  return (
    <div class="op">
      {key('fade', 'Fade', fadeMs > 0 ? timeText(fadeMs) : 'At once', cue?.overMs === undefined ? '' : 'by the cue', overMs !== undefined)}
      {key('curve', 'Curve', own?.curve ? (CURVE_WORDS[own.curve] ?? own.curve) : fadeMs > 0 ? (CURVE_WORDS.s ?? '') : '–', '', false)}
      {key('scope', 'Scope', scope, preamps || own?.preamps ? '+ gain, 48 V' : '', only.length > 0 || preamps)}
      {key('safes', 'Safes', String(safes), except.length > 0 ? `+ ${except.length} now` : '', except.length > 0)}
    </div>
  );
}
