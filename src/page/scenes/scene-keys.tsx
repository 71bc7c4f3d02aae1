import { link } from '../link/link.ts';
import { nameOf } from '../mixer/names.ts';
import { askOf } from './scene-ask.ts';
import { openSheet, type SheetKind } from './scene-sheet.tsx';
import { cueOf, sceneOf, scenes, timeText } from './show.ts';

const RECALL = /^\s*recall\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+))/;

/** The scene that a cue recalls, where it is one and is there. */
export function sceneOfCue(number: string): string | undefined {
  const recalls = (cueOf(number)?.lines ?? []).flatMap((line): string[] => {
    const [match, double, single, bare] = RECALL.exec(line) ?? [];
    return match === undefined ? [] : [(double ?? single)?.replace(/\\(.)/g, '$1') ?? bare ?? ''];
  });
  const [wanted, ...more] = recalls;
  if (wanted === undefined || more.length > 0) return undefined;
  return scenes.value.find(({ name, number: own }) => name.toLowerCase() === wanted.toLowerCase() || own === wanted)?.name;
}

export const CURVE_WORDS: Readonly<Record<string, string>> = {
  s: 'S shape',
  linear: 'Straight',
  db: 'Even in dB',
  gain: 'Even in gain',
  'equal-power': 'Equal power',
};

/** Words of a part of the desk: `ch/*` is Channels, `ch/7/eq` Vox Ana eq. */
export function patternWords(pattern: string): string {
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

/** How it is recalled: each key opens what changes it, for this recall or in the scene. */
export function SceneKeys({ scene, isCue }: { scene: string; isCue: boolean }) {
  const own = sceneOf(scene);
  // A cue says its own line: what this page would do otherwise is of no concern to it.
  const { overMs, only, except, preamps } = askOf(isCue ? '' : scene);
  const fadeMs = overMs ?? own?.fadeMs ?? 0;
  const kept = only.length > 0 ? only : (own?.only ?? []);
  const scope = kept.length === 0 ? 'All it holds' : kept.length > 2 ? `${kept.length} parts` : kept.map(patternWords).join(', ');
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
      {key('fade', 'Fade', fadeMs > 0 ? timeText(fadeMs) : 'At once', '', overMs !== undefined)}
      {key('curve', 'Curve', own?.curve ? (CURVE_WORDS[own.curve] ?? own.curve) : fadeMs > 0 ? (CURVE_WORDS.s ?? '') : '–', '', false)}
      {key('scope', 'Scope', scope, preamps || own?.preamps ? '+ gain, 48 V' : '', only.length > 0 || preamps)}
      {key('safes', 'Safes', String(safes), except.length > 0 ? `+ ${except.length} now` : '', except.length > 0)}
    </div>
  );
}
