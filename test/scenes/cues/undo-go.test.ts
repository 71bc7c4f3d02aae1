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
  const runner: CueRunner = new CueRunner({
    cues: read.good,
    clock,
    say,
    oneStep: (by, cause, deed) => desk.hands.inOneStep(by, cause, deed),
  });
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

test('a cue is one undo step of its actor, whatever it says and however long it goes on', () => {
  const { desk, clock, get, say, anna, go } = house();
  go();
  clock.advance(500);
  expect(desk.gestures.lastOf()).toMatchObject({ cause: 'cue 1 Verse', actor: { name: 'cue 1 Verse' } });
  say('set ch/4/fader -9', anna);
  clock.advance(1000);
  expect(get('ch/1/fader')).not.toBe(0);
  say('undo any', anna);
  expect([get('ch/4/fader'), get('ch/5/mute')]).toEqual([0, true]);
  expect(say('undo any', anna)).toMatchObject({ says: 'undo of cue 1 Verse: 3 restored' });
  clock.advance(10_000);
  expect([get('ch/1/fader'), get('ch/3/fader'), get('ch/5/mute')]).toEqual([0, 0, false]);
});

test('redo does the whole cue again, as far as it had come', () => {
  const { clock, get, say, runner, anna } = house();
  runner.jump('1');
  clock.advance(1900);
  say('undo any', anna);
  expect(say('redo any', anna)).toMatchObject({ says: 'redo of cue 1 Verse: 3 restored' });
  expect([get('ch/1/fader') !== 0, get('ch/5/mute')]).toEqual([true, true]);
});

test('one recall of a cue that is rolled back alone is no longer in its step', () => {
  const { clock, get, say, runner, anna } = house();
  runner.jump('1');
  clock.advance(1000);
  expect(say('rollback', anna)).toMatchObject({ says: 'recall "Verse" rolled back: 2 restored' });
  expect([get('ch/1/fader'), get('ch/5/mute')]).toEqual([0, true]);
  expect(say('undo any', anna)).toMatchObject({ says: 'undo of cue 1 Verse: 1 restored' });
  expect(get('ch/5/mute')).toBe(false);
});

test('the log keeps a line for each parameter with its own cause, all of one step', () => {
  const { desk, clock, runner } = house();
  runner.jump('1');
  clock.advance(10_000);
  const lines = desk.log.newest(10).filter(({ who }) => who === 'cue 1 Verse');
  expect(lines.map(({ path, cause }) => `${path} ${cause}`).sort()).toEqual([
    'ch/1/fader recall "Verse"',
    'ch/3/fader recall "Verse"',
    'ch/5/mute mute',
  ]);
  expect(new Set(lines.map(({ gesture }) => gesture)).size).toBe(1);
});

test('a fade that has not moved yet ends with its cue', () => {
  const { clock, get, go, undo } = house();
  go();
  expect(undo()).toMatchObject({ says: 'took back cue 1 Verse: 1 value' });
  clock.advance(10_000);
  expect([get('ch/1/fader'), get('ch/5/mute')]).toEqual([0, false]);
});

test('nothing is half taken back: while the engine is away it refuses, and the cue can be taken back later', () => {
  const { desk, foh, clock, get, id, go, undo } = house();
  go();
  clock.advance(10_000);
  desk.setLink('foh', 'down', 'no reply');
  expect(undo()).toMatchObject({ code: 'offline' });
  desk.setLink('foh', 'live');
  foh.says([[id('ch/5/mute'), 1]], 'read');
  expect(undo()).toMatchObject({ says: 'took back cue 1 Verse: 4 values' });
  expect(get('ch/5/mute')).toBe(false);
});

test('a recall in the middle of a cue owns what it wants, also when the cue is taken back', () => {
  const { desk, shelf, clock, get, say, anna, go, undo } = house();
  shelf.scenes.push(scene('Talk', { 'ch/1/fader': -40 }));
  go();
  clock.advance(1000);
  say('recall Talk', anna);
  clock.advance(500);
  expect(desk.log.newest(9, (path) => path === 'ch/1/fader').map(({ left }) => left)).toContain('taken by recall "Talk" of Anna');
  const says = undo();
  expect(isRefusal(says) ? '' : says.says).toMatch(/^took back cue 1 Verse: 2 values; left ch\/1\/fader \(changed since by Anna\)$/);
  clock.advance(10_000);
  expect([get('ch/1/fader'), get('ch/3/fader'), get('ch/5/mute')]).toEqual([-40, 0, false]);
});

test('what somebody moved since stays, and is counted; their own steps are left alone', () => {
  const { clock, get, say, runner, anna, go, undo } = house();
  const bob = actor('Bob');
  runner.jump('2');
  clock.advance(400);
  say('set ch/2/fader -3', bob);
  say('set ch/4/fader -9', bob);
  expect(undo()).toMatchObject({ says: 'took back cue 2 Solo: 0 values; left ch/2/fader (changed since by Bob)' });
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
