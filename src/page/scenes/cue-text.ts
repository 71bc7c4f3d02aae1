import type { ShowNews } from '../link/protocol.ts';

type CueState = ShowNews['cues'][number];

/** What follows a cue by itself, as a person chooses it. */
export type Then = 'wait' | 'go' | 'follow';

/** A cue as a dialog has it: texts as they are typed. */
export interface CueForm {
  readonly number: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly when: readonly string[];
  readonly wait: string;
  readonly follows: Then;
  readonly after: string;
  readonly armed: boolean;
  readonly skip: boolean;
  readonly opens: boolean;
  readonly note: string;
}

export const EMPTY: CueForm = {
  number: '',
  name: '',
  lines: [''],
  when: [],
  wait: '',
  follows: 'wait',
  after: '',
  armed: true,
  skip: false,
  opens: false,
  note: '',
};

/** `0.5 s`; nothing for no time. */
const timeWords = (ms: number): string => (ms === 0 ? '' : `${Number((ms / 1000).toFixed(3))} s`);

export function formOf({ number, name, lines, when, waitMs, postMs, next, afterMs, armed, skip, opens, note }: CueState): CueForm {
  return {
    number,
    name,
    lines: lines.length > 0 ? lines : [''],
    when,
    wait: timeWords(waitMs),
    follows: next ?? 'wait',
    after: timeWords(next === 'follow' ? afterMs : postMs),
    armed,
    skip,
    opens,
    note,
  };
}

/** A figure alone means seconds; a comma is a point. */
function timeOf(text: string): string {
  const said = text.trim();
  return /^\d+(?:[.,]\d+)?$/.test(said) ? `${said.replace(',', '.')} s` : said;
}

const written = (rows: readonly string[]): string[] => rows.map((row) => row.trim()).filter((row) => row !== '');

/** What `put-cue` takes: everything besides the number, in braces. */
export function textOf({ name, lines, when, wait, follows, after, armed, skip, opens, note }: CueForm): string {
  const said: Record<string, string | string[]> = {};
  const add = (key: string, value: string | string[]): void => {
    if (value.length > 0) said[key] = value;
  };
  add('name', name.trim());
  add('note', note.trim());
  add('armed', armed ? '' : 'off');
  add('opens', opens ? 'on' : '');
  add('skip', skip ? 'on' : '');
  add('when', written(when));
  add('wait', timeOf(wait));
  add('do', written(lines));
  if (follows === 'wait') add('post', timeOf(after));
  else add('then', after.trim() === '' ? follows : `${follows} after ${timeOf(after)}`);
  return JSON.stringify(said);
}

/** Why a cue cannot be so: by field, and of lines and triggers by their row in the dialog. */
export interface Wrong {
  readonly lines: ReadonlyMap<number, string>;
  readonly when: ReadonlyMap<number, string>;
  readonly wait: string | undefined;
  readonly after: string | undefined;
  /** What has no field of its own. */
  readonly rest: readonly string[];
}

export const NOTHING_WRONG: Wrong = { lines: new Map(), when: new Map(), wait: undefined, after: undefined, rest: [] };

/** Sorts what `put-cue` refused into the rows it is about. */
export function wrongOf(message: string, form: CueForm): Wrong {
  const lines = new Map<number, string>();
  const when = new Map<number, string>();
  const rest: string[] = [];
  let wait: string | undefined;
  let after: string | undefined;
  for (const sentence of message.split('\n')) {
    const [, key = '', row = '1', says = ''] = /^([a-z]+)(?: (\d+))?: (.*)$/.exec(sentence) ?? [];
    const reason = says.replace(new RegExp(`^${key}: `), '');
    if (key === 'do') lines.set(placeOf(form.lines, Number(row)), reason);
    else if (key === 'when') when.set(placeOf(form.when, Number(row)), reason);
    else if (key === 'wait') wait = reason;
    else if (key === 'then' || key === 'post') after = reason;
    else rest.push(sentence);
  }
  return { lines, when, wait, after, rest };
}

/** Empty rows are not said: which row of the dialog the nth of those said is, from 0. */
function placeOf(rows: readonly string[], nth: number): number {
  const filled = rows.flatMap((row, index) => (row.trim() === '' ? [] : [index]));
  return filled[nth - 1] ?? Math.max(0, rows.length - 1);
}

/** A free number for a cue between two, as short as there is one: 12.5 between 12 and 13. */
export function numberBetween(before: string | undefined, after: string | undefined, taken: ReadonlySet<string>): string {
  const low = before === undefined ? 0 : decimal(before);
  const high = after === undefined ? Number.POSITIVE_INFINITY : decimal(after);
  if (low !== undefined && high === Number.POSITIVE_INFINITY) {
    let next = Math.floor(low) + 1;
    while (taken.has(String(next))) next++;
    return String(next);
  }
  if (low !== undefined && high !== undefined && high > low) {
    for (let digits = before === undefined || high - low > 1 ? 0 : 1; digits <= 4; digits++) {
      const step = 10 ** -digits;
      const middle = (low + high) / 2;
      const found = steps(middle, step)
        .filter((value) => value > low && value < high)
        .map((value) => value.toFixed(digits))
        .find((text) => !taken.has(text));
      if (found !== undefined) return found;
    }
  }
  // Letters, or an order that is not that of the numbers: a part of the one before.
  const stem = before ?? after ?? '1';
  for (let part = 5; ; part++) if (!taken.has(`${stem}.${part}`)) return `${stem}.${part}`;
}

/** Values on a grid, the nearest to a middle first. */
function steps(middle: number, step: number): number[] {
  const at = Math.round(middle / step);
  return [0, 1, -1, 2, -2, 3, -3, 4, -4].map((by) => (at + by) * step);
}

const decimal = (number: string): number | undefined => (/^\d+(?:\.\d+)?$/.test(number) ? Number(number) : undefined);

/** What another page may change of a cue; when it started is no edit. */
export const contentOf = ({ startedAt: _, ...cue }: CueState): string => JSON.stringify(cue);

/** Which settings of a cue are others now, as a person says them: `name “Ballade”, lines`. */
export function changedWords(was: CueState, is: CueState): string {
  const words: readonly (readonly [string, keyof CueState, string])[] = [
    ['number', 'number', is.number],
    ['name', 'name', `“${is.name}”`],
    ['lines', 'lines', is.lines.map((line) => `“${line}”`).join(', ')],
    ['triggers', 'when', is.when.map((line) => `“${line}”`).join(', ')],
    ['wait', 'waitMs', timeWords(is.waitMs) || 'none'],
    ['post-wait', 'postMs', timeWords(is.postMs) || 'none'],
    ['then', 'next', is.next ?? 'waits for Go'],
    ['then after', 'afterMs', timeWords(is.afterMs) || 'at once'],
    ['armed', 'armed', is.armed ? 'on' : 'off'],
    ['skip', 'skip', is.skip ? 'on' : 'off'],
    ['opens', 'opens', is.opens ? 'on' : 'off'],
    ['note', 'note', `“${is.note}”`],
  ];
  return words
    .filter(([, key]) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
    .map(([word, , value]) => `${word} ${value}`)
    .join(', ');
}
