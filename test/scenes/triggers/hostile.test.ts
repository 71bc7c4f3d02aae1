import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TriggerSettings } from '../../../src/scenes/triggers/bound.ts';
import { Chase } from '../../../src/scenes/triggers/chase.ts';
import { readDoings } from '../../../src/scenes/triggers/doings.ts';
import { type TriggerPort, Triggers } from '../../../src/scenes/triggers/triggers.ts';
import { buildMsc } from '../../../src/wire/formats/msc.ts';
import { quarterFrames } from '../../../src/wire/formats/mtc.ts';
import { frameOf, framesPerSecond, TIMECODE_RATES, type TimecodeRate, timecodeAt } from '../../../src/wire/formats/timecode.ts';
import { seededRandom } from '../../../src/wire/pace/random.ts';
import { bytesOf, hexOf } from '../../wire/formats/show-control.ts';
import { running, verbs } from '../cues/kit.ts';

const SETTINGS: TriggerSettings = {
  msc: { id: 1, groups: [1], types: ['sound'], decimal: false, lists: [] },
  mmcId: 0,
  timecode: { freewheelMs: 250, catchUp: false },
  zone: 'Europe/Berlin',
};

/**
 * A show whose cues send: `mute C0 05` sends that message to all ports. A cable brings it back on a port.
 * @param delayMs how long the cable is; undefined: there is none
 */
function looped(cues: string, { delayMs, settings = {} }: { delayMs?: number; settings?: Partial<TriggerSettings> } = {}) {
  const told: string[] = [];
  const spoken: string[] = [];
  let back: TriggerPort | undefined;
  let triggers: Triggers | undefined;
  const list = running(cues, ({ args: { target = '' } }) => {
    const hex = /^(?:[0-9A-F]{2} ?)+$/.exec(target)?.[0];
    if (hex === undefined) return undefined;
    const bytes = bytesOf(hex.trim());
    triggers?.sent(bytes);
    if (delayMs !== undefined) list.clock.setTimer(delayMs, () => back?.hear(bytes));
    return undefined;
  });
  const made = new Triggers({
    clock: list.clock,
    runner: list.runner,
    settings: { ...SETTINGS, ...settings },
    doings: [],
    isTaken: (address) => address === '/go',
    say: (line, actor) => {
      spoken.push(`${actor.name}: ${line.verb.name} ${line.args.target ?? ''}`.trim());
      return { says: '', changes: [], refusals: [] };
    },
    tell: (line) => told.push(line),
  });
  triggers = made;
  back = made.port('B');
  const port = made.port('A');
  const hear = (hex: string): void => port.hear(bytesOf(hex));
  const starts = (): string[] => list.said.splice(0).map((line) => line.split(' ').slice(1).join(' '));
  return { ...list, told, spoken, triggers: made, hear, starts };
}

test.each([5, 45, 60, 350, 900])('a cue that sends what starts it runs once, though it comes back after %i ms', (delayMs) => {
  const { hear, clock, starts, told } = looped('- { cue: 1, do: mute C0 05, when: midi program 6 }\n', { delayMs });
  hear('C0 05');
  clock.advance(20_000);
  expect(starts()).toEqual(['mute C0 05']);
  expect(told).toEqual(['C0 05 is sent by what it starts: heard again within a second it is left out']);
  // A hand may start it again.
  hear('C0 05');
  clock.advance(0);
  expect(starts()).toEqual(['mute C0 05']);
});

test.each([1, 20, 49, 51, 100, 299, 301, 700, 1500])(
  'two cues that start each other over a cable of %i ms come to an end by themselves',
  (delayMs) => {
    const { hear, clock, starts, told } = looped(
      '- { cue: 1, do: mute C0 06, when: midi program 6 }\n- { cue: 2, do: mute C0 05, when: midi program 7 }\n',
      { delayMs },
    );
    hear('C0 05');
    clock.advance(60_000);
    expect(starts().length).toBeLessThanOrEqual(10);
    expect(told.filter((line) => line.includes('cues start each other')).length).toBe(delayMs < 50 || delayMs < 150 ? 0 : 1);
    // A hand starts them as ever.
    hear('C0 05');
    clock.advance(0);
    expect(starts()[0]).toBe('mute C0 06');
  },
);

test('a hand that sends what we have sent before, now and then, is heard each time', () => {
  const { hear, clock, starts, triggers } = looped('- { cue: 1, do: mute 1, when: midi program 6 }\n');
  for (let count = 0; count < 20; count++) {
    triggers.sent(bytesOf('C0 05'));
    clock.advance(2500);
    hear('C0 05');
    clock.advance(2500);
  }
  expect(starts()).toHaveLength(20);
});

test('a storm of any trigger fires ten times a second, is told once, and leaves other triggers alone', () => {
  const doings = readDoings({ 'midi cc 1 value 5': 'mute a', 'midi note 60': 'mute b', 'osc /storm': 'mute c' }, verbs).doings;
  const { triggers, hear, spoken, told, clock } = looped('');
  triggers.set(SETTINGS, doings);
  for (let count = 0; count < 5000; count++) {
    hear('B0 01 05');
    triggers.osc('/storm', 'tablet');
    if (count % 100 === 0) clock.advance(1);
  }
  hear('90 3C 40');
  expect(spoken.filter((line) => line === 'A: mute a')).toHaveLength(10);
  expect(spoken.filter((line) => line === 'tablet: mute c')).toHaveLength(10);
  expect(spoken.at(-1)).toBe('A: mute b');
  expect(told).toHaveLength(2);
});

test('show control for others in a flood is told ten times a second at most', () => {
  const { hear, told, starts } = looped('- { cue: 1, do: mute 1 }\n');
  for (let count = 0; count < 2000; count++) hear('F0 7F 02 02 10 01 31 F7');
  expect(starts()).toEqual([]);
  expect(told.filter((line) => line.includes('is for device 2'))).toHaveLength(10);
  expect(told.length).toBe(11);
});

const go = (cue: string, list = ''): string => hexOf(buildMsc({ device: 127, format: 127, command: 'go', cue, list, path: '' }));
const lists = (...numbers: string[]): Partial<TriggerSettings> => ({
  msc: { id: 1, groups: [], types: ['sound'], decimal: false, lists: numbers },
});

test('show control for a list that is not ours starts nothing where the show says which are ours', () => {
  const text = '- { cue: 12, do: mute 12 }\n';
  const any = looped(text);
  any.hear(go('12', '7'));
  expect(any.starts()).toEqual(['mute 12']);
  const own = looped(text, { settings: lists('3') });
  own.hear(go('12', '7'));
  expect(own.starts()).toEqual([]);
  expect(own.told.at(-1)).toContain('it is for list 7, ours is 3');
  own.hear(go('12', '3'));
  own.clock.advance(500);
  own.hear(go('12'));
  expect(own.starts()).toEqual(['mute 12', 'mute 12']);
});

test('a closed list ignores everything until it is opened again', () => {
  const { hear, starts, clock, told } = looped('- { cue: 12, do: mute 12 }\n', { settings: lists('3') });
  const door = (command: 'open-cue-list' | 'close-cue-list', list: string): void =>
    hear(hexOf(buildMsc({ device: 127, format: 127, command, list })));
  door('close-cue-list', '4');
  hear(go('12', '3'));
  expect(starts()).toEqual(['mute 12']);
  clock.advance(500);
  door('close-cue-list', '3');
  for (const list of ['3', '']) hear(go('12', list));
  expect(starts()).toEqual([]);
  expect(told.at(-1)).toContain('our list is closed');
  door('open-cue-list', '3');
  hear(go('12', '3'));
  expect(starts()).toEqual(['mute 12']);
});

test('what the show maps by number and list comes before what a message does by itself', () => {
  const { hear, starts, runner } = looped(`- { cue: 1, do: mute go12of3, when: msc go 12 list 3 }
- { cue: 2, do: mute stop, when: msc stop list 3 }
- { cue: 3, do: mute off, when: msc all-off }
- { cue: 12, do: mute twelve }
- { cue: 13, do: mute next3, when: msc go list 3 }
`);
  hear(go('12', '3'));
  hear(go('12', '4'));
  hear('F0 7F 7F 02 7F 02 00 33 F7');
  hear('F0 7F 7F 02 7F 08 F7');
  hear('F0 7F 7F 02 7F 01 00 33 F7');
  expect(starts()).toEqual(['mute go12of3', 'mute twelve', 'mute stop', 'mute off', 'mute next3']);
  expect(runner.state().paused).toBe(false);
});

test('numbers are text: 0.1 and 0.10 are two cues; with decimals filled up 1.500 is 1.5', () => {
  const text = '- { cue: "0.1", do: mute one }\n- { cue: "0.10", do: mute ten }\n- { cue: "1.5", do: mute half }\n';
  const plain = looped(text);
  for (const number of ['0.10', '0.1', '1.500', '01.5', '1.5.0']) {
    plain.hear(go(number));
    plain.clock.advance(400);
  }
  expect(plain.starts()).toEqual(['mute ten', 'mute one', 'mute half', 'mute half']);
  const fixed = looped(text, { settings: { msc: { id: 1, groups: [], types: ['sound'], decimal: true, lists: [] } } });
  fixed.hear(go('1.500'));
  expect(fixed.starts()).toEqual(['mute half']);
});

test('a timed GO fades in its own time, with a number and without; what takes no time is done at once', () => {
  const { hear, runner, clock } = looped('- { cue: 1, do: [ fade main -10 over 9s, mute 1 ] }\n- { cue: 2, do: fade main -20 over 9s }\n');
  const ends = (number: string): number => {
    const run = runner.state().running.find((one) => one.number === number);
    return run ? run.endMs - run.actionMs : Number.NaN;
  };
  hear('F0 7F 7F 02 7F 04 20 00 05 00 00 F7');
  expect(ends('1')).toBe(5000);
  expect(runner.state().standby?.number).toBe('2');
  clock.advance(400);
  hear('F0 7F 7F 02 7F 04 60 00 02 0F 32 32 F7');
  expect(ends('2')).toBeCloseTo(2516.7, 0);
  // The list itself is as it was written.
  expect(runner.cues[1]?.lines[0]?.line.overMs).toBe(9000);
});

test('GO/JAM_CLOCK starts the cue it names, and no other: none of ours waits for a clock', () => {
  const { hear, starts, told, runner } = looped('- { cue: 8, do: mute 8 }\n- { cue: 9, do: mute 9 }\n');
  hear('F0 7F 7F 02 7F 10 F7');
  expect(starts()).toEqual([]);
  expect(told.at(-1)).toContain('the next cue waits for a Go');
  hear('F0 7F 7F 02 7F 10 39 00 31 F7');
  expect(starts()).toEqual(['mute 9']);
  expect(runner.state().standby?.number).toBe('8');
});

test('an OSC address starts what waits for it and nothing else; one that the door has itself is told', () => {
  const { triggers, starts, told } = looped('- { cue: 1, do: mute 1, when: osc /cue/16 }\n- { cue: 2, do: mute 2, when: osc /go }\n');
  expect([triggers.hasOsc('/cue/16'), triggers.hasOsc('/cue/1'), triggers.hasOsc('/CUE/16')]).toEqual([true, false, false]);
  triggers.osc('/cue/16', 'tablet');
  triggers.osc('/cue/1', 'tablet');
  expect(starts()).toEqual(['mute 1']);
  expect(told).toEqual(['osc /go (cue 2): the OSC door itself has /go']);
});

test('other settings and triggers are in force at once: timecode goes on where it is, a device number is another', () => {
  const { triggers, hear, clock, starts } = looped('- { cue: 1, do: mute 1, when: timecode 01:00:02:00 }\n- { cue: 5, do: mute 5 }\n');
  const play = (from: number, frames: number): void => {
    for (let frame = from; frame < from + frames; frame += 2) {
      for (const piece of quarterFrames(timecodeAt(frame, '25'))) {
        hear(hexOf(piece));
        clock.advance(10);
      }
    }
  };
  const start = frameOf({ hours: 1, minutes: 0, seconds: 0, frames: 0, rate: '25' });
  play(start, 24);
  triggers.set({ ...SETTINGS, msc: { id: 9, groups: [], types: ['any'], decimal: false, lists: [] } }, []);
  play(start + 24, 30);
  expect(starts()).toEqual(['mute 1']);
  hear('F0 7F 01 02 10 01 35 F7');
  expect(starts()).toEqual([]);
  hear('F0 7F 09 02 30 01 35 F7');
  expect(starts()).toEqual(['mute 5']);
  triggers.set({ ...SETTINGS, timecode: undefined, msc: undefined }, []);
  play(start, 60);
  hear('F0 7F 09 02 30 01 35 F7');
  expect(starts()).toEqual([]);
});

/** Cues a second apart for a minute. */
const SECONDS = Array.from({ length: 60 }, (_, second) => second);

test.each(TIMECODE_RATES)(
  'at %s one in twenty quarter frames lost: every cue fires once, in order, within four frames of its time',
  (rate: TimecodeRate) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
        const random = seededRandom(seed);
        const { chase, fired, clock, frameMs } = chasing(rate);
        const first = frameOf({ hours: 1, minutes: 0, seconds: 0, frames: 0, rate });
        const beginMs = clock.nowMs();
        for (let frame = first; frame < first + 20 * Math.ceil(framesPerSecond(rate)); frame += 2) {
          for (const piece of quarterFrames(timecodeAt(frame, rate))) {
            if (random() >= 0.05) chase.hear(piece);
            clock.advance(frameMs / 4);
          }
        }
        const seconds = fired.map(({ second }) => second);
        // The very first message may be the one that is lost.
        const begin = seconds[0] ?? 0;
        expect(seconds).toEqual(SECONDS.slice(begin, begin + seconds.length));
        expect(begin).toBeLessThanOrEqual(1);
        expect(seconds.length).toBeGreaterThanOrEqual(19);
        for (const { second, atMs } of fired.slice(1)) {
          const wantedMs = beginMs + (frameOf({ hours: 1, minutes: 0, seconds: second, frames: 0, rate }) - first) * frameMs;
          expect(Math.abs(atMs - wantedMs), `second ${second}`).toBeLessThan(4.01 * frameMs);
        }
      }),
      { numRuns: 15 },
    );
  },
);

test.each(TIMECODE_RATES)('at %s back and forth: reverse fires nothing, and what is passed again fires again', (rate: TimecodeRate) => {
  const { chase, fired, clock, frameMs } = chasing(rate);
  const first = frameOf({ hours: 1, minutes: 0, seconds: 0, frames: 0, rate });
  const second = Math.round(framesPerSecond(rate));
  const play = (from: number, to: number): void => {
    const step = to > from ? 2 : -2;
    for (let frame = from; step > 0 ? frame < to : frame > to; frame += step) {
      const pieces = quarterFrames(timecodeAt(frame, rate));
      for (const piece of step > 0 ? pieces : pieces.reverse()) {
        chase.hear(piece);
        clock.advance(frameMs / 4);
      }
    }
  };
  const turn = first + second + (second % 2) + 4;
  play(first, first + 4 * second);
  const forward = fired.splice(0).map((one) => one.second);
  expect(forward).toEqual([0, 1, 2, 3]);
  play(first + 4 * second, turn);
  expect(fired).toEqual([]);
  play(turn, first + 4 * second);
  expect(fired.map((one) => one.second)).toEqual([2, 3]);
});

/** A chase with a cue at every second of the first minute after one o'clock. */
function chasing(rate: TimecodeRate) {
  const { clock } = running('');
  const fired: { second: number; atMs: number }[] = [];
  const chase = new Chase<number>({
    clock,
    settings: { freewheelMs: 250, catchUp: false },
    fire: (second) => fired.push({ second, atMs: clock.nowMs() }),
    tell: () => {},
  });
  chase.set(SECONDS.map((seconds) => ({ at: { kind: 'timecode', hours: 1, minutes: 0, seconds, frames: 0 }, cue: seconds })));
  return { chase, fired, clock, frameMs: 1000 / framesPerSecond(rate) };
}
