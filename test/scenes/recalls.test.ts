import { describe, expect, test } from 'vitest';
import { linear } from '../../src/desk/law.ts';
import { buildLayout } from '../../src/desk/layout.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { describe as describeMixer } from '../../src/engines/embedded/table.ts';
import type { Plan } from '../../src/scenes/plan.ts';
import type { Recalled, RecallOptions } from '../../src/scenes/recalls.ts';
import type { Scene } from '../../src/scenes/scene.ts';
import { actor, SMALL } from '../desk/desk-kit.ts';
import { recallKit, scene } from './recall-kit.ts';

const ANNA = actor('Anna');

function good<Found>(found: Found): Exclude<Found, { code: string }> {
  if (isRefusal(found)) throw new Error(JSON.stringify(found));
  // Cast: the refusal was thrown above.
  return found as Exclude<Found, { code: string }>;
}

/** Presenters wait in the wings with live packs: case cue-recall-opens-muted-mics (bitfocus companion-module-soundcraft-ui #111). */
function presenters() {
  const mics = [1, 2, 3, 4, 5].map((n) => `ch/${n}`);
  const kit = recallKit([scene('EN', { ...Object.fromEntries(mics.map((mic) => [`${mic}/mute`, false])), 'ch/1/fader': -3 })]);
  for (const mic of mics) {
    kit.say(`set ${mic}/fader -5`);
    kit.say(`mute ${mic}`);
  }
  kit.clock.advance(1000);
  kit.foh.written.length = 0;
  return kit;
}

describe('a recall that would open microphones muted by hand', () => {
  test('shows five unmutes first, marked, then one fader by 2 dB', () => {
    const plan = good(presenters().recalls.plan('EN'));
    expect(plan.rows.map(({ path, opens, jumpDb }) => [path, opens, jumpDb])).toEqual([
      ['ch/1/mute', true, undefined],
      ['ch/2/mute', true, undefined],
      ['ch/3/mute', true, undefined],
      ['ch/4/mute', true, undefined],
      ['ch/5/mute', true, undefined],
      ['ch/1/fader', false, 2],
    ]);
    expect(plan).toMatchObject({ opens: 5, loudest: { path: 'ch/1/fader', jumpDb: 2 }, left: [] });
  });

  test('changes nothing while it is only looked at', () => {
    const kit = presenters();
    const { revision } = kit.desk;
    kit.recalls.plan('EN');
    kit.clock.advance(1000);
    expect(kit.desk.revision).toBe(revision);
    expect(kit.foh.written).toEqual([]);
  });

  test('leaves them muted where the show says safe, and says that five are kept', () => {
    const kit = presenters();
    kit.shelf.setSafes(['ch/1..5/mute']);
    const { plan } = good(kit.recalls.recall(ANNA, 'EN'));
    kit.clock.advance(1000);
    expect(kit.foh.written.map(({ path, value }) => [path, value])).toEqual([['ch/1/fader', -3]]);
    expect(plan.left).toHaveLength(5);
    expect(plan.left[0]).toEqual({ path: 'ch/1/mute', why: 'safe', by: 'ch/1..5/mute' });
    expect(kit.get('ch/3/mute')).toBe(true);
  });

  test('brings the fader to its place, and opens at least 20 ms after that', () => {
    const kit = presenters();
    kit.recalls.recall(ANNA, 'EN');
    kit.clock.advance(1000);
    const [fader, ...mutes] = kit.foh.written;
    expect(fader).toMatchObject({ path: 'ch/1/fader', value: -3 });
    expect(mutes).toHaveLength(5);
    for (const { path, atMs } of mutes) {
      expect(path).toMatch(/mute$/);
      expect(atMs - (fader?.atMs ?? 0)).toBeGreaterThanOrEqual(20);
    }
  });
});

describe('a recall', () => {
  test('mutes first, changes values when that is confirmed, and unmutes last, all in one gesture', () => {
    const kit = recallKit([scene('A', { 'ch/1/mute': true, 'ch/2/fader': -20, 'ch/3/mute': false, 'mon:ch/1/fader': -7 })]);
    kit.say('mute ch/3');
    kit.clock.advance(1000);
    kit.turns.length = 0;
    kit.recalls.recall(ANNA, 'A');
    kit.clock.advance(1000);
    const mine = kit.turns.filter((turn) => turn.gesture !== 0);
    expect(new Set(mine.map((turn) => turn.gesture)).size).toBe(1);
    expect(
      mine.map((turn) =>
        turn.changes.map(({ id }) => kit.desk.model.entries[id]?.path).filter((path) => !/audible|level/.test(path ?? '')),
      ),
    ).toEqual([['ch/1/mute'], ['ch/2/fader', 'mon:ch/1/fader'], ['ch/3/mute']]);
    expect(kit.recalls.list()).toEqual([]);
    expect(kit.news.map(({ state }) => state)).toEqual(['mutes', 'values', 'unmutes', 'done']);
  });

  test('is one undo step, and one line a parameter in the log', () => {
    const kit = recallKit([scene('A', { 'ch/1/mute': true, 'ch/2/fader': -20 }, { fade: { ms: 500, curve: 's' } })]);
    kit.recalls.recall(ANNA, 'A');
    kit.clock.advance(2000);
    expect(kit.get('ch/2/fader')).toBe(-20);
    expect(kit.desk.log.newest(10).map(({ path, cause, who }) => [path, cause, who])).toEqual([
      ['ch/2/fader', 'recall "A"', 'Anna'],
      ['ch/1/mute', 'recall "A"', 'Anna'],
    ]);
    kit.say('undo', ANNA);
    expect([kit.get('ch/1/mute'), kit.get('ch/2/fader')]).toEqual([false, 0]);
  });

  test('that is taken back on its way is over: nothing of it comes later', () => {
    const kit = recallKit([scene('A', { 'ch/1/fader': -20, 'ch/2/mute': false }, { fade: { ms: 1000, curve: 'linear' } })]);
    kit.say('mute ch/2');
    kit.clock.advance(500);
    kit.recalls.recall(ANNA, 'A');
    kit.clock.advance(10);
    kit.clock.advance(400);
    kit.say('undo', ANNA);
    kit.clock.advance(3000);
    expect([kit.get('ch/1/fader'), kit.get('ch/2/mute')]).toEqual([0, true]);
    expect(kit.recalls.list()).toEqual([]);
  });

  test('does the very plan of its preview, and says what has moved since', () => {
    const kit = recallKit([scene('A', { 'ch/1/fader': -20, 'ch/2/fader': 0 })]);
    const plan: Plan = good(kit.recalls.plan('A'));
    expect(plan.rows).toHaveLength(1);
    kit.say('set ch/1/fader -6');
    kit.say('set ch/2/fader -3');
    const recalled: Recalled = good(kit.recalls.recallPlan(ANNA, plan));
    kit.clock.advance(1000);
    expect(recalled.moved).toEqual([
      { path: 'ch/1/fader', was: '0.0 dB', now: '-6.0 dB' },
      { path: 'ch/2/fader', was: '0.0 dB', now: '-3.0 dB' },
    ]);
    expect([kit.get('ch/1/fader'), kit.get('ch/2/fader')]).toEqual([-20, -3]);
  });

  test('leaves what is in a hand, and says whose', () => {
    const kit = recallKit([scene('A', { 'ch/1/fader': -20, 'ch/2/fader': -20 })]);
    const hand = actor('X-Touch', 'surface');
    kit.desk.touch(hand, kit.id('ch/1/fader'), true);
    const { plan } = good(kit.recalls.recall(ANNA, 'A'));
    kit.clock.advance(1000);
    expect(plan.left).toEqual([{ path: 'ch/1/fader', why: 'held', by: 'X-Touch' }]);
    expect([kit.get('ch/1/fader'), kit.get('ch/2/fader')]).toEqual([0, -20]);
  });

  test('leaves closed what a hand mutes while it is on its way', () => {
    const kit = recallKit([scene('A', { 'ch/1/mute': false, 'ch/2/mute': false, 'ch/1/fader': -20 })]);
    kit.say('mute ch/1..2');
    kit.clock.advance(1000);
    kit.recalls.recall(ANNA, 'A');
    kit.say('unmute ch/2');
    kit.say('mute ch/2');
    kit.clock.advance(1000);
    expect([kit.get('ch/1/mute'), kit.get('ch/2/mute')]).toEqual([false, true]);
    expect(kit.said.join()).toContain('recall "A": left ch/2/mute (unmute by somebody)');
  });

  test.each<[string, RecallOptions, Partial<Scene>, readonly string[]]>([
    ['by itself', {}, {}, []],
    ['with a scope that takes everything', { only: ['ch/*', '**'] }, {}, []],
    ['where the recall says so', { preamps: true }, {}, ['gain', 'phantom']],
    ['where the scene says so', {}, { preamps: true }, ['gain', 'phantom']],
    ['where its scope names them', { only: ['ch/*', 'ch/1/preamp/gain'] }, {}, ['gain']],
    ['where the scope of the scene names them', {}, { only: ['ch/*/preamp'] }, ['gain', 'phantom']],
    ['unless they are safe', { preamps: true, except: ['**/phantom'] }, {}, ['gain']],
  ])('recalls gain and phantom power %s: only what is meant', (_, asked, said, moved) => {
    const { rows, ...size } = describeMixer(SMALL);
    const preamps = [{ path: 'ch/{1..8}/preamp/gain', law: linear('dB', 0, 60, 0.5) }, { path: 'ch/{1..8}/preamp/phantom' }];
    const layout = buildLayout({ ...size, rows: [...rows, ...preamps] });
    const kit = recallKit([scene('A', { 'ch/1/preamp/gain': 30, 'ch/1/preamp/phantom': true }, said)], {}, layout);
    const plan = good(kit.recalls.plan('A', asked));
    expect(plan.rows.map(({ path }) => path)).toEqual(moved.map((leaf) => `ch/1/preamp/${leaf}`));
    expect(plan.rows.length + plan.left.length).toBe(2);
    kit.recalls.recall(ANNA, 'A', asked);
    kit.clock.advance(1000);
    expect([kit.get('ch/1/preamp/gain'), kit.get('ch/1/preamp/phantom')]).toEqual([
      moved.includes('gain') ? 30 : 0,
      moved.includes('phantom'),
    ]);
  });

  test('lists what this desk does not have, what it rounds and what does not fit', () => {
    const kit = recallKit([
      scene('A', { 'ch/31/fader': -3, 'ch/1/fader': -3.14, 'ch/2/fader': 25, 'ch/1/audible': 'yes', 'ch/3/fader': 0 }),
    ]);
    const plan = good(kit.recalls.plan('A'));
    expect(plan.left).toEqual([
      { path: 'ch/31/fader', why: 'missing' },
      { path: 'ch/2/fader', why: 'wrong', by: '+25.0 dB; it takes -inf..+10 dB' },
      { path: 'ch/1/audible', why: 'read-only' },
    ]);
    expect(plan.rows).toMatchObject([{ path: 'ch/1/fader', to: -3.1, rounded: '-3.14 dB', toText: '-3.1 dB' }]);
  });

  test('is refused as a whole where a safe cannot be read', () => {
    const kit = recallKit([scene('A', { 'ch/1/fader': -3 }, { safe: ['ch/1 /fader'] })]);
    expect(isRefusal(kit.recalls.recall(ANNA, 'A'))).toBe(true);
    expect(kit.recalls.list()).toEqual([]);
  });

  test('moves the other strip of a linked pair along, unless that is safe', () => {
    const kit = recallKit([scene('A', { 'ch/1/fader': -20 })]);
    kit.say('set ch/1/link on');
    kit.clock.advance(1000);
    expect(good(kit.recalls.plan('A')).rows.map(({ path }) => path)).toEqual(['ch/1/fader', 'ch/2/fader']);
    kit.shelf.setSafes(['ch/2']);
    kit.recalls.recall(ANNA, 'A');
    kit.clock.advance(1000);
    expect([kit.get('ch/1/fader'), kit.get('ch/2/fader')]).toEqual([-20, 0]);
  });
});

describe('two recalls at once', () => {
  test('the newer owns what both want, the other keeps the rest and says what it lost', () => {
    const slow = { fade: { ms: 2000, curve: 'linear' } } as const;
    const kit = recallKit([scene('A', { 'ch/1/fader': -40, 'ch/2/fader': -40 }, slow), scene('B', { 'ch/2/fader': 5 }, slow)]);
    kit.recalls.recall(ANNA, 'A');
    kit.clock.advance(500);
    kit.recalls.recall(actor('Ben'), 'B');
    kit.clock.advance(4000);
    expect([kit.get('ch/1/fader'), kit.get('ch/2/fader')]).toEqual([-40, 5]);
    expect(kit.said).toEqual(['recall "A": left ch/2/fader (taken by recall "B" of Ben)']);
  });
});

test('a recall stops a fade away from what it wants, though nothing differs yet', () => {
  const kit = recallKit([scene('A', { 'ch/1/fader': 0 })]);
  kit.recalls.fade(actor('Ben'), [kit.id('ch/1/fader')], -40, { ms: 500, curve: 's' });
  expect(good(kit.recalls.plan('A')).rows).toHaveLength(1);
  kit.recalls.recall(ANNA, 'A');
  kit.clock.advance(2000);
  expect(kit.get('ch/1/fader')).toBe(0);
});

describe('a recall that is interrupted', () => {
  const half = () => {
    const kit = recallKit([scene('A', { 'ch/1/mute': true, 'ch/2/fader': -20, 'mon:ch/2/fader': -20 })]);
    kit.recalls.recall(ANNA, 'A');
    kit.desk.setLink('foh', 'down', 'no reply');
    kit.clock.advance(3000);
    return kit;
  };

  test('is partial: the other engine is done, and what is missing is named', () => {
    const kit = half();
    expect(kit.get('mon:ch/2/fader')).toBe(-20);
    expect(kit.recalls.list()).toMatchObject([{ state: 'partial', missing: ['ch/2/fader', 'ch/1/mute'] }]);
    expect(kit.said.at(-1)).toBe('recall "A": partial, 2 of 3 not done; finish it or roll it back');
  });

  test('goes on when the engine is back and somebody says so, as the same undo step', () => {
    const kit = half();
    kit.foh.says([[kit.id('ch/1/mute'), 0]], 'read');
    kit.desk.setLink('foh', 'live');
    kit.clock.advance(3000);
    expect(kit.get('ch/2/fader')).toBe(0);
    expect(kit.recalls.finish()).toBeUndefined();
    kit.clock.advance(3000);
    expect([kit.get('ch/1/mute'), kit.get('ch/2/fader')]).toEqual([true, -20]);
    expect(kit.recalls.list()).toEqual([]);
    kit.say('undo', ANNA);
    expect([kit.get('ch/1/mute'), kit.get('ch/2/fader'), kit.get('mon:ch/2/fader')]).toEqual([false, 0, 0]);
  });

  test('is not finished as long as the engine is away, which is said', () => {
    const kit = half();
    expect(kit.recalls.finish()).toEqual({ code: 'offline', got: 'engine "foh"', want: 'no reply' });
    expect(kit.recalls.list()).toMatchObject([{ state: 'partial', missing: ['ch/2/fader', 'ch/1/mute'] }]);
  });

  test('is rolled back by choice', () => {
    const kit = half();
    expect(isRefusal(kit.recalls.rollBack(ANNA))).toBe(true);
    kit.desk.setLink('foh', 'live');
    kit.foh.says([[kit.id('ch/1/mute'), 0]], 'read');
    expect(good(kit.recalls.rollBack(ANNA)).restored.map(({ path }) => path)).toEqual(['mon:ch/2/fader']);
    expect(kit.get('mon:ch/2/fader')).toBe(0);
    expect(kit.recalls.list()).toEqual([]);
  });

  test('is partial too where the engine never confirms', () => {
    const kit = recallKit([scene('A', { 'ch/1/mute': true, 'ch/2/fader': -20 })]);
    kit.foh.dumb = true;
    kit.recalls.recall(ANNA, 'A');
    kit.clock.advance(100);
    expect(kit.foh.written.map(({ path }) => path)).toEqual(['ch/1/mute']);
    kit.foh.dumb = false;
    kit.foh.neverConfirmed([kit.id('ch/1/mute')]);
    kit.clock.advance(100);
    expect(kit.get('ch/2/fader')).toBe(-20);
    expect(kit.recalls.list()).toMatchObject([{ state: 'partial', missing: ['ch/1/mute'] }]);
  });
});
