import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import { describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { mcuCodec } from '../../src/surfaces/mcu/codec.ts';
import { McuUnit } from '../../src/surfaces/mcu/unit.ts';
import { SurfaceSession } from '../../src/surfaces/session.ts';
import { MidiReader } from '../../src/wire/formats/midi.ts';
import { deskKit, SMALL } from '../desk/desk-kit.ts';
import { filesBelow, ROOT } from '../house/rooms.ts';
import { keyNamed, surfaceKit, X_TOUCH, X_TOUCH_MAPPING } from '../mapping/mapping-kit.ts';
import { openShow } from '../mapping/show-kit.ts';
import { type Expectation, type Moment, readScenario } from './scenario.ts';

const FILES = filesBelow('test/scenarios', '.txt');

/** An X-Touch with its shipped mapping at a desk of 16 channels, bytes to bytes. */
function unitAtDesk(hasShow: boolean) {
  const layout = buildLayout(describeMixer({ ...SMALL, channels: 16 }));
  const desk = deskKit({}, layout);
  const kit = surfaceKit(desk, X_TOUCH_MAPPING, X_TOUCH, 'X-Touch', hasShow ? openShow(desk) : undefined);
  const unit = new McuUnit(X_TOUCH);
  const slots = new Map(layout.meters.map(({ path, slot }) => [path, slot]));
  const reader = new MidiReader();
  let sent: string[] = [];
  const session = new SurfaceSession({
    profile: X_TOUCH,
    codec: mcuCodec(X_TOUCH),
    clock: kit.clock,
    hand: kit.surface,
    send: (bytes) => {
      unit.hear(bytes, kit.clock.nowMs());
      for (const message of reader.read(bytes))
        sent.push([...message].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' '));
    },
  });
  kit.surface.connect(session);
  return {
    ...kit,
    session,
    unit,
    taken: () => sent.splice(0),
    begin: () => {
      session.up();
      kit.clock.advance(3000);
      sent = [];
    },
    meter: (path: string, levelDb: number) => {
      const slot = slots.get(path);
      if (slot === undefined) throw new Error(`${path}: no such meter`);
      const frame = new Float32Array(layout.meters.length).fill(-90);
      frame[slot] = levelDb;
      kit.meters.publish('foh', frame, kit.clock.nowMs());
    },
  };
}

type Bench = ReturnType<typeof unitAtDesk>;

function happen(bench: Bench, { event }: Moment): void {
  if (event.kind === 'hand') bench.session.hear(event.bytes);
  else if (event.kind === 'desk') expect(bench.refused(event.line)).toBe('');
  else if (event.kind === 'meter') bench.meter(event.path, event.levelDb);
}

function check(bench: Bench, messages: readonly string[], what: Expectation, where: string): void {
  if (what.kind === 'value') {
    expect(bench.text(what.path), `${where}: ${what.path}`).toBe(what.text);
    return;
  }
  if (what.kind === 'lcd') {
    const lines = ([0, 1] as const).map((line) => bench.unit.text(what.strip - 1, line).trim());
    expect(lines.join(' | ').trim(), `${where}: display ${what.strip}`).toBe(what.text);
    return;
  }
  if (what.kind === 'light') {
    expect(bench.unit.light(keyNamed(what.key)), `${where}: ${what.key}`).toBe(what.text);
    return;
  }
  const found = messages.filter((message) => message.startsWith(what.start));
  expect(found.length, `${where}: messages ${what.start}, of ${messages.join(' | ') || 'none'}`).toBe(what.times);
}

describe('scenarios', () => {
  test('there are some', () => expect(FILES.length).toBeGreaterThanOrEqual(10));

  test.each(FILES)('%s', (path) => {
    const { hasShow, given, moments } = readScenario(readFileSync(`${ROOT}${path}`, 'utf8'));
    const bench = unitAtDesk(hasShow);
    for (const line of given) expect(bench.refused(line)).toBe('');
    bench.begin();
    const startMs = bench.clock.nowMs();
    moments.forEach((moment, at) => {
      expect(bench.clock.nowMs() - startMs, `${path}:${moment.line}: time runs on`).toBeLessThanOrEqual(moment.atMs);
      bench.clock.advance(startMs + moment.atMs - bench.clock.nowMs());
      bench.taken();
      happen(bench, moment);
      const next = moments[at + 1];
      if (next) bench.clock.advance(next.atMs - moment.atMs);
      const messages = bench.taken();
      for (const { line, what } of moment.expect) check(bench, messages, what, `${path}:${line}`);
    });
    expect(moments.at(-1)?.event.kind, `${path} ends with "end"`).toBe('end');
    expect(moments.flatMap(({ expect: all }) => all).length).toBeGreaterThan(0);
  });
});
