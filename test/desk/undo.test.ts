import { describe, expect, test } from 'vitest';
import { STREAM_MS } from '../../src/desk/holds.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { actor, deskKit } from './desk-kit.ts';

const anna = actor('Anna');
const ben = actor('Ben');

describe('undo', () => {
  test('takes back a whole drag, however many values it carried', () => {
    const { desk, id, say, get } = deskKit();
    for (let value = 0; value >= -20; value--) desk.intend(anna, [{ kind: 'set', id: id('ch/1/fader'), value }], { hand: true });
    say('undo', anna);
    expect(get('ch/1/fader')).toBe(0);
  });

  test('takes back only what the caller did', () => {
    const { say, get } = deskKit();
    say('set ch/1/fader -5', anna);
    say('set ch/2/fader -6', ben);
    say('undo', anna);
    expect([get('ch/1/fader'), get('ch/2/fader')]).toEqual([0, -6]);
  });

  test('with "any" it takes back the last of anybody', () => {
    const { say, get } = deskKit();
    say('set ch/1/fader -5', anna);
    say('set ch/2/fader -6', ben);
    say('undo any', anna);
    expect([get('ch/1/fader'), get('ch/2/fader')]).toEqual([-5, 0]);
  });

  test('leaves what others changed since, and names it', () => {
    const { say, get } = deskKit();
    say('mute ch/1..3', anna);
    say('unmute ch/2', ben);
    const answer = say('undo', anna);
    expect([get('ch/1/mute'), get('ch/2/mute'), get('ch/3/mute')]).toEqual([false, false, false]);
    expect(isRefusal(answer) ? '' : answer.says).toContain('left ch/2/mute (changed since by Ben)');
  });

  test('leaves what another hand holds', () => {
    const { desk, id, say, get } = deskKit();
    say('set ch/1/fader -5', anna);
    desk.touch(ben, id('ch/1/fader'), true);
    const answer = say('undo', anna);
    expect(get('ch/1/fader')).toBe(-5);
    expect(isRefusal(answer) ? '' : answer.says).toContain('held by Ben');
  });

  test('one step of many parameters comes back in one turn', () => {
    const { desk, say } = deskKit();
    say('set ch/*/fader -12', anna);
    let turns = 0;
    desk.watch((turn) => {
      turns += turn.changes.length > 0 ? 1 : 0;
    });
    say('undo', anna);
    expect(turns).toBe(1);
  });

  test('goes backwards, and redo forwards: of a recall the mutes it made are opened last', () => {
    const { desk, id, say } = deskKit();
    say('mute ch/2', anna);
    const steps = [
      ['ch/1/mute', true],
      ['ch/1/fader', -10],
      ['ch/2/mute', false],
    ] as const;
    const paths = steps.map(([path]) => path);
    const gesture = desk.begin(ben, 'recall "Verse"');
    for (const [path, value] of steps) desk.intend(ben, [{ kind: 'set', id: id(path), value }], { gesture, exact: true });
    desk.end(gesture);
    const orders: unknown[] = [];
    desk.watch(({ changes }) => orders.push(changes.flatMap((change) => paths.find((path) => id(path) === change.id) ?? [])));
    say('undo', ben);
    say('redo', ben);
    expect(orders).toEqual([paths.toReversed(), paths]);
  });

  test('brings back what a link took along', () => {
    const { say, get } = deskKit();
    say('set ch/2/fader -30', anna);
    say('set ch/1/link on', anna);
    expect(get('ch/2/fader')).toBe(0);
    say('undo', anna);
    expect([get('ch/2/fader'), get('ch/2/link')]).toEqual([-30, false]);
  });

  test('does not stop the band', () => {
    const { say, get } = deskKit();
    say('set ch/1/fader -5', anna);
    say('set player/state play', anna);
    say('undo', anna);
    expect([get('player/state'), get('ch/1/fader')]).toEqual(['play', 0]);
  });

  test('is kept for later while the engine is away', () => {
    const { desk, say, get, refused } = deskKit();
    say('set ch/1/fader -5', anna);
    desk.setLink('foh', 'stale', 'silent for 3 s');
    expect(refused('undo', anna)).toContain('not live');
    desk.setLink('foh', 'live');
    say('undo', anna);
    expect(get('ch/1/fader')).toBe(0);
  });

  test('in the middle of a drag takes back what was done so far; the rest is a step of its own', () => {
    const { desk, id, say, get, clock } = deskKit();
    const fader = id('ch/1/fader');
    desk.intend(anna, [{ kind: 'set', id: fader, value: -5 }], { hand: true });
    say('undo', anna);
    expect(get('ch/1/fader')).toBe(0);
    desk.intend(anna, [{ kind: 'set', id: fader, value: -9 }], { hand: true });
    desk.intend(anna, [{ kind: 'set', id: fader, value: -10 }], { hand: true });
    clock.advance(STREAM_MS);
    say('undo', anna);
    expect(get('ch/1/fader')).toBe(0);
  });
});

describe('redo', () => {
  test('does again what undo took back, step by step', () => {
    const { say, get } = deskKit();
    say('set ch/1/fader -5', anna);
    say('set ch/1/fader -9', anna);
    say('undo', anna);
    say('undo', anna);
    say('redo', anna);
    expect(get('ch/1/fader')).toBe(-5);
    say('redo', anna);
    expect(get('ch/1/fader')).toBe(-9);
  });

  test('ends with a new gesture of the same hand', () => {
    const { say, get } = deskKit();
    say('set ch/1/fader -5', anna);
    say('undo', anna);
    say('set ch/2/fader -3', anna);
    say('redo', anna);
    expect(get('ch/1/fader')).toBe(0);
  });

  test('there is nothing to take back on a fresh desk, and that is said', () => {
    const { say } = deskKit();
    expect(say('undo', anna)).toMatchObject({ says: 'nothing to undo' });
    expect(say('redo', anna)).toMatchObject({ says: 'nothing to redo' });
  });
});
