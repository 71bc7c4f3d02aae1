import { expect, test } from 'vitest';
import { runVerb } from '../../../src/desk/line.ts';
import { isRefusal } from '../../../src/desk/refusal.ts';
import { readCues } from '../../../src/scenes/cues/cue-file.ts';
import { Panic } from '../../../src/scenes/cues/panic.ts';
import { CueRunner } from '../../../src/scenes/cues/runner.ts';
import { cueVerbs } from '../../../src/scenes/cues/verbs.ts';
import { sceneVerbs } from '../../../src/scenes/verbs.ts';
import { actor } from '../../desk/desk-kit.ts';
import { recallKit, scene } from '../recall-kit.ts';

const LIST = `
- { cue: 1, name: Verse, do: [recall "Verse", mute ch/5], then: go after 2 s }
- { cue: 1.5, do: set ch/2/fader -30 }
- { cue: 2, name: Solo, do: set ch/2/fader -5 }
- { cue: 3, wait: 3 s, do: mute ch/6 }
- { cue: 4 }
`;

function house() {
  const kit = recallKit([scene('Verse', { 'ch/1/fader': -8, 'ch/3/fader': -20 }, { fade: { ms: 4000, curve: 's' } })]);
  const { desk, clock, verbs, recalls, shelf } = kit;
  verbs.add(sceneVerbs(() => ({ recalls, library: shelf })));
  verbs.add(cueVerbs(() => ({ runner, panic, plan: say })));
  const read = readCues(LIST, 'cues.yaml', verbs);
  if (!('good' in read)) throw new Error(JSON.stringify(read.errors));
  const say: ConstructorParameters<typeof CueRunner>[0]['say'] = (line, by) =>
    runVerb(line.verb, line.args, { desk, actor: by }, line.overMs);
  const runner: CueRunner = new CueRunner({ cues: read.good, clock, say });
  const panic = new Panic({ runner, lines: () => [], say, clock });
  const anna = actor('Anna');
  return { ...kit, runner, anna, go: () => kit.say('go', anna), undo: () => kit.say('undo-go', anna) };
}

test('the last Go is taken back with the fade of its recall, its other lines and the cue that followed, and Go starts it again', () => {
  const { clock, get, runner, go, undo } = house();
  go();
  clock.advance(2500);
  expect([get('ch/2/fader'), get('ch/5/mute')]).toEqual([-30, true]);
  expect(get('ch/1/fader')).not.toBe(0);
  expect(runner.state()).toMatchObject({ standby: { number: '2' }, active: { number: '1.5' } });
  expect(undo()).toMatchObject({ says: 'took back cue 1 Verse: 4 values', found: { cue: '1', left: 0 } });
  clock.advance(10_000);
  expect([get('ch/1/fader'), get('ch/2/fader'), get('ch/3/fader'), get('ch/5/mute')]).toEqual([0, 0, 0, false]);
  expect(runner.state()).toMatchObject({ standby: { number: '1' }, active: undefined });
  expect(undo()).toMatchObject({ changes: [], says: 'no cue has moved anything that could be taken back' });
});

test('what somebody moved since stays, and is counted; their own steps are left alone', () => {
  const { clock, get, say, runner, anna, go, undo } = house();
  const bob = actor('Bob');
  runner.jump('2');
  clock.advance(400);
  say('set ch/2/fader -3', bob);
  say('set ch/4/fader -9', bob);
  expect(undo()).toMatchObject({ says: 'took back cue 2 Solo: 0 values; 1 left, somebody moved or holds them since' });
  expect([get('ch/2/fader'), get('ch/4/fader')]).toEqual([-3, -9]);
  expect(isRefusal(say('undo', bob))).toBe(false);
  expect(get('ch/4/fader')).toBe(0);
  go();
  expect(say('undo-go', anna)).toMatchObject({ found: { cue: '1' } });
});

test('a cue that still waits is ended by it, and a dry run says what would go back', () => {
  const { desk, clock, get, verbs, runner, anna, undo } = house();
  runner.jump('3');
  clock.advance(1000);
  const verb = verbs.get('undo-go');
  expect(verb?.run({ desk, actor: anna, args: {}, dry: true, context: {} })).toMatchObject({ says: 'would take back cue 3: 0 values' });
  expect(runner.state().running).toHaveLength(1);
  undo();
  clock.advance(5000);
  expect([get('ch/6/mute'), runner.state().running.length, runner.state().standby?.number]).toEqual([false, 0, '1']);
});

test('standby that somebody chose since stays, and an older Go is taken back after the newest', () => {
  const { clock, get, say, runner, undo } = house();
  runner.jump('2');
  clock.advance(400);
  runner.jump('1.5');
  say('standby 4');
  undo();
  expect([get('ch/2/fader'), runner.state().standby?.number]).toEqual([-5, '4']);
  undo();
  expect(get('ch/2/fader')).toBe(0);
});
