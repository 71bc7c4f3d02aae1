import { describe, expect, it } from 'vitest';
import { midiFrame } from '../../../src/page/surface/midi-frame.ts';
import { aboutOf, hex, Monitor } from '../../../src/page/surface/monitor.ts';
import { WireLoad } from '../../../src/page/surface/wire-load.ts';
import { readFrame } from '../../../src/remote/protocol/frames.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text.split(' '), (one) => Number.parseInt(one, 16));

describe('the byte monitor', () => {
  it('keeps the newest lines in the order they came', () => {
    const monitor = new Monitor(2);
    monitor.note('in', bytes('90 6A 7F'), 'touch 3');
    monitor.note('in', bytes('E2 70 4F'), 'fader 3');
    monitor.note('out', bytes('90 10 7F'), 'MUTE 1 lit');
    expect(monitor.lines.map((line) => `${line.direction} ${line.bytes} ${line.meaning}`)).toEqual([
      'in E2 70 4F fader 3',
      'out 90 10 7F MUTE 1 lit',
    ]);
  });

  it('shows a moving fader on one line, so that it does not push out the rest', () => {
    const monitor = new Monitor(3);
    monitor.note('in', bytes('90 68 7F'), 'touch 1');
    for (let step = 0; step < 50; step++) monitor.note('in', Uint8Array.of(0xe0, step, 0x40), `fader 1 at ${step}`);
    expect(monitor.lines).toHaveLength(2);
    expect(monitor.lines[1]).toMatchObject({ bytes: 'E0 31 40', meaning: 'fader 1 at 49', count: 50 });
  });

  it('holds both directions apart: a move and its motor are two lines', () => {
    const monitor = new Monitor(3);
    monitor.note('in', bytes('E0 00 40'), 'fader');
    monitor.note('out', bytes('E0 00 40'), 'motor');
    expect(monitor.lines).toHaveLength(2);
  });

  it('lets go of the control that was silent for longest', () => {
    const monitor = new Monitor(2);
    monitor.note('out', bytes('D0 05'), 'meter');
    monitor.note('in', bytes('90 68 7F'), 'touch 1');
    monitor.note('out', bytes('D0 06'), 'meter');
    monitor.note('in', bytes('90 69 7F'), 'touch 2');
    expect(monitor.lines.map(({ meaning }) => meaning)).toEqual(['meter', 'touch 2']);
  });

  it('the digits of a running clock take one line', () => {
    const monitor = new Monitor(5);
    for (let digit = 0; digit < 10; digit++) monitor.note('out', Uint8Array.of(0xb0, 0x40 + digit, 0x30), 'time digit');
    expect(monitor.lines).toHaveLength(1);
  });

  it('all meters together take one line', () => {
    const monitor = new Monitor(5);
    for (let strip = 0; strip < 8; strip++) monitor.note('out', Uint8Array.of(0xd0, (strip << 4) | 5), `meter ${strip + 1}`);
    expect(monitor.lines).toHaveLength(1);
  });

  it('cuts long messages and says how much is missing', () => {
    expect(hex(bytes('F0 00 00 66 14 12 00 41 42 43 F7'))).toBe('F0 00 00 66 14 12 00 41 +3');
    expect(hex(bytes('90 6A 7F'))).toBe('90 6A 7F');
  });

  it.each([
    ['E2 70 4F', { strip: 2, isPlace: true }],
    ['E8 70 4F', undefined],
    ['90 0B 01', { strip: 3, isPlace: false }],
    ['90 6A 7F', { strip: 2, isPlace: false }],
    ['90 5E 7F', undefined],
    ['B0 13 01', { strip: 3, isPlace: false }],
    ['B0 37 16', { strip: 7, isPlace: false }],
    ['B0 3C 01', undefined],
    ['B0 45 30', undefined],
    ['D0 49', { strip: 4, isPlace: false }],
    ['F0 00 00 66 14 12 46 56 6F 78 F7', { strip: 2, isPlace: false }],
  ])('%s is about the strip it speaks of', (text, about) => {
    expect(aboutOf(bytes(text))).toEqual(about);
  });
});

describe('the load of the wire', () => {
  it('is what came in the last second, as a share of a MIDI cable', () => {
    const load = new WireLoad();
    load.heard(1000, 10_000);
    load.heard(250, 10_500);
    expect(load.share(10_600)).toBeCloseTo(0.4, 9);
    expect(load.share(11_050)).toBeCloseTo(0.08, 9);
    expect(load.share(60_000)).toBe(0);
  });

  it('goes above the whole where more came than would have fitted', () => {
    const load = new WireLoad();
    load.heard(6250, 5);
    expect(load.share(6)).toBe(2);
  });
});

describe('a message of the hand', () => {
  it('travels as a frame of MIDI that the daemon reads', () => {
    const frame = readFrame(new DataView(midiFrame(bytes('90 6A 7F'), 7).buffer));
    expect(frame).toMatchObject({ kind: 'midi', layout: 0, sequence: 7 });
    expect(frame && [frame.payload.getUint8(0), frame.payload.getUint8(1), frame.payload.getUint8(2), frame.payload.byteLength]).toEqual([
      0x90, 0x6a, 0x7f, 3,
    ]);
  });
});
