import { expect, test } from 'vitest';
import { isRefusal } from '../../../src/desk/refusal.ts';
import { Intervals } from '../../../src/scenes/triggers/intervals.ts';
import type { ClockTrigger } from '../../../src/scenes/triggers/trigger.ts';
import { readTrigger } from '../../../src/scenes/triggers/trigger-text.ts';
import { WallClock } from '../../../src/scenes/triggers/wall-clock.ts';
import { ManualClock } from '../../manual-clock.ts';

const HOUR_MS = 3_600_000;

function clockTrigger(text: string): ClockTrigger {
  const trigger = readTrigger(text);
  if (isRefusal(trigger) || trigger.kind !== 'clock') throw new Error(text);
  return trigger;
}

/** A cue by the clock from an instant on; times it fired, in UTC, and what was told. */
function night(fromUtc: string, trigger: string, options: { readonly fired?: readonly string[]; readonly earliestMs?: number } = {}) {
  const clock = new ManualClock(Date.parse(fromUtc));
  const fired: string[] = [];
  const told: string[] = [];
  let kept: readonly string[] = options.fired ?? [];
  const wall = new WallClock<string>({
    clock,
    zone: 'Europe/Berlin',
    fire: () => fired.push(new Date(clock.wallMs()).toISOString().slice(0, 19)),
    tell: (text) => told.push(text),
    earliestMs: 0,
    onFired: (list) => {
      kept = list;
    },
    ...options,
  });
  wall.set([{ id: '1', says: 'cue 1', at: clockTrigger(trigger), cue: '1' }]);
  return { clock, fired, told, wall, kept: () => kept };
}

// Field case cue-at-half-past-two-on-clock-change (kelektiv/node-cron #563, #881; node-schedule #435).
test('a daily cue at 02:30 fires once in the night that has no 02:30, and says why it is later', () => {
  const { clock, fired, told, wall } = night('2026-03-28T20:00:00Z', 'clock 02:30');
  expect(wall.upcoming()[0]).toMatchObject({
    atMs: Date.parse('2026-03-29T01:30:00Z'),
    warning: expect.stringContaining('skipped by the clock change'),
  });
  clock.advance(12 * HOUR_MS);
  expect(fired).toEqual(['2026-03-29T01:30:00']);
  expect(told).toEqual([expect.stringContaining('skipped by the clock change')]);
});

test('it fires once in the night that has 02:30 twice, at the first', () => {
  const { clock, fired } = night('2026-10-24T20:00:00Z', 'clock daily 02:30');
  clock.advance(12 * HOUR_MS);
  expect(fired).toEqual(['2026-10-25T00:30:00']);
  clock.advance(24 * HOUR_MS);
  expect(fired).toEqual(['2026-10-25T00:30:00', '2026-10-26T01:30:00']);
});

test.each(['2026-03-29T00:00:00Z', '2026-10-25T00:00:00Z'])('every 15 s is every 15 s through the night of %s', (from) => {
  const clock = new ManualClock(Date.parse(from));
  const times: number[] = [];
  new Intervals<string>(clock, () => times.push(clock.wallMs())).set([{ id: '1', at: { kind: 'every', everyMs: 15_000 }, cue: '1' }]);
  clock.advance(4 * HOUR_MS);
  expect(times).toHaveLength(4 * 240);
  expect(new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)))).toEqual(new Set([15_000]));
});

test('a timer that rings a little early, as real ones do, fires once, and so does one that slept', () => {
  const clock = new ManualClock();
  const early = {
    nowMs: () => clock.nowMs(),
    wallMs: () => clock.wallMs(),
    setTimer: (ms: number, run: () => void) => clock.setTimer(ms - 0.4, run),
  };
  const times: number[] = [];
  new Intervals<string>(early, () => times.push(Math.round(clock.nowMs()))).set([
    { id: '1', at: { kind: 'every', everyMs: 1000 }, cue: '1' },
  ]);
  clock.advance(3500);
  expect(times).toEqual([1000, 2000, 3000]);
  clock.sleep(10_000);
  clock.advance(1000);
  expect(times).toEqual([1000, 2000, 3000, 13_500, 14_000]);
});

test('a clock that is set back an hour a minute later does not fire it again, nor does a restart after that', () => {
  const { clock, fired, told, kept } = night('2026-07-01T00:29:00Z', 'clock 02:30');
  clock.advance(2 * 60_000);
  expect(fired).toEqual(['2026-07-01T00:30:00']);
  clock.jumpWall(-HOUR_MS);
  clock.advance(2 * HOUR_MS);
  expect(fired).toHaveLength(1);
  expect(told).toEqual(['the clock was set back by 3600 s']);
  const again = night('2026-07-01T00:29:00Z', 'clock 02:30', { fired: kept() });
  again.clock.advance(5 * 60_000);
  expect(again.fired).toEqual([]);
});

test('a clock that is set forward over it tells it as missed, and fires it where it is late by less than two seconds', () => {
  const missed = night('2026-07-01T00:00:00Z', 'clock 02:30');
  missed.clock.advance(10_000);
  missed.clock.jumpWall(HOUR_MS);
  missed.clock.advance(60_000);
  expect(missed.fired).toEqual([]);
  expect(missed.told).toEqual(['the clock was set forward by 3600 s', 'cue 1 was missed: the clock went over it']);
  const late = night('2026-07-01T00:29:58Z', 'clock 02:30');
  late.clock.jumpWall(3000);
  late.clock.advance(1000);
  expect(late.fired).toEqual(['2026-07-01T00:30:02']);
});

test('a machine that slept over it tells it as missed, and the next day is right', () => {
  const { clock, fired, told } = night('2026-07-01T00:00:00Z', 'clock 02:30');
  clock.sleep(HOUR_MS);
  clock.advance(0);
  expect(fired).toEqual([]);
  expect(told).toEqual(['cue 1 was missed: the clock went over it']);
  clock.advance(24 * HOUR_MS);
  expect(fired).toEqual(['2026-07-02T00:30:00']);
});

test('a clock that drifts by less than half a second is left in peace', () => {
  const { clock, fired, told } = night('2026-07-01T00:29:50Z', 'clock 02:30');
  for (let second = 0; second < 20; second++) {
    clock.jumpWall(second % 2 === 0 ? 300 : -300);
    clock.advance(1000);
  }
  expect(fired).toHaveLength(1);
  expect(told).toEqual([]);
});

test('weekdays, dates and zones are those of the place', () => {
  const next = (trigger: string): string | undefined => {
    const at = night('2026-11-25T12:00:00Z', trigger).wall.upcoming()[0]?.atMs;
    return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
  };
  expect(next('clock 13:00')).toBe('2026-11-26T12:00');
  expect(next('clock wed 13:00')).toBe('2026-12-02T12:00');
  expect(next('clock fri,mon 19:30')).toBe('2026-11-27T18:30');
  expect(next('clock 2026-12-31 23:59:30')).toBe('2026-12-31T22:59');
  expect(next('clock 2026-11-24 19:30')).toBeUndefined();
  expect(next('clock 19:30 zone America/New_York')).toBe('2026-11-26T00:30');
});

test('a clock from before this program was written holds the cues, and says so', () => {
  const { clock, fired, told } = night('1970-01-01T01:29:00Z', 'clock 02:30', { earliestMs: Date.UTC(2026, 10, 1) });
  clock.advance(5 * 60_000);
  expect(fired).toEqual([]);
  expect(told).toEqual(['the clock of this machine is wrong; cues by the clock wait until it is set']);
});

test('a list that is edited while a cue is due fires it all the same, once', () => {
  const { clock, fired, wall } = night('2026-07-01T00:29:00Z', 'clock 02:30');
  const edit = (): void => wall.set([{ id: '1', says: 'cue 1', at: clockTrigger('clock 02:30'), cue: '1' }]);
  clock.advance(59_999);
  // It is due, and its timer rings a little late: the edit comes between.
  clock.sleep(3);
  edit();
  clock.advance(5000);
  edit();
  clock.advance(60_000);
  expect(fired).toEqual(['2026-07-01T00:30:00']);
});

test('a list that is edited while the clock is set forward over a cue tells it as missed', () => {
  const { clock, fired, told, wall } = night('2026-07-01T00:00:00Z', 'clock 02:30');
  clock.advance(10_000);
  clock.jumpWall(HOUR_MS);
  wall.set([{ id: '1', says: 'cue 1', at: clockTrigger('clock 02:30'), cue: '1' }]);
  clock.advance(5000);
  expect(fired).toEqual([]);
  expect(told.join()).toContain('cue 1 was missed');
});

test('an interval keeps its step however often the list is edited, and another time of it begins anew', () => {
  const clock = new ManualClock();
  const times: number[] = [];
  const intervals = new Intervals<string>(clock, () => times.push(Math.round(clock.nowMs())));
  const set = (everyMs: number): void => intervals.set([{ id: '1', at: { kind: 'every', everyMs }, cue: '1' }]);
  for (let edits = 0; edits < 50; edits++) {
    set(1000);
    clock.advance(70);
  }
  expect(times).toEqual([1000, 2000, 3000]);
  set(5000);
  clock.advance(5000);
  expect(times.slice(3)).toEqual([8500]);
  intervals.set([]);
  clock.advance(20_000);
  expect(times).toHaveLength(4);
  expect(clock.timers).toBe(0);
});
