import { expect, test } from 'vitest';
import { transportVerbs } from '../../../src/engines/embedded/verbs.ts';
import { deskKit } from '../../desk/desk-kit.ts';

function kit() {
  const made = deskKit();
  made.verbs.add(transportVerbs);
  return made;
}

test('record begins a take and "record off" ends it; the log names the verb', () => {
  const { desk, say, get } = kit();
  expect(say('record')).toMatchObject({ says: 'player/record off -> on' });
  expect(get('player/record')).toBe(true);
  say('record off');
  expect(get('player/record')).toBe(false);
  expect(desk.log.newest(2).map(({ cause, to }) => [cause, to])).toEqual([
    ['record', 'off'],
    ['record', 'on'],
  ]);
});

test.each([
  ['player play', 'player/state', 'play'],
  ['player pause', 'player/state', 'pause'],
  ['player locate 90 s', 'player/position', 90],
  ['player loop off', 'player/loop', false],
  ['player speed 0.5', 'player/speed', 0.5],
  ['player load "/takes/my band"', 'player/folder', '/takes/my band'],
])('%s sets %s', (line, path, value) => {
  const { say, get } = kit();
  say(line);
  expect(get(path)).toBe(value);
});

test.each([
  ['player rewind', '"rewind" is not one of play, stop, pause, locate, loop, speed, load'],
  ['player', '"player" is not complete: player ORDER [VALUE]'],
  ['player locate', '"player locate" is not complete: player locate VALUE'],
  ['player play loud', '"loud" is not part of it: player play'],
  ['player speed 9', 'player/speed: 9 x is outside 0.5..2 x'],
  ['record perhaps', 'player/record: "perhaps" is not on or off'],
])('%s is refused: %s', (line, why) => {
  expect(kit().refused(line)).toBe(why);
});

test('a dry run tells and does nothing; what is so already is no change', () => {
  const { desk, verbs, say, get } = kit();
  const actor = { id: 'a', kind: 'script', name: 'a', origin: 'test', role: 'admin' } as const;
  const plan = verbs.get('record')?.run({ desk, actor, args: {}, dry: true, context: {} });
  expect(plan).toMatchObject({ says: 'would set player/record off -> on', changes: [{ path: 'player/record', from: 'off', to: 'on' }] });
  expect(get('player/record')).toBe(false);
  expect(say('player stop')).toMatchObject({ says: 'nothing to change', changes: [] });
});
