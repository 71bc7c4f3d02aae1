import { expect, test } from 'vitest';
import { binaryFrame, frameHead, textFrame } from '../../src/remote/ws-frame.ts';

test.each([0, 1, 125, 126, 65_535, 65_536, 200_000])('a frame of %i bytes says its length as RFC 6455 has it', (bytes) => {
  const frame = textFrame('x'.repeat(bytes));
  expect(frame[0]).toBe(0x81);
  const second = frame[1] ?? 0;
  const [length, head] = second < 126 ? [second, 2] : second === 126 ? [frame.readUInt16BE(2), 4] : [Number(frame.readBigUInt64BE(2)), 10];
  expect(length).toBe(bytes);
  expect(frame.length).toBe(head + bytes);
  expect(frame.subarray(head).toString()).toBe('x'.repeat(bytes));
  expect(frame.subarray(0, head).equals(frameHead('text', bytes))).toBe(true);
});

test('a text counts in bytes, not in letters', () => {
  const frame = textFrame('Küche ∞');
  expect(frame[1]).toBe(Buffer.byteLength('Küche ∞'));
  expect(frame.subarray(2).toString()).toBe('Küche ∞');
});

test('what is written to the body stands behind the head', () => {
  const { frame, body } = binaryFrame(300);
  body.setUint8(0, 7);
  body.setUint8(299, 9);
  expect([frame[0], frame[4], frame[frame.length - 1], frame.length]).toEqual([0x82, 7, 9, 304]);
});
