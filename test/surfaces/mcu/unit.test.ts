import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mcuCodec } from '../../../src/surfaces/mcu/codec.ts';
import { McuUnit, type Seen } from '../../../src/surfaces/mcu/unit.ts';
import type { Profile } from '../../../src/surfaces/profile.ts';
import { type Key, LIGHTS, RING_MODES, type Shown } from '../../../src/surfaces/surface.ts';
import { bytesOf, extender, hexOf, mackie, xTouch } from './profiles.ts';

const bench = (profile: Profile, options: { silent?: boolean; id?: number } = {}) => {
  const seen: Seen[] = [];
  const unit = new McuUnit(profile, { ...options, seen: (one) => seen.push(one) });
  const codec = mcuCodec(profile);
  const show = (shown: Shown, nowMs = 0): void => {
    for (const message of codec.write(shown)) unit.hear(message, nowMs);
  };
  return { unit, codec, seen, show };
};

const keysOf = ({ keys, strips }: Profile): Key[] => [
  ...keys.unit.map((name) => ({ name })),
  ...keys.strip.flatMap((name) => Array.from({ length: strips }, (_, strip) => ({ name, strip }))),
];

describe.each([xTouch, extender, mackie])('$label: codec and unit agree', (profile) => {
  const { unit, codec, show } = bench(profile);
  const faders = profile.strips + (profile.main ? 1 : 0);

  test('every key of the profile is heard as itself, pressed and released', () => {
    for (const key of keysOf(profile)) {
      for (const down of [true, false]) {
        const heard = unit.key(key, down).flatMap((message) => codec.read(message));
        expect(heard).toEqual([{ kind: 'key', key, down }]);
      }
    }
    expect(keysOf(profile).length).toBe(profile.keys.unit.length + 40);
  });

  test('every light the profile has can be lit, blinks and goes out', () => {
    const { unlit, lamps } = profile.keys;
    const lights = [...keysOf(profile).filter(({ name }) => !unlit.includes(name)), ...lamps.map((name) => ({ name }))];
    for (const key of lights) {
      for (const light of [...LIGHTS].reverse()) {
        show({ kind: 'light', key, light });
        expect(unit.light(key)).toBe(light);
      }
    }
    expect(unit.ignored).toBe(0);
  });

  test('hand and motor of every fader mean the same place', () =>
    fc.assert(
      fc.property(fc.nat(faders - 1), fc.double({ min: 0, max: 1, noNaN: true }), (fader, position) => {
        show({ kind: 'fader', fader, position });
        const place = unit.place(fader, 0);
        expect(codec.stepOf(place)).toBe(codec.stepOf(position));
        const [heard] = unit.move(fader, position).flatMap((message) => codec.read(message));
        expect(heard).toEqual({ kind: 'move', fader, position: place });
        for (const down of [true, false])
          expect(unit.touch(fader, down, 0).flatMap((message) => codec.read(message))).toEqual([{ kind: 'touch', fader, down }]);
      }),
    ));

  test('turns arrive with all their ticks, also fast ones', () =>
    fc.assert(
      fc.property(fc.nat(profile.strips - 1), fc.integer({ min: -200, max: 200 }), (knob, ticks) => {
        const heard = unit.turn(knob, ticks).flatMap((message) => codec.read(message));
        expect(heard.reduce((sum, one) => sum + (one.kind === 'turn' && one.knob === knob ? one.ticks : 0), 0)).toBe(ticks);
      }),
    ));

  test('text stands where it belongs, and nowhere else', () => {
    for (let strip = 0; strip < profile.strips; strip += 1) {
      for (const line of [0, 1] as const) show({ kind: 'text', strip, line, text: `${strip}${line}abcdef` });
    }
    for (let strip = 0; strip < profile.strips; strip += 1) {
      const seen = strip === profile.strips - 1 ? (profile.lcd?.last ?? 0) : 7;
      expect([unit.text(strip, 0), unit.text(strip, 1)]).toEqual([`${strip}0abcde`.slice(0, seen), `${strip}1abcde`.slice(0, seen)]);
    }
  });

  test('every ring shows what it was told, in the middle of its lights', () => {
    for (const mode of RING_MODES) {
      show({ kind: 'ring', knob: 2, ring: { mode, position: 1, center: true } });
      const leds = unit.ring(2);
      expect(leds.length).toBe(profile.ring?.leds);
      expect(leds[0]).toBe(profile.ring?.leds === 11 && (mode === 'wrap' || mode === 'spread'));
      expect(unit.center(2)).toBe(profile.ring?.center);
    }
    show({ kind: 'ring', knob: 2, ring: undefined });
    expect(unit.ring(2)).not.toContain(true);
  });
});

describe('meters', () => {
  test('fall by themselves from full to dark in 1.8 s, and a new level counts at once', () => {
    const { unit, show } = bench(xTouch);
    show({ kind: 'meter', strip: 2, levelDb: 0 }, 1000);
    expect([1000, 1900, 2800, 9000].map((nowMs) => unit.meterLeds(2, nowMs))).toEqual([8, 4, 0, 0]);
    show({ kind: 'meter', strip: 2, levelDb: -20 }, 1100);
    expect(unit.meter(2, 1100)).toBe(5);
  });

  test('the clip mark stays through levels until it is cleared', () => {
    const { unit, show } = bench(xTouch);
    show({ kind: 'clip', strip: 0, on: true });
    show({ kind: 'meter', strip: 0, levelDb: -50 });
    expect(unit.clip(0)).toBe(true);
    show({ kind: 'clip', strip: 0, on: false });
    expect(unit.clip(0)).toBe(false);
  });
});

test('digits stay until they are told otherwise, dots behind them', () => {
  const { unit, show } = bench(xTouch);
  show({ kind: 'digits', place: 'time', text: '109.02.01.126' });
  show({ kind: 'digits', place: 'assignment', text: 'Pn.' });
  expect([unit.digits('time'), unit.digits('assignment')]).toEqual(['109.02.01.126', 'PN.']);
});

test('eight colours are taken together', () => {
  const { unit, show, seen } = bench(xTouch);
  show({ kind: 'colors', colors: ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'dark'] });
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((strip) => unit.color(strip))).toEqual([1, 2, 3, 4, 5, 6, 7, 0]);
  expect(seen).toEqual([{ kind: 'colors' }]);
});

describe('the servo of a unit that wants its place confirmed', () => {
  const let_go = (confirm: boolean): number => {
    const { unit, show } = bench(xTouch);
    show({ kind: 'fader', fader: 0, position: 0.25 });
    unit.touch(0, true, 0);
    unit.move(0, 0.75);
    unit.touch(0, false, 10);
    if (confirm) show({ kind: 'fader', fader: 0, position: 0.75 });
    return unit.place(0, 1000);
  };

  test('without a word from the host it goes back to where it was before the touch', () => {
    expect(let_go(false)).toBeCloseTo(0.25, 2);
  });
  test('confirmed, it rests where the hand left it', () => {
    expect(let_go(true)).toBeCloseTo(0.75, 2);
  });
  test('a hand is stronger than the motor', () => {
    const { unit, show } = bench(xTouch);
    unit.touch(0, true, 0);
    unit.move(0, 0.5);
    show({ kind: 'fader', fader: 0, position: 1 });
    expect(unit.place(0, 5000)).toBeCloseTo(0.5, 2);
  });
});

test('a unit that reports its motor says every move of it back, but not under a hand', () => {
  const { unit } = bench({ ...xTouch, fader: { ...xTouch.fader, reports: true } });
  expect(unit.hear(bytesOf('E2 00 40'), 0).map(hexOf)).toEqual(['E2 00 40']);
  unit.touch(2, true, 0);
  expect(unit.hear(bytesOf('E2 00 20'), 0)).toEqual([]);
});

describe('who is there', () => {
  const meet = (id: number, silent = false) => {
    const { unit, codec } = bench(mackie, { id, silent });
    const said: string[] = [];
    let toUnit = [...codec.greet()];
    for (let turn = 0; turn < 5 && toUnit.length > 0; turn += 1) {
      const fromUnit = toUnit.flatMap((message) => unit.hear(message, 0));
      const heard = fromUnit.flatMap((message) => codec.read(message));
      toUnit = heard.flatMap((one) => (one.kind === 'hello' ? one.reply : []));
      said.push(...heard.map((one) => (one.kind === 'hello' && one.ready ? 'ready' : 'waits')));
    }
    return said;
  };

  test('a Mackie Control is ready when it has announced itself', () => {
    expect(meet(0x14)).toEqual(['ready']);
  });
  test('a Logic Control is ready when its challenge is answered', () => {
    expect(meet(0x10)).toEqual(['waits', 'ready']);
  });
  test('a silent unit says nothing', () => {
    expect(meet(0x14, true)).toEqual([]);
  });
  test('a wrong answer is refused', () => {
    const unit = new McuUnit(mackie, { id: 0x10 });
    expect(unit.hear(bytesOf('F0 00 00 66 10 02 58 59 5A 57 18 61 05 00 00 00 00 F7'), 0).map((said) => said[5])).toEqual([0x04]);
  });
  test('text for another id is ignored without a word', () => {
    const unit = new McuUnit(extender);
    unit.hear(bytesOf('F0 00 00 66 14 12 00 56 6F 78 F7'), 0);
    expect([unit.text(0, 0), unit.ignored]).toEqual(['       ', 1]);
  });
});

test('any bytes at any time: never an error, and the next light is lit', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(10_000))), (pieces) => {
      const { unit } = bench(xTouch);
      for (const [piece, nowMs] of pieces) unit.hear(piece, nowMs);
      unit.hear(bytesOf('F7 90 5E 7F'), 0);
      expect(unit.light({ name: 'play' })).toBe('on');
      expect(unit.text(7, 1)).toMatch(/^[\x20-\x7f]{7}$/);
    }),
  ));
