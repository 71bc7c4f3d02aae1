import { nearest } from '../../desk/nearest.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import type { Verbs } from '../../desk/verb.ts';
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
