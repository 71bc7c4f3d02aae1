import { describe, expect, test } from 'vitest';
import { parseLine, say } from '../../src/desk/line.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { Verbs } from '../../src/desk/verb.ts';
import { patternsOf } from '../../src/scenes/recall-words.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import { actor } from '../desk/desk-kit.ts';
import { recallKit, scene } from './recall-kit.ts';
import { ANNA, house } from './verbs-kit.ts';

describe('the verbs of scenes', () => {
  test('stand in the list without a show, say what they are, and refuse to run', () => {
    const verbs = new Verbs().add(sceneVerbs());
    const kit = recallKit();
    for (const verb of verbs.list()) {
      expect(isRefusal(parseLine(verbs, verb.example))).toBe(false);
      expect(say(verbs, verb.example, { desk: kit.desk, actor: ANNA })).toMatchObject({ code: 'offline' });
    }
  });

  test('a dry recall gives the plan, and changes nothing', () => {
    const { does, desk, clock } = house([scene('Verse 2', { 'ch/1/fader': -3, 'ch/2/mute': true, 'ch/31/fader': 0 })]);
    const answer = does('recall "Verse 2"', true);
    expect(answer.says).toBe('would recall "Verse 2": 2 changes; 1 left (this desk does not have it): ch/31/fader');
    expect(answer.changes).toEqual([
      { path: 'ch/1/fader', from: '0.0 dB', to: '-3.0 dB' },
      { path: 'ch/2/mute', from: 'off', to: 'on' },
    ]);
    expect(answer.found).toMatchObject({ scene: 'Verse 2', opens: 0, rows: [{ path: 'ch/1/fader', jumpDb: -3 }, {}] });
    clock.advance(1000);
    expect(desk.revision).toBe(0);
  });

  test('recall over a time fades; only and except keep it to a part', () => {
    const { does, get, clock } = house([scene('A', { 'ch/1/fader': -20, 'ch/2/fader': -20, 'bus/1/fader': -20, 'ch/1/eq/on': false })]);
    does('recall a only ch/1..8 except ch/2, ch/1/eq over 1s');
    clock.advance(500);
    expect(Number(get('ch/1/fader'))).toBeLessThan(0);
    expect(Number(get('ch/1/fader'))).toBeGreaterThan(-20);
    clock.advance(1000);
    expect([get('ch/1/fader'), get('ch/2/fader'), get('bus/1/fader'), get('ch/1/eq/on')]).toEqual([-20, 0, 0, true]);
  });

  test('what was stored is what a recall brings back', async () => {
    const { does, shelf, get, clock } = house();
    does('set ch/1/fader -12');
    does('solo ch/3');
    const stored = does('store "Song 1"');
    expect(await stored.later).toBeUndefined();
    expect(shelf.list()).toMatchObject([{ name: 'Song 1', number: '001' }]);
    const values = shelf.scenes[0]?.values;
    expect([values?.get('ch/1/fader')?.value, values?.get('mon:ch/1/fader')?.value]).toEqual([-12, 0]);
    for (const never of ['ch/1/audible', 'ch/1/level', 'ch/3/solo', 'player/state', 'player/position', 'solo/clear'])
      expect([...(values?.keys() ?? [])]).not.toContain(never);
    expect(does('recall "song 1"', true).changes).toEqual([]);
    does('set ch/1/fader +3');
    does('recall 001');
    clock.advance(500);
    expect(get('ch/1/fader')).toBe(-12);
  });

  test('a part is stored over a scene; the rest of it, and its times and safes, stay', () => {
    const fade = { ms: 2000, curve: 's' } as const;
    const { does, shelf } = house([
      scene('A', { 'ch/1/fader': -20, 'ch/2/fader': { value: -30, fade } }, { fade, safe: ['bus/1'], note: 'n' }),
    ]);
    does('set ch/2/fader -4');
    expect(does('store A only ch/2/fader', true).changes).toEqual([{ path: 'ch/2/fader', from: '-30.0 dB', to: '-4.0 dB' }]);
    does('store A only ch/2/fader');
    expect(shelf.scenes).toHaveLength(1);
    expect(shelf.scenes[0]).toMatchObject({ fade, safe: ['bus/1'], note: 'n' });
    expect([...(shelf.scenes[0]?.values ?? [])]).toEqual([
      ['ch/1/fader', { value: -20 }],
      ['ch/2/fader', { value: -4, fade }],
    ]);
  });

  test('a pattern that is mistyped is refused: it would not leave alone what it should', () => {
    const { refused, does } = house([scene('A', { 'ch/1/fader': -20 })]);
    expect(refused('recall A except ch/1/fadr')).toBe('no parameter "ch/1/fadr"; did you mean "ch/1/fader"?');
    expect(refused('recall A only ch/1/eqq, ch/2')).toBe('no parameter "ch/1/eqq"; did you mean "ch/1/eq"?');
    expect(refused('safe bsu/1')).toBe('no parameter "bsu/1"; did you mean "bus/1"?');
    // A strip of a larger desk is none: the same cue is said on both.
    expect(does('recall A except ch/99', true).changes).toHaveLength(1);
  });

  test('safes are made, listed and taken off', () => {
    const { does, refused, shelf } = house();
    does('safe ch/24, bus/*/mute');
    expect(shelf.safes).toEqual(['ch/24', 'bus/*/mute']);
    expect(does('safe').says).toBe('ch/24\nbus/*/mute');
    expect(refused('unsafe ch/23')).toBe('"ch/23" is not one of the safes: ch/24, bus/*/mute');
    does('unsafe ch/24');
    expect(shelf.safes).toEqual(['bus/*/mute']);
    expect(refused('safe /')).toContain('is not a path');
  });

  test('a dry fade refuses, leaves and takes along what the fade does', () => {
    const { desk, id, ask, does } = house();
    expect(ask('fade ch/1/mute on over 1s', true)).toEqual(ask('fade ch/1/mute on over 1s'));
    desk.touch(actor('Ben'), id('ch/2/fader'), true);
    const dry = does('fade ch/1..2 -20 over 1s', true);
    expect(dry.says).toBe('would fade ch/1/fader to -20.0 dB over 1 s; left: ch/2/fader: held by Ben');
    expect(does('fade ch/1..2 -20 over 1s')).toMatchObject({ changes: dry.changes, refusals: dry.refusals });
  });

  test('fade moves levels, and is cut to its end', () => {
    const { does, refused, get, clock, recalls } = house();
    expect(does('fade main/fader -inf over 5s', true).changes).toEqual([{ path: 'main/fader', from: '0.0 dB', to: '-inf dB' }]);
    expect(does('fade main/fader -inf over 5s', true).says).toBe('would fade main/fader to -inf dB over 5 s');
    expect(does('fade ch/* 0 over 5s', true).says).toBe('nothing to fade: 8 levels at 0.0 dB');
    expect(does('fade main -inf linear over 5s').says).toBe('fades main/fader to -inf dB over 5 s');
    clock.advance(2500);
    expect(get('main/fader')).not.toBe('-inf');
    expect(does('running').says).toMatch(/^1 fade main\/fader of Anna: fading, 0 of 1, 2.5 s left$/);
    recalls.pause();
    expect(does('running').says).toMatch(/^1 fade main\/fader of Anna: held, 0 of 1, 2.5 s left$/);
    recalls.resume();
    does('cut');
    expect(get('main/fader')).toBe('-inf');
    clock.advance(100);
    expect(does('running').says).toBe('nothing is on its way');
    expect(refused('fade main/fader -10')).toContain('with its time');
    expect(refused('fade ch/1/mute on over 2s')).toContain('a level or another number');
    expect(refused('fade ch/1/fader +20 over 2s')).toContain('outside -inf..+10 dB');
    expect(refused('cut')).toBe('nothing is on its way');
  });

  test('a recall on its way is rolled back', () => {
    const { does, get, clock } = house([scene('A', { 'ch/1/fader': -20, 'ch/2/mute': true }, { fade: { ms: 4000, curve: 's' } })]);
    does('recall A');
    clock.advance(2000);
    expect(get('ch/2/mute')).toBe(true);
    expect(does('rollback').says).toBe('recall "A" rolled back: 2 restored');
    clock.advance(5000);
    expect([get('ch/1/fader'), get('ch/2/mute')]).toEqual([0, false]);
  });

  test.each([
    ['ch/1..8, bus/*', ['ch/1..8', 'bus/*']],
    ['ch/1..8 bus/* main', ['ch/1..8', 'bus/*', 'main']],
    ['Kick In, ch/2', ['Kick In', 'ch/2']],
    ['Lead Vox', ['Lead Vox']],
  ])('patterns "%s"', (text, patterns) => expect(patternsOf(text)).toEqual(patterns));
});
