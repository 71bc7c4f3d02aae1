import { expect, test } from 'vitest';
import { warmPlanner } from '../../src/scenes/warm.ts';
import { recallKit } from './recall-kit.ts';

test('the planner is warmed at quiet moments: nothing is changed or sent, and it ends by itself', () => {
  const kit = recallKit();
  let rows = 0;
  warmPlanner(kit.desk, kit.clock, (count) => {
    rows = count;
  });
  kit.clock.advance(1900);
  expect(rows).toBe(0);
  kit.clock.advance(20_000);
  expect(rows).toBeGreaterThanOrEqual(15_000);
  expect([kit.desk.revision, kit.turns, kit.foh.written, kit.desk.log.size, kit.clock.timers]).toEqual([0, [], [], 0, 0]);
});

test('it waits while somebody mixes, and until an engine is there', () => {
  const kit = recallKit();
  for (const role of ['foh', 'mon']) kit.desk.setLink(role, 'calling');
  let rows = 0;
  const stop = warmPlanner(kit.desk, kit.clock, (count) => {
    rows = count;
  });
  kit.clock.advance(10_000);
  expect(rows).toBe(0);
  kit.desk.setLink('foh', 'live');
  for (let value = -1; value > -50; value--) {
    kit.say(`set ch/1/fader ${value}`);
    kit.clock.advance(1000);
  }
  const some = rows;
  expect(some).toBeLessThan(15_000);
  kit.clock.advance(30_000);
  expect(rows).toBeGreaterThan(some);
  stop();
  kit.clock.advance(1000);
  expect(kit.clock.timers).toBe(0);
});
