import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildMmc, MMC_KEYS, parseMmc } from '../../../src/wire/formats/mmc.ts';
import { bytesOf, hexOf, type Vector, vectors } from './show-control.ts';

const NAMES: Readonly<Record<string, string>> = {
  'COMMAND ERROR RESET': 'error-reset',
  'MMC RESET': 'reset',
  'RECORD STROBE': 'record',
};
const time = (hours: number, minutes: number, seconds: number, frames: number, hundredths: number, rate: string): object => ({
  command: 'locate',
  time: { hours, minutes, seconds, frames, hundredths, rate },
});
/** Meanings that are more than a name. */
const LONG: Readonly<Record<string, readonly object[]>> = {
  'LOCATE target 01:02:03:04.00 at 25 fps': [time(1, 2, 3, 4, 0, '25')],
  'LOCATE 01:02:03:04.50 at 30 fps': [time(1, 2, 3, 4, 50, '30')],
  'LOCATE 10:00:00;02 drop-frame, device 0': [time(10, 0, 0, 2, 0, '29.97df')],
  'LOCATE 00:00:32:00 at 24 fps': [time(0, 0, 32, 0, 0, '24')],
  'LOCATE information field GP0 (08)': [{ command: 'locate-field', field: 8 }],
  'SHUTTLE speed 1.0 forward': [{ command: 'shuttle', speed: 1 }],
  'STEP forward 4': [{ command: 'step', frames: 4 }],
  'WRITE track record ready: track 1': [{ command: 'other', code: 0x40 }],
  'STOP then LOCATE 00:00:00:00 in one SysEx': [{ command: 'stop' }, time(0, 0, 0, 0, 0, '25')],
};

test.each(vectors<Vector>('mmc'))('$bytes: $meaning', ({ bytes, meaning }) => {
  const read = parseMmc(bytesOf(bytes));
  if (meaning.startsWith('response')) expect(read).toBeUndefined();
  else {
    const name = NAMES[meaning] ?? meaning.toLowerCase().replaceAll(' ', '-');
    expect(read?.commands).toEqual(LONG[meaning] ?? [{ command: name }]);
  }
});

test('keys and jumps are sent as they are read', () => {
  for (const key of MMC_KEYS) expect(parseMmc(buildMmc(3, { command: key }))).toEqual({ device: 3, commands: [{ command: key }] });
  const single = vectors<Vector>('mmc').flatMap(({ bytes }) => {
    const read = parseMmc(bytesOf(bytes));
    const [command, ...more] = read?.commands ?? [];
    return read && command && command.command !== 'other' && more.length === 0 ? [{ bytes, device: read.device, command }] : [];
  });
  expect(single.length).toBe(20);
  for (const { bytes, device, command } of single) expect(hexOf(buildMmc(device, command))).toBe(bytes);
});

test('a shuttle of any speed is read as it was sent, as fine as its bits go', () => {
  fc.assert(
    fc.property(fc.double({ min: -127, max: 127, noNaN: true }), (speed) => {
      const [command] = parseMmc(buildMmc(1, { command: 'shuttle', speed }))?.commands ?? [];
      expect(command?.command === 'shuttle' && command.speed).toBeCloseTo(speed, 1);
    }),
  );
});

test('steps go both ways', () => {
  for (const frames of [1, -1, 63, -63]) {
    expect(parseMmc(buildMmc(1, { command: 'step', frames }))?.commands).toEqual([{ command: 'step', frames }]);
  }
});

test('a count that leads out of the message ends it, and no bytes make it throw', () => {
  expect(parseMmc(bytesOf('F0 7F 7F 06 01 44 7F 01 F7'))?.commands).toEqual([{ command: 'stop' }]);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (body) => void parseMmc(Uint8Array.of(0xf0, 0x7f, 1, 6, ...body, 0xf7))));
});
