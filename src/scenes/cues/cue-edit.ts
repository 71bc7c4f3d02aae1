import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { nearest } from '../../desk/nearest.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import type { Verbs } from '../../desk/verb.ts';
import { untellable } from '../../wire/formats/yaml-depth.ts';
import type { Cue } from './cue.ts';
import { readCues } from './cue-file.ts';
import { CUE_SETTINGS } from './cue-schema.ts';
import { cueText, wordsOf } from './cue-write.ts';
import { byNumber } from './numbers.ts';

type Cues = readonly Cue[];

function placeOf(cues: Cues, number: string): number | Refusal {
  const cue = byNumber(cues, number);
  if (cue) return cues.indexOf(cue);
  const near = nearest(
    number,
    cues.map((one) => one.number),
  );
  return { code: 'malformed', got: number.slice(0, 40), want: near === undefined ? 'a cue of this list' : `a cue; did you mean ${near}?` };
}

/**
 * The list with one setting of a cue changed, in the words of the file: `wait`, `0.5 s`. Several lines or triggers are divided by `;`.
 * A number that is not there is a new cue at the end.
 * @param value empty: as usual
 */
export function withSetting(cues: Cues, number: string, setting: string, value: string, verbs: Verbs): Cues | Refusal {
  if (!CUE_SETTINGS.includes(setting)) {
    const near = nearest(setting, CUE_SETTINGS);
    const want = near === undefined ? `one of ${CUE_SETTINGS.join(', ')}` : `a setting of a cue; did you mean ${near}?`;
    return { code: 'malformed', got: setting.slice(0, 40), want };
  }
  const found = byNumber(cues, number);
  const words = new Map(found ? wordsOf(found) : [['cue', number]]);
  if (value === '') words.delete(setting);
  else words.set(setting, setting === 'do' || setting === 'when' ? divided(value) : value);
  const reading = readCues(cueText(words), 'cue', verbs);
  if ('errors' in reading) return { code: 'malformed', got: reading.errors[0]?.says ?? value.slice(0, 40) };
  const [cue] = reading.good;
  if (!cue) return { code: 'malformed', got: number.slice(0, 40), want: 'a cue number' };
  const isTaken = cues.some((other) => other !== found && other.number === cue.number);
  if (isTaken) return { code: 'malformed', got: cue.number, want: 'a free number' };
  return found ? cues.map((other) => (other === found ? cue : other)) : [...cues, cue];
}

/** At each `;` outside of quotes. */
const divided = (text: string): readonly string[] =>
  (text.match(/(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^;])+/g) ?? []).map((part) => part.trim()).filter(Boolean);

/** Where a whole cue is put: instead of one, beside one, or last. */
export interface Place {
  readonly where: 'at' | 'before' | 'after' | 'end';
  /** Number of the other cue; of no meaning at the end. */
  readonly other: string;
}

/**
 * The list with a whole cue put into it. The number may be another than that of the cue it takes the place of, and nobody else's.
 * @param text what it says besides its number, as `cues.yaml` would, in braces: `{ name: Speech, do: [mute ch/3], wait: 2 s }`
 * @returns a refusal with a line for each mistake, by setting and, of several, its place from 1: `do 2: no verb "togle"`
 */
export function withCue(cues: Cues, number: string, { where, other }: Place, text: string, verbs: Verbs): Cues | Refusal {
  const at = where === 'end' ? cues.length : placeOf(cues, other);
  if (isRefusal(at)) return at;
  const old = where === 'at' ? cues[at] : undefined;
  const given = wordsIn(text);
  if (!given) return { code: 'malformed', got: text.slice(0, 40), want: 'settings of a cue in braces: { name: Speech, wait: 2 s }' };
  const words = new Map([['cue', number], ...given]);
  const reading = readCues(cueText(words), 'cue', verbs);
  if ('errors' in reading)
    return { code: 'malformed', got: reading.errors.map(({ line, says }) => `${rowOf(words, line)}: ${says}`).join('\n') };
  const [cue] = reading.good;
  if (!cue) return { code: 'malformed', got: number.slice(0, 40), want: 'a cue number' };
  if (cues.some((one) => one !== old && one.number === cue.number)) return { code: 'malformed', got: cue.number, want: 'a free number' };
  if (old) return JSON.stringify([...wordsOf(old)]) === JSON.stringify([...wordsOf(cue)]) ? cues : cues.with(at, cue);
  return cues.toSpliced(where === 'after' ? at + 1 : at, 0, cue);
}

/** Settings in braces, each a text or a list of texts; undefined where it is something else. */
function wordsIn(text: string): Map<string, string | readonly string[]> | undefined {
  if (untellable(text)) return undefined;
  const { contents, errors } = parseDocument(text, { schema: 'failsafe', uniqueKeys: false });
  if (errors.length > 0 || !isMap(contents)) return undefined;
  const words = new Map<string, string | readonly string[]>();
  for (const { key, value } of contents.items) {
    if (!isScalar(key) || key.value === 'cue' || words.has(String(key.value))) return undefined;
    if (isScalar(value)) words.set(String(key.value), String(value.value));
    else if (isSeq(value)) words.set(String(key.value), value.items.map(String));
    else return undefined;
  }
  return words;
}

/** Which setting stands in a line of {@link cueText}: `wait`, `do 2`. */
function rowOf(words: ReadonlyMap<string, string | readonly string[]>, line: number): string {
  let left = line;
  for (const [key, value] of words) {
    if (left === 1) return key;
    const rows = typeof value === 'string' ? 1 : 1 + value.length;
    if (left <= rows) return `${key} ${left - 1}`;
    left -= rows;
  }
  return 'cue';
}

/** The list with a cue in another place: before or behind another one. */
export function moved(cues: Cues, number: string, where: 'before' | 'after', other: string): Cues | Refusal {
  const from = placeOf(cues, number);
  if (isRefusal(from)) return from;
  const to = placeOf(cues, other);
  if (isRefusal(to)) return to;
  const [cue, next] = [cues[from], cues[to]];
  if (!cue || !next || cue === next) return cues;
  const rest = cues.filter((one) => one !== cue);
  return rest.toSpliced(rest.indexOf(next) + (where === 'after' ? 1 : 0), 0, cue);
}

export function without(cues: Cues, number: string): Cues | Refusal {
  const at = placeOf(cues, number);
  return isRefusal(at) ? at : cues.toSpliced(at, 1);
}
