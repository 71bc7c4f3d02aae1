import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mcuCodec } from '../../../src/surfaces/mcu/codec.ts';
import { explainMcu } from '../../../src/surfaces/mcu/explain.ts';
import { McuUnit } from '../../../src/surfaces/mcu/unit.ts';
import { MidiReader } from '../../../src/wire/formats/midi.ts';
import { bytesOf, mackie } from './profiles.ts';

/** What a real Ardour said to a surface and the surface to it; how it was recorded stands in the files. */
type Row = readonly [ms: number, direction: 'in' | 'out', bytes: string];
const rowsOf = (name: string): Row[] =>
  (JSON.parse(readFileSync(new URL(`../../captures/ardour-mcu-${name}.json`, import.meta.url), 'utf8')) as { messages: Row[] }).messages;

/** A unit that hears what Ardour said, up to a moment of the recording. */
function replay(unit: McuUnit, rows: readonly Row[], untilMs = Number.POSITIVE_INFINITY): number {
  let lastMs = 0;
  for (const [ms, direction, bytes] of rows) {
    if (ms > untilMs) break;
    if (direction === 'out') unit.hear(bytesOf(bytes), ms);
    lastMs = ms;
  }
  return lastMs;
}

const strips = [0, 1, 2, 3, 4, 5, 6, 7];

test('the start: names and pans on the LCDs, faders at 0 dB, meters at rest, all rings in the middle', () => {
  const unit = new McuUnit(mackie);
  const endMs = replay(unit, rowsOf('startup'));
  expect(strips.map((strip) => unit.text(strip, 0).trim())).toEqual(strips.map((strip) => `Trk ${strip + 1}`));
  expect(strips.map((strip) => unit.text(strip, 1).trim())).toEqual(strips.map(() => 'Pan'));
  // 0 dB of Ardour's fader law is 0.7818 of the travel: E0 08 64, 12808 of 16383; the unit's top is 16368.
  for (const strip of strips) expect(unit.place(strip, endMs)).toBeCloseTo(12_808 / 16_368, 5);
  for (const strip of strips) expect(unit.center(strip)).toBe(true);
});

test('a unit ignores what was meant for others: the second display, and lights it does not have', () => {
  const rows = rowsOf('startup');
  const unit = new McuUnit(mackie);
  replay(unit, rows);
  const foreign = rows.filter(([, , bytes]) => /^(F0 00 00 67|90 (2[0-7]|6[89A-F]) |F0 00 00 66 1[015] )/.test(bytes)).length;
  expect(unit.ignored).toBe(foreign);
  expect(foreign).toBeGreaterThan(20);
});

test('a hand: touch shows the level, the move is confirmed, MUTE lights, the knob turns its ring', () => {
  const unit = new McuUnit(mackie);
  const rows = rowsOf('hand');
  const at = (bytes: string): number => rows.find((row) => row[1] === 'out' && row[2] === bytes)?.[0] ?? -1;
  replay(unit, rows, at('F0 00 00 66 14 12 38 20 20 20 30 2E 30 20 F7'));
  expect(unit.text(0, 1)).toBe('   0.0 ');
  replay(unit, rows, at('90 10 7F'));
  expect(unit.light({ name: 'mute', strip: 0 })).toBe('on');
  const endMs = replay(unit, rows);
  expect(unit.text(0, 1)).toBe('L48R52 ');
  expect(unit.place(0, endMs)).toBeCloseTo(0.5, 2);
  expect(unit.ring(0)[5]).toBe(true);
});

test('what the hand did in the recording is heard as it was meant', () => {
  const codec = mcuCodec(mackie);
  const said = rowsOf('hand').filter(([, direction]) => direction === 'in');
  expect(said.flatMap(([, , bytes]) => codec.read(bytesOf(bytes)))).toEqual([
    { kind: 'touch', fader: 0, down: true },
    { kind: 'move', fader: 0, position: 8192 / 16_368 },
    { kind: 'touch', fader: 0, down: false },
    { kind: 'key', key: { name: 'mute', strip: 0 }, down: true },
    { kind: 'key', key: { name: 'mute', strip: 0 }, down: false },
    { kind: 'turn', knob: 0, ticks: 1 },
  ]);
});

test('bank right leaves two tracks and six dark strips, bank left brings the eight back, play lights and the time runs', () => {
  const unit = new McuUnit(mackie);
  replay(unit, rowsOf('startup'));
  const rows = rowsOf('bank-transport');
  const atPress = (bytes: string): number => rows.find((row) => row[1] === 'in' && row[2] === bytes)?.[0] ?? -1;
  replay(unit, rows, atPress('90 2E 7F') - 1);
  expect(strips.map((strip) => unit.text(strip, 0).trim())).toEqual(['Trk 9', 'Trk 10', '', '', '', '', '', '']);
  expect(unit.place(5, 0)).toBe(0);
  replay(unit, rows, atPress('90 5D 7F') - 1);
  expect(strips.map((strip) => unit.text(strip, 0).trim())).toEqual(strips.map((strip) => `Trk ${strip + 1}`));
  expect([unit.light({ name: 'play' }), unit.light({ name: 'stop' })]).toEqual(['on', 'off']);
  replay(unit, rows);
  expect([unit.light({ name: 'play' }), unit.light({ name: 'stop' })]).toEqual(['off', 'on']);
  expect(unit.digits('time').replaceAll(' ', '')).toMatch(/^\d{9}$/);
});

test('every message of the recordings but those of the second display has a meaning', () => {
  const stream = new MidiReader();
  const rows = ['startup', 'hand', 'bank-transport'].flatMap(rowsOf);
  const silent = new Set(
    rows.flatMap(([, direction, bytes]) =>
      stream.read(bytesOf(bytes)).flatMap((message) => (explainMcu(message, direction) === 'unknown' ? [bytes.slice(0, 11)] : [])),
    ),
  );
  // Ardour also puts out lights of touch, which have none.
  expect([...silent].filter((start) => !start.startsWith('90 6') && !start.startsWith('90 70')).sort()).toEqual(['F0 00 00 67']);
  expect(stream.counts).toEqual({ strayBytes: 0, incomplete: 0, tooLong: 0 });
});
