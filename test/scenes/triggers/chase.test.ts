import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Chase, type ChaseSettings } from '../../../src/scenes/triggers/chase.ts';
import { fullFrame, quarterFrames } from '../../../src/wire/formats/mtc.ts';
import {
  frameOf,
  framesPerDay,
  framesPerSecond,
  type Timecode,
  type TimecodeRate,
  timecodeAt,
} from '../../../src/wire/formats/timecode.ts';
import { ManualClock } from '../../manual-clock.ts';

/** `01:00:00:00` */
function at(text: string, rate: TimecodeRate = '25'): Timecode {
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = text.split(/[:;]/).map(Number);
  return { hours, minutes, seconds, frames, rate };
}

/** A sender of timecode, and cues at these times. */
function chasing(cues: readonly string[], settings: Partial<ChaseSettings> = {}) {
  const clock = new ManualClock();
  const fired: string[] = [];
  const told: string[] = [];
  const chase = new Chase<string>({
    clock,
    settings: { freewheelMs: 250, catchUp: false, ...settings },
    fire: (cue) => fired.push(cue),
    tell: (text) => told.push(text),
  });
  chase.set(cues.map((cue) => ({ at: { kind: 'timecode', ...at(cue) }, cue })));
  /** Plays so many frames (of two, as whole messages are). */
  const play = (from: string, frames: number, { rate = '25' as TimecodeRate, speed = 1, back = false } = {}): void => {
    const pieceMs = 250 / framesPerSecond(rate) / speed;
    const first = frameOf(at(from, rate));
    for (let done = 0; done < frames; done += 2) {
      const frame = (first + (back ? -done : done) + framesPerDay(rate)) % framesPerDay(rate);
      const pieces = quarterFrames(timecodeAt(frame, rate));
      for (const piece of back ? pieces.reverse() : pieces) {
        chase.hear(piece);
        clock.advance(pieceMs);
      }
    }
  };
  return { clock, fired, told, chase, play };
}

test('running forward it fires every cue it passes, in order, once', () => {
  const { fired, play } = chasing(['01:00:01:10', '01:00:00:05', '01:00:01:00', '02:00:00:00']);
  play('01:00:00:00', 50);
  expect(fired).toEqual(['01:00:00:05', '01:00:01:00', '01:00:01:10']);
});

test('a cue fires within a frame of its time, at every rate', () => {
  for (const rate of ['24', '25', '29.97df', '30'] as const) {
    const { clock, fired, chase } = chasing(['01:00:02:00']);
    const frameMs = 1000 / framesPerSecond(rate);
    const first = frameOf(at('01:00:00:00', rate));
    const wantedMs = (frameOf(at('01:00:02:00', rate)) - first) * frameMs;
    for (let frame = first; fired.length === 0 && frame < first + 100; frame += 2) {
      for (const piece of quarterFrames(timecodeAt(frame, rate))) {
        if (fired.length > 0) break;
        chase.hear(piece);
        if (fired.length === 0) clock.advance(frameMs / 4);
      }
    }
    expect(Math.abs(clock.nowMs() - wantedMs)).toBeLessThan(frameMs);
  }
});

test('the frames that locking takes do not swallow a cue at the start; what was before the start does not fire', () => {
  const { fired, play } = chasing(['00:59:59:24', '01:00:00:00', '01:00:00:01']);
  play('01:00:00:00', 4);
  expect(fired).toEqual(['01:00:00:00', '01:00:00:01']);
});

test('joined in the middle of a message, a cue at the first frame heard fires', () => {
  const { clock, fired, chase } = chasing(['01:00:00:00', '01:00:00:01', '01:00:00:02']);
  const pieces = ['01:00:00:00', '01:00:00:02'].flatMap((time) => quarterFrames(at(time)));
  for (const piece of pieces.slice(3)) {
    chase.hear(piece);
    clock.advance(10);
  }
  expect(fired).toEqual(['01:00:00:01', '01:00:00:02']);
});

test('a jump forward fires none of what it jumped over; with "catch up" the last of them', () => {
  const jump = (catchUp: boolean): string[] => {
    const { fired, play } = chasing(['01:00:02:00', '01:00:05:00', '01:00:10:10'], { catchUp });
    play('01:00:00:00', 10);
    play('01:00:10:00', 20);
    return fired;
  };
  expect(jump(false)).toEqual(['01:00:10:10']);
  expect(jump(true)).toEqual(['01:00:05:00', '01:00:10:10']);
});

test('a jump back arms what is behind the landing point, and fires none by itself', () => {
  const { fired, play } = chasing(['01:00:00:10', '01:00:01:00']);
  play('01:00:00:00', 50);
  play('01:00:00:20', 20);
  expect(fired).toEqual(['01:00:00:10', '01:00:01:00', '01:00:01:00']);
});

test('backwards and winding fire nothing, and play after that fires again what it passes', () => {
  const { fired, chase, play } = chasing(['01:00:01:00']);
  play('01:00:00:00', 50);
  play('01:00:02:00', 50, { back: true });
  expect(fired).toHaveLength(1);
  expect(chase.state).toBe('turned');
  play('01:00:00:00', 50);
  expect(fired).toHaveLength(2);
  const winding = chasing(['01:00:05:00']);
  winding.play('01:00:00:00', 500, { speed: 6 });
  expect(winding.fired).toEqual([]);
});

test('wound over a cue and played on from there, it has not fired and does not', () => {
  const { fired, play } = chasing(['01:00:02:00', '01:00:21:00']);
  play('01:00:00:00', 500, { speed: 6 });
  play('01:00:20:00', 50);
  expect(fired).toEqual(['01:00:21:00']);
});

test('messages that come in bunches, as over a network, fire the same cues', () => {
  const cues = ['01:00:00:00', '01:00:00:07', '01:00:01:00', '01:00:01:13'];
  const { clock, fired, chase } = chasing(cues);
  for (let frame = frameOf(at('01:00:00:00')), count = 0; count < 25; count++, frame += 2) {
    for (const piece of quarterFrames(timecodeAt(frame, '25'))) chase.hear(piece);
    clock.advance(count % 2 === 0 ? 100 : 60);
  }
  expect(fired).toEqual(cues);
});

test('whatever is sent, a cue fires again only after time went back, and noise makes nothing throw', () => {
  const step = fc.oneof(
    fc.record({
      frame: fc.integer({ min: 0, max: 400 }),
      frames: fc.integer({ min: 2, max: 60 }),
      back: fc.boolean(),
      speed: fc.constantFrom(1, 0.3, 4),
    }),
    fc.uint8Array({ maxLength: 11 }),
    fc.integer({ min: 0, max: 1000 }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const { chase, clock, fired, play } = chasing(['00:00:02:00', '00:00:05:05', '00:00:10:00']);
      let backs = 1;
      for (const one of steps) {
        if (typeof one === 'number') clock.advance(one);
        else if (one instanceof Uint8Array) {
          chase.hear(one);
          backs += 1;
        } else {
          const { hours, minutes, seconds, frames } = timecodeAt(one.frame, '25');
          play([hours, minutes, seconds, frames].join(':'), one.frames, one);
          backs += 1;
        }
      }
      for (const cue of new Set(fired)) expect(fired.filter((other) => other === cue).length).toBeLessThanOrEqual(backs);
    }),
    { numRuns: 100 },
  );
});

test('a full frame on a cue fires nothing until time runs from there', () => {
  const { fired, chase, play } = chasing(['01:00:00:00']);
  chase.hear(fullFrame(at('01:00:00:00')));
  expect(fired).toEqual([]);
  expect(chase.state).toBe('still');
  play('01:00:00:00', 4);
  expect(fired).toEqual(['01:00:00:00']);
});

test('stopped and started again at the same place, a cue does not fire again', () => {
  const { clock, fired, chase, play } = chasing(['01:00:00:05']);
  play('01:00:00:00', 10);
  clock.advance(5000);
  expect(chase.state).toBe('lost');
  play('01:00:00:10', 10);
  expect(fired).toEqual(['01:00:00:05']);
});

test('time goes on for a quarter of a second without a signal: cues in it fire, later ones do not', () => {
  const { clock, fired, chase, play } = chasing(['01:00:00:13', '01:00:00:20']);
  play('01:00:00:00', 10);
  clock.advance(10_000);
  expect(fired).toEqual(['01:00:00:13']);
  expect(chase.state).toBe('lost');
  expect(clock.timers).toBe(0);
});

test('one lost quarter frame is no jump: the cue behind it fires', () => {
  const { clock, fired, chase } = chasing(['01:00:00:05']);
  const pieces = ['01:00:00:00', '01:00:00:02', '01:00:00:04', '01:00:00:06'].flatMap((time) => quarterFrames(at(time)));
  for (const [index, piece] of pieces.entries()) {
    if (index !== 11) chase.hear(piece);
    clock.advance(10);
  }
  expect(fired).toEqual(['01:00:00:05']);
});

test('over midnight time goes on, and the cues of the day are armed again', () => {
  for (const rate of ['25', '29.97df', '30'] as const) {
    const { fired, play } = chasing(['23:59:59:20', '00:00:00:03']);
    play(rate === '29.97df' ? '23:59:59;10' : '23:59:59:10', 40, { rate });
    expect(fired).toEqual(['23:59:59:20', '00:00:00:03']);
  }
});

test('a value that stands still fires once', () => {
  const { clock, fired, chase } = chasing(['01:00:00:00', '01:00:00:04']);
  for (let count = 0; count < 20; count++) {
    for (const piece of quarterFrames(at('01:00:00:00'))) {
      chase.hear(piece);
      clock.advance(10);
    }
  }
  expect(fired).toEqual(['01:00:00:00']);
});

test('another rate than that of the list is told once, and numbers are compared as they are', () => {
  const { fired, told, play } = chasing(['01:00:00:29', '01:00:01:00'], { rate: '30' });
  play('01:00:00:10', 40);
  expect(told).toEqual(['timecode runs at 25, the cues are made for 30: numbers are compared as they are']);
  // 25 frames have no number 29: it is the beginning of the next second.
  expect(fired).toEqual(['01:00:00:29', '01:00:01:00']);
});
