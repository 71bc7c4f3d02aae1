import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullFrame, MtcReader, quarterFrames } from '../../../src/wire/formats/mtc.ts';
import { formatTimecode, framesPerDay, TIMECODE_RATES, timecodeAt } from '../../../src/wire/formats/timecode.ts';
import { bytesOf, type Vector, vectors } from './show-control.ts';

interface Event {
  readonly i: number;
  readonly ev: string;
  readonly [field: string]: unknown;
}

/** Our event in the words of the vectors. */
function told(index: number, reader: MtcReader, bytes: Uint8Array): Event[] {
  const event = reader.hear(bytes);
  if (event === undefined || event.kind === 'piece') return [];
  if (event.kind === 'time') {
    const { at, next, direction } = event;
    return [{ i: index, ev: 'tc', tc: formatTimecode(at), rate: at.rate, dir: direction, next: formatTimecode(next) }];
  }
  if (event.kind === 'full') return [{ i: index, ev: 'full', tc: formatTimecode(event.at), rate: event.at.rate }];
  if (event.kind === 'turn') return [{ i: index, ev: 'turn', dir: event.direction }];
  if (event.kind === 'break') return [{ i: index, ev: 'break', got: event.got }];
  return [{ i: index, ev: event.kind }];
}

test.each(vectors<Vector & { events: Event[] }>('mtc'))('$meaning ($note)', ({ bytes, events }) => {
  const reader = new MtcReader();
  const heard = bytes.split(' | ').flatMap((message, index) => told(index, reader, bytesOf(message)));
  // How a value that cannot be is written out is ours.
  expect(heard).toEqual(events.map((event) => (event.ev === 'bad' ? { i: event.i, ev: 'bad' } : event)));
});

test('what is sent as quarter frames or as a full frame is what is read', () => {
  fc.assert(
    fc.property(fc.constantFrom(...TIMECODE_RATES), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (rate, part) => {
      const time = timecodeAt(Math.floor(part * framesPerDay(rate)), rate);
      const reader = new MtcReader();
      const events = quarterFrames(time).map((message) => reader.hear(message));
      expect(events.at(-1)).toMatchObject({ kind: 'time', at: time });
      expect(reader.hear(fullFrame(time))).toEqual({ kind: 'full', at: time });
    }),
  );
});

test('no bytes make the reader throw, and a run of eight good pieces is read after any noise', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 12 })), (noise) => {
      const reader = new MtcReader();
      for (const bytes of noise) reader.hear(bytes);
      const time = { hours: 1, minutes: 2, seconds: 3, frames: 4, rate: '25' } as const;
      for (const message of quarterFrames(time)) reader.hear(message);
      const events = quarterFrames(time).map((message) => reader.hear(message));
      expect(events.at(-1)).toMatchObject({ kind: 'time', at: time });
    }),
  );
});
