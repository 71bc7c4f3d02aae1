import { describe, expect, test } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import { describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { STALE_MS } from '../../src/meters/meters.ts';
import { deskKit, SMALL } from '../desk/desk-kit.ts';
import { surfaceKit } from './mapping-kit.ts';

function meterKit() {
  const layout = buildLayout(describeMixer({ ...SMALL, channels: 16 }));
  const kit = surfaceKit(deskKit({}, layout));
  const frame = new Float32Array(layout.meters.length).fill(-90);
  const slots = new Map(layout.meters.map(({ path, slot }) => [path, slot]));
  return {
    ...kit,
    frame,
    publish(levels: Readonly<Record<string, number>>, afterMs = 40) {
      kit.clock.advance(afterMs);
      frame.fill(-90);
      for (const [path, level] of Object.entries(levels)) frame[slots.get(path) ?? -1] = level;
      kit.meters.publish('foh', frame, kit.clock.nowMs());
    },
  };
}

describe('meters of a surface', () => {
  test('each strip shows the channel under it, the last one the main mix', () => {
    const kit = meterKit();
    kit.publish({ 'ch/2/meter/post': -12, 'ch/10/meter/post': -20, 'main/meter/post': -6 });
    expect([...kit.face.levels].slice(0, 3)).toEqual([-90, -12, -90]);
    expect(kit.face.levels[8]).toBe(-6);
    kit.press('bank-right');
    expect(kit.face.levels[1]).toBe(-20);
  });

  test('a peak between two looks is not lost', () => {
    const kit = meterKit();
    kit.publish({}, 40);
    kit.publish({ 'ch/1/meter/post': -3 }, 10);
    kit.publish({ 'ch/1/meter/post': -50 }, 10);
    expect(kit.face.levels[0]).toBe(-90);
    kit.publish({ 'ch/1/meter/post': -60 }, 10);
    expect(kit.face.levels[0]).toBe(-3);
  });

  test('without frames the bars go dark, they do not freeze', () => {
    const kit = meterKit();
    kit.publish({ 'ch/1/meter/post': -3 });
    kit.clock.advance(STALE_MS);
    expect(kit.face.levels[0]).toBe(Number.NEGATIVE_INFINITY);
    expect(kit.clock.timers).toBe(0);
  });

  test('the clip mark belongs to the channel: it goes and comes with it through banks, until it is cleared (case mcu-clip-latch-follows-bank)', () => {
    const kit = meterKit();
    kit.publish({ 'ch/1/meter/post': 0.5 });
    expect(kit.face.clips.get(0)).toBe(true);
    kit.press('bank-right');
    expect([...kit.face.clips.values()].filter(Boolean)).toEqual([]);
    expect(kit.face.clips.get(0)).toBe(false);
    kit.publish({});
    kit.press('bank-left');
    expect(kit.face.clips.get(0)).toBe(true);
    kit.press('cancel');
    expect(kit.face.clips.get(0)).toBe(false);
  });

  test('a channel that clips while nobody looks has its mark when it comes under the hand', () => {
    const kit = meterKit();
    kit.publish({ 'ch/9/meter/post': 1 });
    expect(kit.face.clips.get(0)).toBe(false);
    kit.press('bank-right');
    expect(kit.face.clips.get(0)).toBe(true);
  });

  test('clip marks survive another layout and another mapping', () => {
    const kit = meterKit();
    kit.publish({ 'ch/3/meter/post': 1 });
    kit.desk.attach('foh', buildLayout(describeMixer(SMALL)));
    expect(kit.face.clips.get(2)).toBe(true);
  });
});
