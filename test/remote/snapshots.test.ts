import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Slices } from '../../src/remote/slices.ts';
import { Snapshots } from '../../src/remote/snapshots.ts';
import { deskKit } from '../desk/desk-kit.ts';
import { ManualClock } from '../manual-clock.ts';

describe('a snapshot', () => {
  test('holds every value as it is now, whatever changed since the last one', () => {
    const kit = deskKit();
    const snapshots = new Snapshots(kit.desk, 'run');
    const { entries } = kit.desk.model;
    const line = fc.constantFrom(
      'set ch/1/fader -3',
      'set ch/2/fader -inf',
      'toggle ch/1/mute',
      'set ch/2/name "Kick, in"',
      'set ch/1/pan -20',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.boolean(), (lines, withPaths) => {
        for (const one of lines) kit.say(one);
        const told = JSON.parse(
          snapshots
            .whole(withPaths, 7)
            .toString()
            .replace(/^[^{]*/, ''),
        );
        expect(told).toMatchObject({ t: 'snapshot', ref: 7, run: 'run', rev: kit.desk.revision });
        expect(told.values).toEqual(entries.map(({ path }) => kit.get(path)));
        expect(told.paths).toEqual(withPaths ? entries.map(({ path }) => path) : undefined);
      }),
      { numRuns: 40 },
    );
  });
});

/** Slices whose turns of the loop a test makes. */
function sliceKit() {
  const clock = new ManualClock();
  const turns: (() => void)[] = [];
  const slices = new Slices(clock, (work) => void turns.push(work));
  const done: number[] = [];
  /** A piece of work that takes 2 ms. */
  const piece = (name: number) => (): void => {
    clock.sleep(2);
    done.push(name);
  };
  return { slices, done, piece, turn: () => turns.shift()?.() };
}

describe('work of many clients', () => {
  test('is done at once while a turn has time, then a slice a turn, first come first served', () => {
    const { slices, done, piece, turn } = sliceKit();
    for (let name = 0; name < 7; name++) slices.do(piece(name));
    expect(done).toEqual([0, 1]);
    expect(slices.isFull).toBe(true);
    turn();
    expect(done).toEqual([0, 1, 2, 3]);
    slices.do(piece(7));
    turn();
    turn();
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    turn();
    expect(slices.isFull).toBe(false);
  });

  test('goes on for the others when one of them throws', () => {
    const { slices, done, piece, turn } = sliceKit();
    slices.do(piece(0));
    slices.do(piece(1));
    slices.do(() => {
      throw new Error('a room broke');
    });
    slices.do(piece(2));
    expect(turn).toThrow('a room broke');
    turn();
    expect(done).toEqual([0, 1, 2]);
  });
});
