import { type CueState, scenes, timeText } from './show.ts';

const OVER = /\sover\s+(\d+(?:\.\d+)?)\s*(ms|s|min)?\s*$/;
const RECALL = /^\s*recall\s+(?:"([^"]*)"|'([^']*)'|(\S+))/;

/** The longest fade of what a cue does, ms: said in its lines, or the scene's own. */
export function fadeMsOf({ lines }: Pick<CueState, 'lines'>): number {
  return Math.max(0, ...lines.map(lineMs));
}

function lineMs(line: string): number {
  const [, figure, unit = 's'] = OVER.exec(line) ?? [];
  if (figure !== undefined) return Number(figure) * (unit === 'ms' ? 1 : unit === 'min' ? 60_000 : 1000);
  const [match, double, single, bare] = RECALL.exec(line) ?? [];
  const name = (double ?? single ?? bare ?? '').toLowerCase();
  if (match === undefined) return 0;
  return scenes.value.find((scene) => scene.name.toLowerCase() === name || scene.number === name)?.fadeMs ?? 0;
}

/** What starts it, and how it goes on: `after 17, 2.0 s · wait 2.0 s · fade 4.0 s`. */
export function startOf(cue: CueState, before: CueState | undefined): string {
  const { when, waitMs, next, postMs, afterMs } = cue;
  const fadeMs = fadeMsOf(cue);
  const then = next === null ? '' : `then ${next}${postMs + afterMs > 0 ? ` after ${timeText(postMs + afterMs)}` : ''}`;
  return [
    before?.next ? `after ${before.number}` : when.length > 0 ? '' : 'GO',
    ...when,
    waitMs > 0 ? `wait ${timeText(waitMs)}` : '',
    fadeMs > 0 ? `fade ${timeText(fadeMs)}` : '',
    then,
  ]
    .filter(Boolean)
    .join(' · ');
}

const two = (figure: number): string => String(figure).padStart(2, '0');

const timeOf = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;
const dayOf = (at: Date): string => `${at.getDate()} ${at.toLocaleString('en', { month: 'short' })}`;
const isToday = (at: Date): boolean => at.toDateString() === new Date().toDateString();

/** `20:41` of today, `24 Nov 20:41` of another day. */
export function whenText(atMs: number): string {
  const at = new Date(atMs);
  return isToday(at) ? timeOf(at) : `${dayOf(at)} ${timeOf(at)}`;
}
/** The same where there is little room: of another day only which. */
export function shortText(atMs: number): string {
  const at = new Date(atMs);
  return isToday(at) ? timeOf(at) : dayOf(at);
}
/** `20:41:02` */
export function secondText(atMs: number): string {
  const at = new Date(atMs);
  return `${timeOf(at)}:${two(at.getSeconds())}`;
}
