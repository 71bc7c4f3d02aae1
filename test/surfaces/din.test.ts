import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadDin } from './din-load.ts';
import { Bed, faderBytes, xTouch } from './kit.ts';

test('on a DIN cable no LED meter is older than 25 ms, whatever else moves, and every moving fader gets its 40 places a second', () =>
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(),
        motors: fc.integer({ min: 1, max: 9 }),
        textsMs: fc.constantFrom(0, 20, 50, 400),
        lateMs: fc.constantFrom(0, 1, 2),
      }),
      (load) => {
        const { meterWorstMs, faderRoundsPerS, queuedMs, load: used } = loadDin(xTouch, { seconds: 1, meters: true, ...load });
        expect(meterWorstMs).toBeLessThanOrEqual(25);
        expect(faderRoundsPerS).toBeGreaterThanOrEqual(40);
        // What lies between us and the cable: the burst, the piece that was under way, and one message more.
        expect(queuedMs).toBeLessThanOrEqual(7);
        expect(used).toBeLessThanOrEqual(1.01);
      },
    ),
    { numRuns: 60 },
  ));

test('all motors moving, texts still come: a strip is renamed within half a second', () => {
  const { textWorstMs } = loadDin(xTouch, { seconds: 4, seed: 7, motors: 9, meters: true, textsMs: 1000 });
  expect(textWorstMs).toBeGreaterThan(0);
  expect(textWorstMs).toBeLessThanOrEqual(500);
});

test('a repaint of everything delays a fader by one piece', () => {
  const bed = new Bed(xTouch, 'din').online();
  for (let strip = 0; strip < 8; strip++) for (const line of [0, 1] as const) bed.session.text(strip, line, `line ${line}`);
  bed.session.flush();
  bed.clock.advance(20);
  const saidMs = bed.clock.nowMs();
  bed.session.fader(3, 0.5);
  bed.session.flush();
  bed.clock.advance(300);
  const fader = bed.sent.find(({ message }) => message === faderBytes(3, 512));
  expect((fader?.atMs ?? Number.POSITIVE_INFINITY) - saidMs).toBeLessThanOrEqual(5.2);
  expect(bed.messages('F0')).toHaveLength(16);
});

test('over USB the same repaint is a matter of its larger budget', () => {
  const bed = new Bed(xTouch, 'usb').online();
  for (let strip = 0; strip < 8; strip++) for (const line of [0, 1] as const) bed.session.text(strip, line, `line ${line}`);
  bed.session.flush();
  bed.clock.advance((16 * 15 * 1000) / xTouch.wire.usb);
  expect(bed.messages('F0')).toHaveLength(16);
});

test('what waits is told in milliseconds, and the load of the cable as a part', () => {
  const bed = new Bed(xTouch, 'din').online();
  expect(bed.session.figures).toMatchObject({ waitingMs: 0 });
  for (let strip = 0; strip < 8; strip++) bed.session.text(strip, 0, 'name');
  bed.session.fader(0, 0.5);
  bed.session.flush();
  expect(bed.session.figures.waitingMs).toBeCloseTo(7 * 15 * 0.32, 5);
  bed.clock.advance(1000);
  const { waitingMs, load, bytesOut } = bed.session.figures;
  expect(waitingMs).toBe(0);
  expect(bytesOut).toBe(7 + 8 * 15 + 3);
  expect(load).toBeGreaterThan(0.005);
  expect(load).toBeLessThan(0.05);
});
