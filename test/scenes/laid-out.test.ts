import { expect, test } from 'vitest';
import { isCompiled } from '../../src/scenes/compiled.ts';
import { keepLaidOut } from '../../src/scenes/laid-out.ts';
import { Rehearsal } from '../../src/scenes/rehearsal.ts';
import { smallLayout } from '../desk/desk-kit.ts';
import { recallKit, scene } from './recall-kit.ts';

test('scenes are laid out one by one before anybody recalls them, and anew after a store or on another layout', () => {
  const kit = recallKit();
  const [one, two, later] = ['One', 'Two', 'Later'].map((name) => scene(name, { 'ch/1/fader': -3 }));
  if (!one || !two || !later) throw new Error('no scenes');
  let list = [one, two];
  let changed = (): void => {};
  const stop = keepLaidOut(kit.desk, kit.clock, {
    list: () => list,
    watch: (watcher) => {
      changed = watcher;
      return () => {};
    },
  });
  const laidOut = (): boolean[] => [one, two, later].map((each) => isCompiled(kit.desk, each));
  kit.clock.advance(510);
  expect(laidOut()).toEqual([true, false, false]);
  kit.clock.advance(1000);
  expect(laidOut()).toEqual([true, true, false]);
  list = [one, two, later];
  changed();
  kit.clock.advance(1000);
  expect(laidOut()).toEqual([true, true, true]);
  kit.desk.attach('foh', smallLayout());
  expect(laidOut()).toEqual([false, false, false]);
  kit.clock.advance(1000);
  expect(laidOut()).toEqual([true, true, true]);
  stop();
  expect(kit.clock.timers).toBe(0);
});

test("a rehearsed Go moves every fader of nobody's desk, each time", () => {
  const rehearsal = new Rehearsal();
  expect(Array.from({ length: 5 }, () => rehearsal.play())).toEqual([16, 16, 16, 16, 16]);
});
