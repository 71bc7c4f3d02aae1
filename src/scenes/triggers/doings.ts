import { type Line, parseLine } from '../../desk/line.ts';
import { explain, isRefusal } from '../../desk/refusal.ts';
import type { Verbs } from '../../desk/verb.ts';
import type { When } from './trigger.ts';
import { readTrigger } from './trigger-text.ts';

/** A trigger that says a line instead of starting a cue: a foot switch that is Go. */
export interface Doing {
  readonly when: When;
  readonly text: string;
  readonly line: Line;
}

/** `triggers: { do: { "midi note 60": go } }` of desk.yaml. @returns those that are good, and a sentence for each that is not */
export function readDoings(
  said: Readonly<Record<string, string>>,
  verbs: Verbs,
): { readonly doings: readonly Doing[]; readonly wrong: readonly string[] } {
  const doings: Doing[] = [];
  const wrong: string[] = [];
  for (const [when, text] of Object.entries(said)) {
    const trigger = readTrigger(when);
    const line = parseLine(verbs, text);
    if (isRefusal(trigger)) wrong.push(`trigger "${when}": ${explain(trigger)}`);
    else if (isRefusal(line)) wrong.push(`trigger "${when}": ${explain(line)}`);
    else doings.push({ when: { text: when, trigger }, text, line });
  }
  return { doings, wrong };
}
