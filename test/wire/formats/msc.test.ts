import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildMsc, isMsc, parseMsc } from '../../../src/wire/formats/msc.ts';
import { bytesOf, hexOf, type Vector, vectors } from './show-control.ts';

interface Parsed {
  readonly err?: string;
  readonly dev?: number;
  readonly cf?: number;
  readonly cmd?: string;
  readonly q?: string;
  readonly list?: string;
  readonly path?: string;
  readonly macro?: number;
  readonly control?: number;
  readonly value?: number;
  readonly time?: {
    readonly h: number;
    readonly type: string;
    readonly m: number;
    readonly s: number;
    readonly f: number;
    readonly sub: number;
  };
}
type Row = Vector & { readonly parsed: Parsed };

const ERRORS: Readonly<Record<string, string>> = {
  'not sysex': 'a whole message',
  extension: 'a known command',
  'not MSC': 'show control',
  short: 'complete',
  'over 128': 'at most 128 bytes',
};

/** The vector in our words. Doubled and trailing points are taken out, as the meaning of the vector says. */
function expected({ err, dev, cf, cmd = '', q, time, ...rest }: Parsed): object {
  if (err !== undefined) return { not: ERRORS[err] };
  if (cmd.startsWith('0x')) return { not: 'a known command' };
  return {
    device: dev,
    format: cf,
    command: cmd.toLowerCase().replaceAll('_', '-'),
    ...(q === undefined ? {} : { cue: q.replace('..', '.').replace(/\.$/, '') }),
    ...rest,
    ...(time ? { time: { hours: time.h, minutes: time.m, seconds: time.s, frames: time.f, hundredths: time.sub, rate: time.type } } : {}),
  };
}

test.each(vectors<Row>('msc'))('$bytes: $meaning', ({ bytes, parsed }) => {
  expect(parseMsc(bytesOf(bytes))).toEqual(expected(parsed));
});

test('what was understood is sent as the same message, without what others add', () => {
  let same = 0;
  for (const { bytes } of vectors<Row>('msc')) {
    const read = parseMsc(bytesOf(bytes));
    if (!isMsc(read)) continue;
    const sent = buildMsc(read);
    expect(parseMsc(sent)).toEqual(read);
    if (hexOf(sent) === bytes) same += 1;
  }
  // Not equal: doubled or trailing delimiters and points, and the 00 behind a FIRE.
  expect(same).toBe(42);
});

test('FIRE carries a number, GO carries text', () => {
  expect(hexOf(buildMsc({ device: 1, format: 1, command: 'fire', macro: 5 }))).toBe('F0 7F 01 02 01 07 05 F7');
  expect(hexOf(buildMsc({ device: 1, format: 16, command: 'go', cue: '1.5', list: '2', path: '' }))).toBe(
    'F0 7F 01 02 10 01 31 2E 35 00 32 F7',
  );
});

test('letters are no cue number', () => {
  expect(parseMsc(bytesOf('F0 7F 01 02 10 01 41 F7'))).toEqual({ not: 'a cue number' });
});

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 140 }), (body) => {
      parseMsc(body);
      parseMsc(Uint8Array.of(0xf0, 0x7f, 1, 2, ...body, 0xf7));
    }),
  );
});
