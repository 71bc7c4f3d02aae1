import { nearest } from '../desk/nearest.ts';
import type { Look } from './look.ts';
import { tellKept } from './outcome-text.ts';
import type { CueLabel, PlaybackState } from './playback.ts';
import { shortName, shortTitle } from './short.ts';

/** What a screen can say of cues and scenes, beside parameters: `{cue/next/name}`, `{look/opens}`. */

/** Cues that stand behind the one that Go starts next. */
const AFTER = 7;
const LABELS = ['cue/on', 'cue/next', ...Array.from({ length: AFTER }, (_, at) => `cue/after/${at + 1}`)];
const FIELDS: ReadonlySet<string> = new Set([
  ...LABELS.flatMap((label) => [label, `${label}/number`, `${label}/name`]),
  'cue/now',
  'cue/time',
  'cue/scene',
  'look/title',
  'look/changes',
  'look/opens',
  'look/jump',
  'look/strip',
  'look/left',
  'look/by',
  'look/says',
]);

export const isField = (path: string): boolean => /^(?:cue|look)(?:\/|$)/.test(path);

/** What is wrong with a field of a text, or undefined. @param looks it stands where a look is shown */
export function fieldFault(path: string, looks: boolean): string | undefined {
  if (!FIELDS.has(path)) {
    const near = nearest(path, FIELDS);
    return `no field "${path}"${near ? `; did you mean ${near}?` : '; there are cue/on, cue/next, cue/after/1, cue/now, cue/time'}`;
  }
  return path.startsWith('look/') && !looks ? `"${path}" is what a look found: it stands in the screens of "look"` : undefined;
}

/** What fields are made from. */
export interface Told {
  /** Its time is asked for only where it is shown. */
  readonly playing: { readonly state: PlaybackState; readonly leftMs: number };
  readonly look: Look | undefined;
}

/** @param cells room that there is: names are shortened to it */
export function fieldText(field: string, told: Told, cells: number): string {
  const [about = '', ...rest] = field.split('/');
  if (about === 'look') return told.look ? lookField(rest[0] ?? '', told.look, cells) : '';
  const { state } = told.playing;
  switch (rest[0]) {
    case 'on':
      return label(state.on, rest[1], cells);
    case 'next':
      return state.next[0] ? label(state.next[0], rest[1], cells) : rest[1] === 'number' ? '' : state.isEmpty ? 'no cues' : 'end';
    case 'after':
      return label(state.next[Number(rest[1])], rest[2], cells);
    case 'now':
      return nowText(state);
    case 'time':
      return timeText(told.playing);
    default:
      return state.last ? shortTitle(state.last.scene, cells) : '';
  }
}

function label(cue: CueLabel | undefined, part: string | undefined, cells: number): string {
  if (!cue) return '';
  if (part === 'number') return cue.number.slice(0, cells);
  if (part === 'name') return shortTitle(cue.name, cells);
  return `${cue.number} ${shortTitle(cue.name, Math.max(1, cells - cue.number.length - 1))}`.trimEnd();
}

const MOTIONS = { '': '', wait: 'WAIT', fade: 'FADE', held: 'HELD', partial: 'PARTIAL' } as const;

/** What goes on; at rest what the last recall did. */
function nowText({ motion, last }: PlaybackState): string {
  return motion === '' && last ? `${last.changes} chg` : MOTIONS[motion];
}

/** How long it goes on, or how much of it is missing; at rest what was left. */
function timeText(playing: Told['playing']): string {
  const { motion, missing, last } = playing.state;
  if (motion === 'partial') return `${missing} miss`;
  if (motion === '') return last ? tellKept(last.left) : '';
  return secondsText(playing.leftMs);
}

/** Tenths below ten seconds, then whole ones, then minutes: `3.2s`, `48s`, `2:05`. */
export function secondsText(ms: number): string {
  if (ms <= 0) return '';
  const tenths = Math.ceil(ms / 100);
  if (tenths < 100) return `${(tenths / 10).toFixed(1)}s`;
  const seconds = Math.ceil(ms / 1000);
  return seconds < 100 ? `${seconds}s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function lookField(name: string, look: Look, cells: number): string {
  switch (name) {
    case 'title':
      return shortTitle(look.title, cells);
    case 'changes':
      return look.changes > 0 ? String(look.changes) : '';
    case 'opens':
      return look.opens > 0 ? String(look.opens) : '';
    case 'jump':
      return jumpText(look.jumpDb);
    case 'strip':
      return shortName(look.strip, cells);
    case 'left':
      return tellKept(look.left);
    case 'by':
      return shortName(look.left.find(({ why }) => why === 'held')?.by ?? '', cells);
    default:
      return look.says;
  }
}

/** `+8.5dB`, at most seven cells. */
function jumpText(jumpDb: number | undefined): string {
  if (jumpDb === undefined) return '';
  return jumpDb === Number.POSITIVE_INFINITY ? '+inf' : `+${jumpDb.toFixed(jumpDb < 99.95 ? 1 : 0)}dB`;
}
