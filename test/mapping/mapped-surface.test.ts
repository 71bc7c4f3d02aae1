import { describe, expect, test } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { DOUBLE_MS, HOLD_MS } from '../../src/mapping/keys.ts';
import { LINGER_MS, NOTE_MS } from '../../src/mapping/moments.ts';
import { PrintedScale } from '../../src/mapping/travel.ts';
import { actor, CONSOLE, deskKit, type Kit, SMALL } from '../desk/desk-kit.ts';
import { mappingFrom, shipped, surfaceKit, X_TOUCH } from './mapping-kit.ts';

const scale = new PrintedScale(X_TOUCH);
const placeOf = (kit: Kit, path: string): number => {
  const entry = kit.desk.find(path);
  return isRefusal(entry) ? Number.NaN : scale.positionOf(entry, kit.desk.wanted(entry.id));
};
/** 20 channels: three banks of eight. */
const large = () => surfaceKit(deskKit({}, buildLayout(describeMixer({ ...SMALL, channels: 20 }))));

describe('faders', () => {
  test('a fader shows the level where it is printed: 0 dB at its mark, not at the place of the mixer', () => {
    const kit = surfaceKit();
    kit.say('set ch/3/fader 0');
    expect(kit.face.faders.get(2)).toBeCloseTo(12588 / 16368, 6);
    kit.say('set ch/3/fader -inf');
    expect(kit.face.faders.get(2)).toBe(0);
    kit.say('set main/fader 10');
    expect(kit.face.faders.get(8)).toBe(1);
  });

  test('a hand moves the strip under it, by the marks, as one gesture that undo takes back whole', () => {
    const kit = surfaceKit();
    kit.surface.touch(1, true);
    for (const position of [0.2, 0.4, 12588 / 16368]) kit.surface.move(1, position);
    kit.surface.touch(1, false);
    kit.clock.advance(1000);
    expect(kit.get('ch/2/fader')).toBe(0);
    expect(kit.desk.log.newest(10, (path) => path === 'ch/2/fader').filter(({ who }) => who === 'X-Touch')).toHaveLength(1);
    kit.press('undo');
    expect(kit.get('ch/2/fader')).toBe('-inf');
  });

  test('under a finger nobody else moves it, and the other hand is told by whom', () => {
    const kit = surfaceKit();
    kit.surface.touch(0, true);
    kit.surface.move(0, 0.5);
    expect(kit.refused('set ch/1/fader 0', actor('Anna'))).toBe('ch/1/fader: held by X-Touch');
  });

  test('what another hand holds is not moved; the display says whose it is for a moment, and the fader is told where it belongs', () => {
    const kit = surfaceKit();
    kit.desk.touch(actor('Anna'), kit.id('ch/1/fader'), true);
    kit.surface.touch(0, true);
    kit.surface.move(0, 0.9);
    expect(kit.face.lcd(1)).toBe('held:|Anna');
    expect(kit.face.faders.get(0)).toBe(0);
    kit.surface.touch(0, false);
    kit.clock.advance(NOTE_MS);
    expect(kit.face.lcd(1)).toBe('Ch 1|C');
  });

  test('while the engine is away faders do nothing, and the displays say so', () => {
    const kit = surfaceKit();
    kit.desk.setLink('foh', 'down', 'no reply');
    expect(kit.face.lcd(1)).toBe('Ch 1|offline');
    kit.surface.touch(0, true);
    kit.surface.move(0, 0.5);
    expect(kit.face.lcd(1)).toBe('offline|foh');
    expect(kit.get('ch/1/fader')).toBe('-inf');
    kit.desk.setLink('foh', 'live');
    kit.clock.advance(NOTE_MS);
    kit.surface.touch(0, false);
    kit.clock.advance(LINGER_MS);
    expect(kit.face.lcd(1)).toBe('Ch 1|C');
  });

  test('a bank under a held finger leaves the hand with its old strip until it lets go', () => {
    const kit = large();
    kit.say('set ch/9/fader -20');
    kit.surface.touch(0, true);
    kit.surface.move(0, 0.5);
    kit.press('bank-right');
    kit.surface.move(0, 12588 / 16368);
    expect([kit.get('ch/1/fader'), kit.get('ch/9/fader')]).toEqual([0, -20]);
    expect(kit.face.faders.get(0)).toBeCloseTo(placeOf(kit, 'ch/9/fader'), 9);
    kit.surface.touch(0, false);
    kit.clock.advance(300);
    kit.surface.move(0, 0);
    expect([kit.get('ch/1/fader'), kit.get('ch/9/fader')]).toEqual([0, '-inf']);
    expect(kit.desk.holder(kit.id('ch/1/fader'))).toBeUndefined();
  });

  test('when the unit is lost, what it held is free at once', () => {
    const kit = surfaceKit();
    kit.surface.touch(0, true);
    kit.surface.offline();
    expect(kit.refused('set ch/1/fader 0', actor('Anna'))).toBe('');
  });
});

describe('knobs', () => {
  test('a relative control comes out of silence, rises with each tick and goes back into it (case relative-up-from-minus-infinity)', () => {
    const kit = surfaceKit(
      undefined,
      mappingFrom(
        `${shipped('behringer-x-touch.yaml').replace('{ turn: strip/pan, push: set strip/pan 0 }', '{ turn: strip/send/2/level, step: 1 dB }')}`,
        X_TOUCH,
      ),
    );
    const levels: number[] = [];
    const writes: unknown[] = [];
    kit.desk.watch(({ changes }) => writes.push(...changes.filter(({ id }) => id === kit.id('ch/3/send/2/level')).map(({ to }) => to)));
    for (const ticks of [1, 1, 1, -1, -1, -1]) {
      kit.surface.turn(2, ticks);
      levels.push(Number(String(kit.get('ch/3/send/2/level')).replace('-inf', '-Infinity')));
    }
    const [first = 0, second = 0, third = 0, , , last = 0] = levels;
    expect(first).toBeGreaterThan(Number.NEGATIVE_INFINITY);
    expect(first).toBeLessThanOrEqual(-60);
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
    expect(last).toBe(Number.NEGATIVE_INFINITY);
    expect(writes).toHaveLength(6);
  });

  test('without a step of its own a send comes out of silence and back the same way', () => {
    const kit = surfaceKit();
    kit.press('select 1');
    kit.press('assign-send');
    for (let tick = 0; tick < 12; tick++) kit.surface.turn(1, 1);
    expect(kit.get('ch/1/send/2/level')).toBeGreaterThan(-60);
    for (let tick = 0; tick < 12; tick++) kit.surface.turn(1, -1);
    expect(kit.get('ch/1/send/2/level')).toBe('-inf');
  });

  test('pan: fast ticks go further, a push centres, shift goes by single steps; the ring says so', () => {
    const kit = surfaceKit();
    kit.surface.turn(0, 5);
    expect(kit.get('ch/1/pan')).toBe(10);
    expect(kit.face.rings.get(0)).toMatchObject({ mode: 'boost-cut', position: 0.55 });
    kit.key('shift', true);
    kit.surface.turn(0, -1);
    kit.key('shift', false);
    expect(kit.get('ch/1/pan')).toBe(9);
    expect(kit.face.lcd(1)).toBe('Ch 1|R9');
    kit.press('push 1');
    expect(kit.get('ch/1/pan')).toBe(0);
  });

  test('frequencies go by ratios, switches and words by one', () => {
    const kit = surfaceKit();
    kit.press('select 1');
    kit.press('assign-eq');
    kit.surface.turn(0, 1);
    expect(kit.get('ch/1/eq/1/freq')).toBe(107);
    kit.press('assign-eq');
    kit.surface.turn(4, 9);
    expect(kit.get('ch/1/eq/1/type')).toBe('bell');
    kit.surface.turn(7, -3);
    expect(kit.get('ch/1/eq/on')).toBe(false);
  });
});

describe('banks and layers', () => {
  const names = (kit: ReturnType<typeof surfaceKit>): string[] => [1, 8].map((strip) => kit.face.lcd(strip).split('|')[0] ?? '');

  test('a bank never runs past the end, and forth and back meet the same strips', () => {
    const kit = large();
    expect(names(kit)).toEqual(['Ch 1', 'Ch 8']);
    kit.press('bank-right');
    kit.press('bank-right');
    expect(names(kit)).toEqual(['Ch 17', '']);
    expect(kit.face.lights.get('bank-right')).toBe('off');
    kit.press('bank-right');
    expect(names(kit)).toEqual(['Ch 17', '']);
    kit.press('bank-left');
    expect(names(kit)).toEqual(['Ch 9', 'Ch 16']);
  });

  test('by channel it stops when the last strip is under the last fader; a bank from there meets the grid again', () => {
    const kit = large();
    for (let step = 0; step < 15; step++) kit.press('channel-right');
    expect(names(kit)).toEqual(['Ch 13', 'Ch 20']);
    kit.press('bank-left');
    expect(names(kit)).toEqual(['Ch 9', 'Ch 16']);
    kit.press('bank-left');
    kit.press('channel-left');
    expect(names(kit)).toEqual(['Ch 1', 'Ch 8']);
  });

  test('where a bank ends early faders go down, displays are dark and keys do nothing', () => {
    const kit = large();
    kit.press('bank-right');
    kit.press('bank-right');
    expect(kit.face.lcd(5)).toBe('|');
    expect(kit.face.faders.get(4)).toBe(0);
    expect(kit.face.strips.slice(3)).toEqual(['white', 'dark', 'dark', 'dark', 'dark']);
    const revision = kit.desk.revision;
    for (const key of ['mute 5', 'solo 5', 'select 5', 'push 5']) kit.press(key);
    kit.surface.touch(4, true);
    kit.surface.move(4, 0.5);
    kit.surface.touch(4, false);
    expect([kit.desk.revision, kit.said]).toEqual([revision, []]);
  });

  test('each layer keeps its bank, and shows only strips the mixer has', () => {
    const kit = large();
    kit.press('bank-right');
    kit.press('view-outputs');
    expect(kit.face.lcd(1)).toBe('Main|C');
    expect(kit.face.lcd(2)).toBe('|');
    expect(kit.face.lights.get('view-outputs')).toBe('on');
    kit.press('view-inputs');
    expect(names(kit)).toEqual(['Ch 9', 'Ch 16']);
    expect(kit.face.digitTexts.get('assignment')).toBe(' 9');
  });

  test('a mixer with another layout is shown as it is, and a finger keeps its strip', () => {
    const kit = large();
    kit.press('bank-right');
    kit.surface.touch(0, true);
    kit.desk.attach('foh', buildLayout(describeMixer({ ...SMALL, channels: 10 })));
    expect(names(kit)).toEqual(['Ch 9', '']);
    kit.surface.move(0, 1);
    expect(kit.get('ch/9/fader')).toBe(10);
    expect(kit.refused('set ch/9/fader 0', actor('Anna'))).toMatch(/held by X-Touch/);
  });

  test('holding rec over a DCA spills its members; held again over it the groups are back', () => {
    const kit = surfaceKit();
    kit.say('set ch/2/dca/1 on');
    kit.say('set ch/5/dca/1 on');
    kit.press('view-user');
    const hold = (): void => {
      kit.key('rec 1', true);
      kit.clock.advance(HOLD_MS);
      kit.key('rec 1', false);
    };
    hold();
    expect([1, 2, 3].map((strip) => kit.face.lcd(strip))).toEqual(['Ch 2|C', 'Ch 5|C', '|']);
    expect(kit.line('spill dca/1')).toBe('X-Touch: goes back to groups');
    expect(kit.face.lcd(1)).toBe('DCA 1|0.0');
  });
});

describe('keys and lights', () => {
  test('lights follow the desk, whoever moves it', () => {
    const kit = surfaceKit();
    kit.say('mute ch/2');
    kit.say('solo ch/3');
    expect(['mute 2', 'solo 3', 'mute 3', 'solo-any', 'global-solo'].map((key) => kit.face.lights.get(key))).toEqual([
      'on',
      'on',
      'off',
      'on',
      'on',
    ]);
    kit.press('mute 2');
    expect(kit.get('ch/2/mute')).toBe(false);
    kit.press('global-solo');
    expect(kit.face.lights.get('solo-any')).toBe('off');
  });

  test('a strip that a DCA or a mute group silences blinks its mute: its own is off, and pressing it mutes the strip itself', () => {
    const kit = surfaceKit();
    kit.say('set ch/2/dca/1 on');
    kit.say('set ch/3/group/2 on');
    kit.say('mute dca/1');
    kit.say('mute group/2');
    const mutes = (): unknown[] => [1, 2, 3].map((strip) => kit.face.lights.get(`mute ${strip}`));
    expect(mutes()).toEqual(['off', 'blink', 'blink']);
    kit.press('mute 2');
    expect([mutes(), kit.get('ch/2/mute'), kit.get('dca/1/mute')]).toEqual([['off', 'on', 'blink'], true, true]);
    kit.press('mute 2');
    kit.say('unmute dca/1');
    kit.say('unmute group/2');
    expect(mutes()).toEqual(['off', 'off', 'off']);
    kit.say('solo ch/5');
    expect(mutes()).toEqual(['off', 'off', 'off']);
  });

  test('select selects at once; pressed twice it sets the fader to 0 dB', () => {
    const kit = surfaceKit();
    kit.press('select 4');
    expect([kit.surface.view.selected, kit.face.lights.get('select 4'), kit.get('ch/4/fader')]).toEqual(['ch/4', 'on', '-inf']);
    kit.clock.advance(DOUBLE_MS - 1);
    kit.press('select 4');
    expect(kit.get('ch/4/fader')).toBe(0);
    kit.clock.advance(DOUBLE_MS + 1);
    kit.press('select 5');
    expect([kit.face.lights.get('select 4'), kit.face.lights.get('select 5')]).toEqual(['off', 'on']);
  });

  test('beside a hold a press acts when the key is let go early', () => {
    const kit = surfaceKit();
    kit.say('set ch/1/fader -10', kit.hand);
    kit.key('undo', true);
    expect(kit.get('ch/1/fader')).toBe(-10);
    kit.key('undo', false);
    expect(kit.get('ch/1/fader')).toBe('-inf');
    kit.key('undo', true);
    kit.clock.advance(HOLD_MS);
    expect(kit.get('ch/1/fader')).toBe(-10);
    kit.key('undo', false);
    expect(kit.get('ch/1/fader')).toBe(-10);
  });

  test('transport: keys drive the player, lights and digits follow it', () => {
    const kit = surfaceKit();
    kit.press('play');
    expect([kit.get('player/state'), kit.face.lights.get('play'), kit.face.lights.get('stop')]).toEqual(['play', 'on', 'off']);
    const position = kit.desk.model.entries[kit.id('player/position')];
    kit.desk.report(CONSOLE, 'foh', [[position?.parameter.id ?? -1, 3723.25]]);
    expect(kit.face.digitTexts.get('time')).toBe('  1.02.03.250');
    kit.press('stop');
    kit.press('stop');
    expect([kit.get('player/state'), kit.get('player/position')]).toEqual(['stop', 0]);
    kit.surface.jog(3);
    expect(kit.get('player/position')).toBe(1.5);
  });

  test('a press that cannot be done says why, on the display and in words', () => {
    const kit = surfaceKit();
    kit.desk.touch(actor('Anna'), kit.id('ch/2/mute'), true);
    kit.press('mute 2');
    expect(kit.face.lcd(2)).toBe('held:|Anna');
    expect(kit.said).toEqual(['X-Touch: ch/2/mute: held by Anna']);
  });

  test('free keys are dark and do nothing', () => {
    const kit = surfaceKit();
    const revision = kit.desk.revision;
    for (const key of X_TOUCH.keys.unit.filter((name) => /^f[1-7]$/.test(name))) {
      kit.press(key);
      expect(kit.face.lights.get(key)).toBe('off');
    }
    expect(kit.desk.revision).toBe(revision);
  });

  test('name/value puts the values on all displays', () => {
    const kit = surfaceKit();
    kit.say('set ch/1/fader -10');
    kit.press('name-value');
    expect([kit.face.lcd(1), kit.face.lcd(2)]).toEqual(['Ch 1|-10.0', 'Ch 2|-inf']);
    kit.press('name-value');
    expect(kit.face.lcd(1)).toBe('Ch 1|C');
  });

  test("names and colours are the desk's; the value shows while touched and a moment longer", () => {
    const kit = surfaceKit();
    kit.say('set ch/1/name Kick In');
    kit.say('set ch/1/color red');
    kit.surface.touch(0, true);
    kit.surface.move(0, 12588 / 16368);
    expect([kit.face.lcd(1), kit.face.strips[0]]).toEqual(['Kick In|0.0', 'red']);
    kit.surface.touch(0, false);
    kit.clock.advance(LINGER_MS - 1);
    expect(kit.face.lcd(1)).toBe('Kick In|0.0');
    kit.clock.advance(1);
    expect(kit.face.lcd(1)).toBe('Kick In|C');
  });
});

describe('flip and modes', () => {
  test('flip swaps what faders and knobs move', () => {
    const kit = surfaceKit();
    kit.say('set ch/1/fader 0');
    kit.press('flip');
    expect([kit.face.faders.get(0), kit.face.lights.get('flip'), kit.face.rings.get(0)?.mode]).toEqual([0.5, 'on', 'wrap']);
    kit.surface.touch(0, true);
    kit.surface.move(0, 1);
    kit.surface.turn(0, -2);
    expect([kit.get('ch/1/pan'), kit.get('ch/1/fader'), kit.face.lcd(1)]).toEqual([100, -1, 'Ch 1|R100']);
  });

  test('a row of knobs shows what they are and where they are; without a selection it asks for one', () => {
    const kit = surfaceKit();
    kit.press('assign-eq');
    expect(kit.face.lcd(1)).toBe('select|');
    kit.press('select 3');
    expect([1, 2, 8].map((strip) => kit.face.lcd(strip))).toEqual(['Freq 1|100Hz', 'Gain 1|0.0', 'Gain 4|0.0']);
    expect([kit.face.digitTexts.get('assignment'), kit.face.lights.get('assign-eq'), kit.face.lights.get('assign-pan')]).toEqual([
      'E1',
      'on',
      'off',
    ]);
    kit.surface.turn(1, 10);
    expect([kit.get('ch/3/eq/1/gain'), kit.face.lcd(2)]).toEqual([4, 'Gain 1|+4.0']);
    kit.press('push 2');
    expect(kit.get('ch/3/eq/1/gain')).toBe(0);
    kit.press('assign-eq');
    expect([kit.face.lcd(1), kit.face.lcd(7)]).toEqual(['Q 1|0.7', 'LC Freq|80Hz']);
    kit.press('assign-eq');
    expect([kit.surface.view.mode, kit.face.lcd(1)]).toEqual(['', 'Ch 1|C']);
  });

  test('faders keep their strips under a row of knobs; with flip they take the row', () => {
    const kit = surfaceKit();
    kit.press('select 1');
    kit.press('assign-send');
    kit.surface.touch(1, true);
    kit.surface.move(1, 12588 / 16368);
    expect([kit.get('ch/2/fader'), kit.face.lcd(2)]).toEqual([0, 'Ch 2|0.0']);
    kit.surface.touch(1, false);
    kit.press('flip');
    kit.surface.touch(3, true);
    kit.surface.move(3, 12588 / 16368);
    expect([kit.get('ch/1/send/4/level'), kit.face.lcd(4)]).toEqual([0, 'Send 4|0.0']);
  });

  test('an assign key that is held is in its mode only so long', () => {
    const kit = surfaceKit();
    kit.press('select 1');
    kit.press('assign-send');
    kit.key('assign-eq', true);
    kit.clock.advance(HOLD_MS);
    expect(kit.surface.view.mode).toBe('eq');
    kit.key('assign-eq', false);
    expect(kit.surface.view.mode).toBe('send');
  });

  test('sends on fader: held for a moment, pressed twice to lock, once more to leave', () => {
    const kit = surfaceKit();
    kit.press('view-busses');
    kit.press('select 2');
    kit.press('view-inputs');
    kit.say('set ch/3/send/2/level -10');
    const at = placeOf(kit, 'ch/3/send/2/level');
    kit.key('global-view', true);
    expect([kit.surface.view.mode, kit.face.faders.get(2), kit.face.digitTexts.get('assignment')]).toEqual(['sends', at, 'SF']);
    kit.key('global-view', false);
    expect([kit.surface.view.mode, kit.face.faders.get(2)]).toEqual(['', 0]);
    kit.clock.advance(1000);
    kit.press('global-view');
    kit.press('global-view');
    expect(kit.surface.view.mode).toBe('sends');
    kit.surface.touch(0, true);
    kit.surface.move(0, 1);
    kit.surface.touch(0, false);
    expect([kit.get('ch/1/send/2/level'), kit.get('ch/1/fader')]).toEqual([10, '-inf']);
    kit.clock.advance(1000);
    kit.press('global-view');
    expect(kit.surface.view.mode).toBe('');
  });

  test('sends on fader without a bus selected moves nothing and asks for one', () => {
    const kit = surfaceKit();
    kit.press('select 3');
    kit.key('global-view', true);
    kit.surface.touch(0, true);
    kit.surface.move(0, 1);
    expect([kit.get('ch/1/send/3/level'), kit.face.lcd(1)]).toEqual(['-inf', 'select|a bus']);
  });

  test('a mapping that changes while it runs is in force at once', () => {
    const kit = surfaceKit();
    kit.surface.setMapping(mappingFrom(shipped('behringer-x-touch.yaml').replace('toggle strip/mute', 'toggle strip/solo'), X_TOUCH));
    kit.press('mute 1');
    expect([kit.get('ch/1/solo'), kit.get('ch/1/mute'), kit.face.lights.get('mute 1')]).toEqual([true, false, 'on']);
  });
});

describe('turns', () => {
  test('all of a turn is on the face when it ends: one flush, and one before it where faders move', () => {
    const kit = surfaceKit();
    const before = kit.face.flushes;
    kit.say('set ch/1..8/fader -6');
    expect(kit.face.flushes).toBe(before + 2);
    kit.say('mute ch/1..8');
    expect(kit.face.flushes).toBe(before + 3);
    kit.surface.touch(0, true);
    kit.surface.move(0, 0.5);
    kit.press('bank-right');
    kit.line('layer buses');
    expect([kit.face.flushes, kit.face.unflushed]).toEqual([before + 10, 0]);
  });

  test('after stop nothing is shown and nothing is held', () => {
    const kit = surfaceKit();
    kit.surface.touch(0, true);
    kit.surface.stop();
    const { flushes } = kit.face;
    kit.say('mute ch/1');
    kit.clock.advance(5000);
    expect([kit.face.flushes, kit.face.unflushed, kit.clock.timers]).toEqual([flushes, 0, 0]);
    expect(kit.desk.holder(kit.id('ch/1/fader'))).toBeUndefined();
  });
});
