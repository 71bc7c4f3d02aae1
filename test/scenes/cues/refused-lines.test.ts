import { expect, test } from 'vitest';
import { Desk } from '../../../src/desk/desk.ts';
import { say } from '../../../src/desk/line.ts';
import { Verbs } from '../../../src/desk/verb.ts';
import { readCues } from '../../../src/scenes/cues/cue-file.ts';
import { Panic } from '../../../src/scenes/cues/panic.ts';
import { CueRunner } from '../../../src/scenes/cues/runner.ts';
import { cueVerbs } from '../../../src/scenes/cues/verbs.ts';
import { ManualClock } from '../../manual-clock.ts';
import { verbs as deskLike } from './kit.ts';

const GONE = { code: 'unknown-path', what: 'scene', got: 'Verse' } as const;

test('whoever says go hears which lines were refused at once; what comes later is told later', () => {
  const clock = new ManualClock();
  const told: string[] = [];
  const read = readCues('- cue: 1\n  do: [ mute ch/1, mute ch/2 ]\n- cue: 2\n  wait: 1 s\n  do: mute ch/1\n', 'cues.yaml', deskLike);
  const answer = { says: '', changes: [], refusals: [] };
  const runner = new CueRunner({
    cues: 'good' in read ? read.good : [],
    clock,
    say: ({ args }) => (args.target === 'ch/1' ? GONE : answer),
    tell: (text) => told.push(text),
  });
  const panic = new Panic({ runner, lines: () => [], say: () => answer, clock });
  const verbs = new Verbs().add(cueVerbs(() => ({ runner, panic, plan: () => answer })));
  const desk = new Desk(clock);
  const go = () => say(verbs, 'go', { desk, actor: { id: 'x', kind: 'script', name: 'x', origin: 'x', role: 'mixer' } });
  expect(go()).toMatchObject({ says: 'started cue 1', refusals: [GONE] });
  expect(told).toEqual(['cue 1: mute ch/1: no scene "Verse"']);
  clock.advance(500);
  expect(go()).toMatchObject({ says: 'started cue 2', refusals: [] });
  clock.advance(1000);
  expect(told[1]).toBe('cue 2: mute ch/1: no scene "Verse"');
});
