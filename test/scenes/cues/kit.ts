import type { Actor } from '../../../src/desk/actor.ts';
import type { Line } from '../../../src/desk/line.ts';
import type { Refusal } from '../../../src/desk/refusal.ts';
import type { Answer } from '../../../src/desk/verb.ts';
import { type Verb, Verbs } from '../../../src/desk/verb.ts';
import type { Cue } from '../../../src/scenes/cues/cue.ts';
import { readCues } from '../../../src/scenes/cues/cue-file.ts';
import { CueRunner } from '../../../src/scenes/cues/runner.ts';
import { showErrors } from '../../../src/wire/formats/yaml-file.ts';
import { ManualClock } from '../../manual-clock.ts';

const verb = (name: string, over = false): Verb => ({
  name,
  says: name,
  example: name,
  role: 'mixer',
  args: [{ name: 'target', type: 'value', says: 'anything', optional: true }],
  over,
  run: () => ({ says: '', changes: [], refusals: [] }),
});

/** Verbs of a desk, by name only. */
export const verbs = new Verbs().add([verb('recall', true), verb('fade', true), verb('mute'), verb('unmute'), verb('jump'), verb('go')]);

export function cuesOf(text: string): readonly Cue[] {
  const reading = readCues(text, 'cues.yaml', verbs);
  if ('errors' in reading) throw new Error(showErrors(reading.errors));
  return reading.good;
}

/** A running list, and what it said when. */
export function running(text: string, answer?: (line: Line, runner: CueRunner, actor: Actor) => Answer | Refusal | undefined) {
  const clock = new ManualClock();
  const said: string[] = [];
  const actors: Actor[] = [];
  const told: string[] = [];
  const runner: CueRunner = new CueRunner({
    cues: cuesOf(text),
    clock,
    tell: (line) => told.push(line),
    say: (line, actor) => {
      said.push(`${Math.round(clock.nowMs())} ${line.verb.name} ${line.args.target ?? ''}`.trim());
      actors.push(actor);
      return answer?.(line, runner, actor) ?? { says: '', changes: [], refusals: [] };
    },
  });
  return { clock, said, told, actors, runner };
}
