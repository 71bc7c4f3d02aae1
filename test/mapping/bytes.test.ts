import { describe, expect, test } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import { describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { MappedSurface } from '../../src/mapping/mapped-surface.ts';
import { Meters } from '../../src/meters/meters.ts';
import { mcuCodec } from '../../src/surfaces/mcu/codec.ts';
import { SurfaceSession } from '../../src/surfaces/session.ts';
import { actor, deskKit, SMALL } from '../desk/desk-kit.ts';
import { houseVerbs, mappingFrom, shipped, X_TOUCH, X_TOUCH_MAPPING } from './mapping-kit.ts';

/** Mapping, session and codec together: bytes of a hand in, bytes of lights and motors out. */
function unit(mapping = X_TOUCH_MAPPING) {
  const layout = buildLayout(describeMixer({ ...SMALL, channels: 16 }));
  const kit = deskKit({}, layout);
  const meters = new Meters();
  meters.attach('foh', layout);
  const { desk, clock } = kit;
  const hand = actor('X-Touch', 'surface');
  const surface = new MappedSurface({
    desk,
    meters,
    verbs: houseVerbs,
    clock,
    actor: hand,
    profile: X_TOUCH,
    mapping,
    name: 'X-Touch',
    say: () => {},
  });
  let out: string[] = [];
  const session = new SurfaceSession({
    profile: X_TOUCH,
    codec: mcuCodec(X_TOUCH),
    clock,
    hand: surface,
    send: (bytes) => out.push(Buffer.from(bytes).toString('hex')),
  });
  surface.connect(session);
  session.up();
  // It never answers, and is taken to be there.
  clock.advance(5000);
  out = [];
  return {
    ...kit,
    hear: (hex: string) => session.hear(Buffer.from(hex.replaceAll(' ', ''), 'hex')),
    /** What has gone out since the last look, as hex. */
    sent(afterMs = 200): string {
      clock.advance(afterMs);
      const all = out.join('');
      out = [];
      return all;
    },
    meter(levels: Readonly<Record<string, number>>) {
      const frame = new Float32Array(layout.meters.length).fill(Number.NEGATIVE_INFINITY);
      for (const { path, slot } of layout.meters) frame[slot] = levels[path] ?? Number.NEGATIVE_INFINITY;
      meters.publish('foh', frame, clock.nowMs());
    },
  };
}

describe('field cases, in bytes', () => {
  test('mcu-clip-latch-follows-bank: the overload mark goes and comes with its channel', () => {
    const desk = unit();
    desk.meter({ 'ch/1/meter/post': 0.1 });
    expect(desk.sent(100)).toContain('d00e');
    desk.hear('90 2f 7f 90 2f 00');
    const right = desk.sent(200);
    expect(right).toContain('d00f');
    expect(right).not.toMatch(/d0.e/);
    desk.hear('90 2e 7f 90 2e 00');
    expect(desk.sent(200)).toContain('d00e');
    desk.hear('90 52 7f 90 52 00');
    expect(desk.sent(200)).toContain('d00f');
  });

  test('relative-up-from-minus-infinity: three ticks up rise, three down end in silence', () => {
    const text = shipped('behringer-x-touch.yaml').replace(
      '{ turn: strip/pan, push: set strip/pan 0 }',
      '{ turn: strip/send/2/level, step: 1 dB }',
    );
    const desk = unit(mappingFrom(text, X_TOUCH));
    const levels = ['b01001', 'b01001', 'b01001', 'b01041', 'b01041', 'b01041'].map((bytes) => {
      desk.hear(bytes);
      return desk.get('ch/1/send/2/level');
    });
    expect(levels).toEqual([-90, -89, -88, -89, -90, '-inf']);
  });

  test('mcu-lcd-non-ascii-name: the display gets letters it has, the desk keeps the name', () => {
    const desk = unit();
    desk.say('set ch/1/name "Bö Vox"');
    expect(desk.sent()).toContain('f0000066141200426f20566f7820f7');
    expect(desk.get('ch/1/name')).toBe('Bö Vox');
  });
});

test('a hand moves the desk, and gets its place confirmed only when it lets go; another hand moves the motor', () => {
  const desk = unit();
  desk.say('set ch/1/fader -10');
  expect(desk.sent(1000)).toMatch(/e0[0-7].[0-7]./);
  desk.hear('90 68 7f');
  desk.hear('e0 2c 62');
  expect(desk.get('ch/1/fader')).toBeCloseTo(0, 0);
  expect(desk.sent(100)).not.toMatch(/e0[0-7].[0-7]./);
  desk.hear('90 68 00');
  expect(desk.sent(1000)).toMatch(/e0[0-7].[0-7]./);
});

test('mute by its key, its light by the desk', () => {
  const desk = unit();
  desk.hear('90 12 7f 90 12 00');
  expect(desk.get('ch/3/mute')).toBe(true);
  expect(desk.sent()).toContain('90127f');
  desk.say('unmute ch/3');
  expect(desk.sent()).toContain('901200');
});
