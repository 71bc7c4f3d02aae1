import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lines } from '../../src/desk/law.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { valueAt } from '../../src/scenes/curves.ts';
import type { OnRelease } from '../../src/scenes/fades.ts';
import type { Curve } from '../../src/scenes/scene.ts';
import { actor } from '../desk/desk-kit.ts';
import { recallKit, scene } from './recall-kit.ts';

const SCRIPT = actor('script', 'script');
/** Fader law of a console with 1,024 steps. */
const FADER = lines(
  'dB',
  [
    [0, -90],
    [0.0625, -60],
    [0.25, -30],
    [0.5, -10],
    [1, 10],
  ],
  { steps: 1024 },
);

interface Vector {
  readonly meaning: string;
  readonly pos: readonly number[];
  readonly dB: readonly (number | null)[];
}
// Cast: a vector file of ours, whose form the test below relies on.
const vectors = (JSON.parse(readFileSync(new URL('../vectors/show-control/fades.json', import.meta.url), 'utf8')) as { fades: Vector[] })
  .fades;
const CURVES: Readonly<Record<string, Curve>> = {
  'pos-linear': 'linear',
  'pos-s': 's',
  'db-linear': 'db',
  'gain-linear': 'gain',
  'equal-power': 'equal-power',
};
const known = vectors.flatMap((vector) => {
  const [, from = '', to = '', word = ''] = /^(\S+) to (\S+) dB, (\S+)$/.exec(vector.meaning) ?? [];
  const curve = CURVES[word];
  const level = (text: string): number => (text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text));
  return curve ? [{ ...vector, curve, from: level(from), to: level(to) }] : [];
});

describe('curves', () => {
  test.each(known)('$meaning', ({ curve, from, to, pos }) => {
    for (const [tenth, position] of pos.entries()) {
      expect(FADER.toPosition(valueAt(FADER, curve, from, to, tenth / 10))).toBeCloseTo(position, 4);
    }
  });

  test('there are vectors for every curve', () => {
    expect(new Set(known.map(({ curve }) => curve)).size).toBe(5);
  });
});

function running(release: OnRelease = 'hold') {
  const kit = recallKit();
  const fader = kit.id('ch/1/fader');
  kit.say('set ch/1/fader -10');
  kit.clock.advance(1000);
  kit.foh.written.length = 0;
  const faded = kit.recalls.fade(SCRIPT, [fader], 0, { ms: 1000, curve: 'linear' }, release);
  if (isRefusal(faded)) throw new Error('refused');
  return { ...kit, fader };
}

describe('a fade', () => {
  test('steps 50 times a second along the travel of the fader and ends exactly', () => {
    const kit = running();
    kit.clock.advance(1100);
    const steps = kit.foh.written.map(({ value }) => Number(value));
    expect(steps.length).toBeGreaterThanOrEqual(48);
    expect(steps.length).toBeLessThanOrEqual(51);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    expect(steps.at(-1)).toBe(0);
    expect(kit.recalls.list()).toEqual([]);
    expect(kit.clock.timers).toBe(0);
  });

  test('of which the daemon missed a part stands where it should, and still ends exactly', () => {
    const kit = running();
    kit.clock.advance(200);
    kit.clock.sleep(300);
    kit.clock.advance(1);
    expect(kit.get('ch/1/fader')).toBe(-5);
    kit.clock.sleep(2000);
    kit.clock.advance(1);
    expect(kit.get('ch/1/fader')).toBe(0);
  });

  test('to silence and from silence is possible', () => {
    const kit = recallKit();
    const fader = kit.id('ch/1/fader');
    kit.recalls.fade(SCRIPT, [fader], '-inf', { ms: 400, curve: 's' });
    kit.clock.advance(200);
    expect(Number(kit.get('ch/1/fader'))).toBeLessThan(-10);
    kit.clock.advance(300);
    expect(kit.get('ch/1/fader')).toBe('-inf');
    for (const curve of ['linear', 's', 'db', 'gain', 'equal-power'] as const) {
      kit.recalls.fade(SCRIPT, [fader], -3, { ms: 400, curve });
      kit.clock.advance(200);
      expect(Number(kit.get('ch/1/fader'))).toBeLessThan(-3);
      expect(Number(kit.get('ch/1/fader'))).toBeGreaterThan(-91);
      kit.clock.advance(300);
      expect(kit.get('ch/1/fader')).toBe(-3);
      kit.say('set ch/1/fader -inf');
      kit.clock.advance(100);
    }
  });

  test.each([false, true])('leaves a fader that a hand touches; the hand moved it: %s', (moves) => {
    const kit = running();
    kit.clock.advance(500);
    const hand = actor('X-Touch', 'surface');
    kit.desk.touch(hand, kit.fader, true);
    if (moves) kit.desk.intend(hand, [{ kind: 'set', id: kit.fader, value: -30 }], { hand: true });
    const at = kit.get('ch/1/fader');
    kit.clock.advance(300);
    kit.desk.touch(hand, kit.fader, false);
    kit.clock.advance(2000);
    expect(kit.get('ch/1/fader')).toBe(at);
    expect(kit.recalls.list()).toEqual([]);
    expect(kit.said.join()).toMatch(/left ch\/1\/fader/);
  });

  test('goes on from where the hand left it, by choice, for the time it still had', () => {
    const kit = running('resume');
    kit.clock.advance(200);
    const hand = actor('X-Touch', 'surface');
    kit.desk.touch(hand, kit.fader, true);
    kit.desk.intend(hand, [{ kind: 'set', id: kit.fader, value: -30 }], { hand: true });
    kit.clock.advance(5000);
    expect(kit.get('ch/1/fader')).toBe(-30);
    kit.desk.touch(hand, kit.fader, false);
    kit.clock.advance(200);
    expect(kit.get('ch/1/fader')).toBe(-30);
    kit.clock.advance(450);
    expect(Number(kit.get('ch/1/fader'))).toBeGreaterThan(-30);
    expect(Number(kit.get('ch/1/fader'))).toBeLessThan(0);
    kit.clock.advance(1000);
    expect(kit.get('ch/1/fader')).toBe(0);
  });

  test('pauses, runs faster and is cut to its end', () => {
    const kit = running();
    kit.clock.advance(500);
    kit.recalls.pause();
    kit.clock.advance(5000);
    expect(kit.get('ch/1/fader')).toBe(-5);
    kit.recalls.resume();
    kit.recalls.faster(2);
    kit.clock.advance(125);
    expect(Number(kit.get('ch/1/fader'))).toBeCloseTo(-2.6, 0);
    kit.recalls.cut();
    expect(kit.get('ch/1/fader')).toBe(0);
    kit.clock.advance(10);
    expect(kit.recalls.list()).toEqual([]);
  });

  test('ends where a console recalls a scene of its own; one on another engine goes on', () => {
    // case fade-loses-against-desk-recall (bitfocus companion-module-yamaha-rcp PR 67)
    const kit = recallKit();
    const [here, there] = [kit.id('ch/1/fader'), kit.id('mon:ch/1/fader')];
    kit.say('set ch/1/fader -10');
    kit.recalls.fade(SCRIPT, [here], 0, { ms: 10_000, curve: 'linear' });
    kit.recalls.fade(SCRIPT, [there], -20, { ms: 10_000, curve: 'linear' });
    kit.clock.advance(3000);
    const steps = kit.foh.written.length;
    expect(steps).toBeGreaterThan(20);
    kit.recalls.consoleRecalled('foh', 'recalled on the desk');
    kit.clock.advance(20);
    kit.foh.says([[here, -40]], 'recalled on the desk');
    kit.clock.advance(10_000);
    expect(kit.foh.written).toHaveLength(steps);
    expect(kit.get('ch/1/fader')).toBe(-40);
    expect(kit.get('mon:ch/1/fader')).toBe(-20);
    expect(kit.said).toEqual(['fade ch/1/fader: left ch/1/fader (recalled on the desk)']);
  });

  test('of one parameter ends when somebody moves that fader at the console; the others go on', () => {
    const kit = recallKit([scene('A', { 'ch/1/fader': -20, 'ch/2/fader': -20 }, { fade: { ms: 1000, curve: 's' } })]);
    kit.recalls.recall(SCRIPT, 'A');
    kit.clock.advance(510);
    kit.foh.says([[kit.id('ch/1/fader'), 3]]);
    kit.clock.advance(2000);
    expect([kit.get('ch/1/fader'), kit.get('ch/2/fader')]).toEqual([3, -20]);
  });

  test('is one undo step and one line in the log', () => {
    const kit = running();
    kit.clock.advance(2000);
    expect(kit.desk.log.newest(1)[0]).toMatchObject({ path: 'ch/1/fader', from: '-10.0 dB', to: '0.0 dB', cause: 'fade ch/1/fader' });
    kit.say('undo', SCRIPT);
    expect(kit.get('ch/1/fader')).toBe(-10);
  });

  test('takes the other half of a linked pair along', () => {
    const kit = recallKit();
    kit.say('set ch/1/link on');
    kit.recalls.fade(SCRIPT, [kit.id('ch/1/fader')], -20, { ms: 300, curve: 'linear' });
    kit.clock.advance(500);
    expect(kit.get('ch/2/fader')).toBe(-20);
  });
});
