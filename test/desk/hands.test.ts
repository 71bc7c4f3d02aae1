import { describe, expect, test } from 'vitest';
import { SETTLE_MS, STREAM_MS } from '../../src/desk/holds.ts';
import type { Turn } from '../../src/desk/turn.ts';
import { actor, CONSOLE, deskKit } from './desk-kit.ts';

const anna = actor("Anna's iPad");
const ben = actor('X-Touch', 'surface');

const kit = () => {
  const all = deskKit();
  const fader = all.id('ch/1/fader');
  const move = (by: typeof anna, value: number) => all.desk.intend(by, [{ kind: 'set', id: fader, value }], { hand: true }).results[0];
  const turns: Turn[] = [];
  all.desk.watch((turn) => turns.push(turn));
  return { ...all, fader, move, turns };
};

describe('a hand on a fader owns it', () => {
  test('the second hand is refused and told by whom', () => {
    const { desk, clock, fader, move } = kit();
    desk.touch(anna, fader, true);
    clock.advance(2000);
    expect(move(ben, -20)).toMatchObject({ code: 'held', path: 'ch/1/fader', by: "Anna's iPad since 2 s" });
  });

  test('until release plus the settle time', () => {
    const { desk, clock, fader, move } = kit();
    desk.touch(anna, fader, true);
    desk.touch(anna, fader, false);
    clock.advance(SETTLE_MS - 1);
    expect(move(ben, -20)).toMatchObject({ code: 'held' });
    clock.advance(1);
    expect(move(ben, -20)).toMatchObject({ value: -20 });
  });

  test('without a touch sensor, until the stream has paused', () => {
    const { clock, move } = kit();
    move(anna, -5);
    clock.advance(STREAM_MS - 1);
    move(anna, -6);
    clock.advance(STREAM_MS - 1);
    expect(move(ben, -20)).toMatchObject({ code: 'held' });
    clock.advance(1);
    expect(move(ben, -20)).toMatchObject({ value: -20 });
  });

  test('a single set from a script never holds, and is refused where a hand is', () => {
    const { desk, fader, say, refused, move } = kit();
    say('set ch/1/fader -3');
    expect(desk.holder(fader)).toBeUndefined();
    move(anna, -8);
    expect(refused('set ch/1/fader 0')).toBe("ch/1/fader: held by Anna's iPad");
  });

  test('a lost link frees it at once', () => {
    const { desk, fader, move } = kit();
    desk.touch(anna, fader, true);
    desk.actorLost(anna);
    expect(move(ben, -20)).toMatchObject({ value: -20 });
  });

  test('with the other rule the newest hand wins, and only on that fader', () => {
    const { desk, id } = deskKit({ holdRule: 'newest-wins' });
    for (const path of ['ch/1/fader', 'ch/2/fader']) desk.touch(anna, id(path), true);
    expect(desk.intend(ben, [{ kind: 'set', id: id('ch/1/fader'), value: -7 }], { hand: true }).results[0]).toMatchObject({ value: -7 });
    expect(desk.holder(id('ch/1/fader'))?.actor).toBe(ben);
    expect(desk.holder(id('ch/2/fader'))?.actor).toBe(anna);
  });

  test('a linked neighbour in another hand stays in that hand', () => {
    const { desk, say, id, get, fader } = kit();
    say('set ch/1/link on');
    desk.touch(ben, id('ch/2/fader'), true);
    desk.intend(anna, [{ kind: 'set', id: fader, value: -12 }], { hand: true });
    expect([get('ch/1/fader'), get('ch/2/fader')]).toEqual([-12, 0]);
  });

  test('no timer is left when nobody holds anything', () => {
    const { clock, move } = kit();
    move(anna, -5);
    clock.advance(STREAM_MS);
    expect(clock.timers).toBe(0);
  });
});

describe('the console under a hand', () => {
  test('a move made at the console wins over nothing that is held, and the hand is sent again at the end', () => {
    const { desk, clock, fader, move, get, turns } = kit();
    move(anna, -5);
    desk.report(CONSOLE, 'foh', [[fader, -30]]);
    expect(get('ch/1/fader')).toBe(-5);
    clock.advance(STREAM_MS);
    expect(turns.at(-1)).toMatchObject({ cause: 'hand kept', changes: [{ id: fader, from: -30, to: -5 }] });
  });

  test('a hand that only rests on a fader that nobody moved yet is sent again too, as that hand', () => {
    const { desk, clock, id, get } = deskKit();
    const turns: Turn[] = [];
    desk.watch((turn) => turns.push(turn));
    const fader = id('ch/1/fader');
    desk.touch(anna, fader, true);
    desk.report(CONSOLE, 'foh', [[fader, -30]]);
    desk.touch(anna, fader, false);
    clock.advance(1000);
    expect(turns.at(-1)).toMatchObject({ cause: 'hand kept', actor: anna, changes: [{ id: fader, from: -30, to: 0 }] });
    expect(get('ch/1/fader')).toBe(0);
  });

  test('an echo of the value on its way confirms it and changes nothing', () => {
    const { desk, fader, move, turns } = kit();
    move(anna, -5);
    expect(desk.values.pending(fader)).toBe(true);
    desk.report(CONSOLE, 'foh', [[fader, -5]]);
    expect(desk.values.pending(fader)).toBe(false);
    expect(turns.at(-1)).toMatchObject({ changes: [], confirmed: [fader] });
  });

  test('a foreign move when nobody holds it is the truth, with the console as its actor', () => {
    const { desk, fader, get } = kit();
    desk.report(CONSOLE, 'foh', [[fader, -18]]);
    expect(get('ch/1/fader')).toBe(-18);
    expect(desk.values.by(fader)).toBe(CONSOLE);
  });

  test('a write that is never confirmed returns to the last word of the console, and the log says so', () => {
    const { desk, fader, say, get } = kit();
    say('set ch/1/fader -40');
    desk.unconfirmed(CONSOLE, 'foh', [fader]);
    expect(get('ch/1/fader')).toBe(0);
    expect(desk.log.newest(1)[0]).toMatchObject({ path: 'ch/1/fader', from: '-40.0 dB', to: '0.0 dB', cause: 'not confirmed' });
  });

  test('nothing is queued for an engine that is away', () => {
    const { desk, refused, turns } = kit();
    desk.setLink('foh', 'calling', 'no reply for 10 s, calling again in 2.0 s');
    expect(refused('set ch/1/fader -3')).toBe('ch/1/fader: engine "foh" is not live (no reply for 10 s, calling again in 2.0 s)');
    desk.setLink('foh', 'live');
    expect(turns).toEqual([]);
  });
});
