import { describe, expect, test } from 'vitest';
import { Ring } from '../../src/page/listen/ring.ts';

const RATE = 48_000;
/** A frame of 20 ms of one value on both sides. */
function frame(value: number, samples = 960): DataView {
  const bytes = new DataView(new ArrayBuffer(samples * 4));
  for (let i = 0; i < samples * 2; i++) bytes.setInt16(i * 2, value, true);
  return bytes;
}
const read = (ring: Ring, samples: number): Float32Array => {
  const left = new Float32Array(samples);
  ring.read(left, new Float32Array(samples));
  return left;
};

describe('the reserve of the sound thread', () => {
  test('is silent until 80 ms wait, then plays without a gap', () => {
    const ring = new Ring(RATE, RATE);
    for (let i = 0; i < 3; i++) ring.write(frame(8192));
    expect(Math.max(...read(ring, 128))).toBe(0);
    ring.write(frame(8192));
    expect(Math.min(...read(ring, 3000))).toBeCloseTo(0.25, 6);
  });

  test('that has run dry fills up before it plays again', () => {
    const ring = new Ring(RATE, RATE);
    for (let i = 0; i < 4; i++) ring.write(frame(8192));
    expect(read(ring, 5000).at(-1)).toBe(0);
    ring.write(frame(8192));
    expect(Math.max(...read(ring, 128))).toBe(0);
  });

  test('passes over old sound rather than lag behind the faders', () => {
    const ring = new Ring(RATE, RATE);
    for (let i = 0; i < 40; i++) ring.write(frame(8192));
    expect(ring.waiting).toBeLessThanOrEqual(0.4 * RATE);
    for (let i = 0; i < 5; i++) ring.write(frame(16_384));
    const all = read(ring, Math.floor(ring.waiting) - 2);
    expect(all.at(-1)).toBeCloseTo(0.5, 6);
  });

  test('plays at the pitch it was made at on a card of another rate', () => {
    const ring = new Ring(RATE, 44_100);
    const bytes = new DataView(new ArrayBuffer(9600 * 4));
    for (let i = 0; i < 9600; i++) {
      const value = Math.round(16_000 * Math.sin((2 * Math.PI * 480 * i) / RATE));
      bytes.setInt16(i * 4, value, true);
      bytes.setInt16(i * 4 + 2, value, true);
    }
    ring.write(bytes);
    const out = read(ring, 4410);
    const rising = [...out].filter((value, i) => i > 0 && value >= 0 && (out[i - 1] ?? 0) < 0).length;
    expect(Math.abs(rising - 48)).toBeLessThanOrEqual(1);
  });
});
