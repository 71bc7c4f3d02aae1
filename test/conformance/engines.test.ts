import { afterEach, describe, expect, test, vi } from 'vitest';
import { Desk } from '../../src/desk/desk.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import type { Turn } from '../../src/desk/turn.ts';
import { type Value, writeValue } from '../../src/desk/value.ts';
import type { ConsoleScene } from '../../src/engines/engine.ts';
import { seat } from '../../src/engines/seat.ts';
import { Meters } from '../../src/meters/meters.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { actor } from '../desk/desk-kit.ts';
import { SUBJECTS, type Subject } from './subjects.ts';

const PATIENCE = { timeout: 10_000, interval: 5 };
const hand = actor('a hand', 'surface');

/** What every engine keeps, whatever the wire. It loops over the registry. */
describe.each(SUBJECTS)('%s', (_name, { build, isFar }) => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function built(): Promise<Subject> {
    const one = await build();
    expect(one.far !== undefined).toBe(isFar);
    ends.push(() => one.close());
    return one;
  }

  async function connect(subject: Subject) {
    const desk = new Desk(systemClock, {
      onFault: (error) => {
        throw error;
      },
    });
    const turns: Turn[] = [];
    const scenes: { role: string; scene: ConsoleScene }[] = [];
    desk.watch((turn) => turns.push(turn));
    const engine = await subject.open();
    const leave = seat(desk, new Meters(), engine, systemClock, { say: () => {}, recalled: (role, scene) => scenes.push({ role, scene }) });
    let left = false;
    const stop = async () => {
      if (!left) await leave();
      left = true;
    };
    ends.push(stop);
    await live(desk);
    const id = (path: string): number => {
      const found = desk.find(path);
      if (isRefusal(found)) throw new Error(path);
      return found.id;
    };
    const drag = (path: string, value: number) => desk.intend(hand, [{ kind: 'set', id: id(path), value }], { hand: true }).results[0];
    const value = (path: string): Value => {
      const found = desk.find(path);
      return isRefusal(found) ? found.code : writeValue(found.parameter, desk.wanted(found.id));
    };
    return { desk, stop, id, drag, value, turns, scenes };
  }
  const live = (desk: Desk) => vi.waitFor(() => expect(desk.link('foh').state).toBe('live'), PATIENCE);
  const settled = (desk: Desk, ids: readonly number[]) =>
    vi.waitFor(() => expect(ids.filter((one) => desk.values.pending(one))).toEqual([]), PATIENCE);
  const movable = (desk: Desk) =>
    desk.model.entries.filter(({ parameter }) => parameter.type === 'number' && parameter.leaf.is === undefined);

  test('connect, reconnect and shutdown write nothing', async () => {
    const subject = await built();
    const first = await connect(subject);
    await first.stop();
    const second = await connect(subject);
    if (subject.far) {
      subject.far.cut(true);
      await vi.waitFor(() => expect(second.desk.link('foh').state).not.toBe('live'), PATIENCE);
      subject.far.cut(false);
      await live(second.desk);
    }
    await second.stop();
    expect(subject.writes()).toBe(0);
  });

  test('a full read ends with the desk equal to the engine', async () => {
    const subject = await built();
    const first = await connect(subject);
    const path = 'ch/3/fader';
    if (subject.far) subject.far.move(path, 0.6);
    else first.drag(path, -7);
    await vi.waitFor(() => expect(first.value(path)).toEqual(subject.holds(path)), PATIENCE);
    await settled(first.desk, [first.id(path)]);
    await first.stop();
    const second = await connect(subject);
    expect(second.desk.wanted(second.id(path))).toBe(subject.holds(path));
    for (const { path: every, parameter } of second.desk.model.entries) {
      if (parameter.leaf.is === undefined) expect(second.value(every), every).toEqual(subject.holds(every));
    }
  });

  test('an own echo never moves a fader back, however fast it is moved', async () => {
    const subject = await built();
    const { desk, id, drag, value, turns } = await connect(subject);
    const fader = id('ch/1/fader');
    drag('ch/1/fader', -41);
    turns.length = 0;
    for (let step = 0; step <= 60; step++) {
      drag('ch/1/fader', -40 + step / 2);
      if (step % 4 === 3) await new Promise(setImmediate);
    }
    const last = desk.wanted(fader);
    await vi.waitFor(() => expect(subject.holds('ch/1/fader')).toEqual(value('ch/1/fader')), PATIENCE);
    await settled(desk, [fader]);
    const path = turns.flatMap((turn) => turn.changes.filter((change) => change.id === fader));
    expect(path.length).toBeGreaterThan(50);
    for (const { from, to } of path) expect(Number(to)).toBeGreaterThan(Number(from));
    expect(desk.wanted(fader)).toBe(last);
  });

  test('a value that was let go of arrives and is confirmed, losses or not', async () => {
    const subject = await built();
    const { desk, id, drag, value } = await connect(subject);
    const paths = Array.from({ length: 16 }, (_, index) => `ch/${index + 1}/fader`);
    for (const [index, path] of paths.entries()) drag(path, -5 - index);
    await settled(desk, paths.map(id));
    for (const path of paths) expect(subject.holds(path), path).toEqual(value(path));
  });

  if (isFar)
    test('a foreign change arrives, and wins over nothing that is held', async () => {
      const subject = await built();
      const { desk, id, value, turns } = await connect(subject);
      const held = id('ch/5/fader');
      desk.touch(hand, held, true);
      desk.intend(hand, [{ kind: 'set', id: held, value: -20 }], { hand: true });
      await settled(desk, [held]);
      const kept = value('ch/5/fader');
      // A lost packet of the console's own move is lost for good; a hand there moves on.
      await vi.waitFor(() => {
        subject.far?.move('ch/4/fader', 0.9);
        expect(value('ch/4/fader')).toEqual(subject.holds('ch/4/fader'));
      }, PATIENCE);
      await vi.waitFor(() => {
        subject.far?.move('ch/5/fader', 0.9);
        expect(desk.values.heard(held)).toEqual(subject.holds('ch/5/fader'));
      }, PATIENCE);
      expect(value('ch/5/fader')).toEqual(kept);
      expect(turns.some((turn) => turn.actor.kind === 'engine' && turn.changes.some((change) => change.id === held))).toBe(
        turns.some((turn) => turn.cause === 'read' && turn.changes.some((change) => change.id === held)),
      );
      desk.touch(hand, held, false);
      await vi.waitFor(() => expect(subject.holds('ch/5/fader')).toEqual(kept), PATIENCE);
    });

  if (isFar)
    test('a scene that the console recalls by itself is told, with its number and name, and nothing is written for it', async () => {
      const subject = await built();
      const { desk, id, value, turns, scenes } = await connect(subject);
      expect(scenes).toEqual([]);
      const before = subject.writes();
      // One packet of it may be lost; a hand there presses again.
      await vi.waitFor(() => {
        subject.far?.recall({ number: '12', name: 'Ballad' }, { 'ch/6/fader': 0.8 });
        expect(scenes.length).toBeGreaterThan(0);
        expect(value('ch/6/fader')).toEqual(subject.holds('ch/6/fader'));
      }, PATIENCE);
      for (const told of scenes) expect(told).toEqual({ role: 'foh', scene: { number: '12', name: 'Ballad' } });
      expect(turns.some((turn) => turn.actor.kind === 'engine' && turn.changes.some((change) => change.id === id('ch/6/fader')))).toBe(
        true,
      );
      expect(subject.writes()).toBe(before);
      expect(desk.link('foh').state).toBe('live');
    });

  if (isFar)
    test('the scene that stood there when a link came up is no recall', async () => {
      const subject = await built();
      subject.far?.recall({ number: '12', name: 'Ballad' }, {});
      const first = await connect(subject);
      subject.far?.cut(true);
      await vi.waitFor(() => expect(first.desk.link('foh').state).not.toBe('live'), PATIENCE);
      subject.far?.recall({ number: '13', name: 'Finale' }, { 'ch/6/fader': 0.8 });
      subject.far?.cut(false);
      await live(first.desk);
      await vi.waitFor(() => expect(first.value('ch/6/fader')).toEqual(subject.holds('ch/6/fader')), PATIENCE);
      expect(first.scenes).toEqual([]);
    });

  test('every step of every law goes round', async () => {
    const subject = await built();
    const { desk } = await connect(subject);
    const laws = new Map(movable(desk).map(({ parameter }) => [parameter.law, parameter]));
    expect(laws.size).toBeGreaterThan(0);
    for (const { law, path } of laws.values()) {
      let value = law.snap(law.min);
      let steps = 0;
      for (; value < law.max; steps++) {
        const next = law.step(value, 1);
        expect(next, `${path} above ${value}`).toBeGreaterThan(value);
        expect(law.snap(next), path).toBe(next);
        value = next;
      }
      expect(steps, path).toBeGreaterThan(1);
    }
  });

  test('one step of each law is taken by the engine exactly', async () => {
    const subject = await built();
    const { desk, drag } = await connect(subject);
    const ids: number[] = [];
    for (const { id, parameter, path } of movable(desk).slice(0, 400)) {
      const { law } = parameter;
      const aimed = law.step(law.snap(law.toValue(0.37)), 1);
      expect(drag(path, aimed), path).toMatchObject({ value: aimed });
      ids.push(id);
    }
    await settled(desk, ids);
    for (const id of ids) expect(desk.values.heard(id)).toBe(desk.wanted(id));
  });

  if (isFar)
    test('while the way is cut nothing is taken and nothing is kept for later', async () => {
      const subject = await built();
      const { desk, drag } = await connect(subject);
      subject.far?.cut(true);
      await vi.waitFor(() => expect(desk.link('foh').state).not.toBe('live'), PATIENCE);
      expect(drag('ch/1/fader', -3)).toMatchObject({ code: 'offline' });
      const before = subject.writes();
      subject.far?.cut(false);
      await live(desk);
      expect(subject.writes()).toBe(before);
    });
});
