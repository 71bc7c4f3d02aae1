import { words } from '../../desk/line.ts';
import { own } from '../../desk/own.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import { MMC_KEYS } from '../../wire/formats/mmc.ts';
import { oneOf, WordReader as Reader, whole, wrong } from '../word-reader.ts';
import { readTimeMs } from './time-text.ts';
import { type ClockTrigger, type MidiTrigger, MSC_WORDS, type Trigger } from './trigger.ts';
import { isZone } from './zones.ts';

const KINDS: Readonly<Record<string, (reader: Reader) => Trigger | Refusal>> = {
  midi: readMidi,
  mmc(reader) {
    const key = oneOf(reader.take(), MMC_KEYS);
    return isRefusal(key) ? key : { kind: 'mmc', key };
  },
  msc: readMsc,
  timecode: readTimecode,
  clock: readClock,
  osc: readOsc,
  every(reader) {
    const text = [reader.take(), reader.next === undefined ? '' : reader.take()].join(' ').trim();
    const everyMs = readTimeMs(text);
    return everyMs !== undefined && everyMs >= 100 ? { kind: 'every', everyMs } : wrong(text, 'a time of at least 0.1 s');
  },
  console(reader) {
    if (!reader.accept('scene')) return wrong(reader.take(), 'scene, then its number or name: console scene 12');
    const scene = reader.take();
    if (scene === '') return wrong(scene, 'the number or name of a scene of the console');
    return { kind: 'console', scene, ...(reader.accept('of') ? { role: reader.take() } : {}) };
  },
};

/**
 * What stands behind `when:` in a cue: `midi program 14 channel 1`, `timecode 01:02:03:04`, `clock mon,fri 19:30 zone Europe/Berlin`.
 * @returns the trigger, or which word is wrong
 */
export function readTrigger(text: string): Trigger | Refusal {
  const given = words(text);
  if (isRefusal(given)) return given;
  const reader = new Reader(given);
  const name = oneOf(reader.take(), Object.keys(KINDS));
  if (isRefusal(name)) return name;
  const trigger = own(KINDS, name)?.(reader) ?? wrong(name, 'a trigger');
  if (isRefusal(trigger) || reader.next === undefined) return trigger;
  return wrong(reader.next, `part of a ${name} trigger`);
}

function readMidi(reader: Reader): Trigger | Refusal {
  const kind = oneOf(reader.take(), ['program', 'note', 'cc', 'song', 'start', 'continue', 'stop']);
  if (isRefusal(kind)) return kind;
  if (kind === 'start' || kind === 'continue' || kind === 'stop') return withPlace(reader, { kind: 'midi-clock', what: kind });
  const fromOne = kind === 'program' || kind === 'song';
  const number = whole(reader.take(), fromOne ? 1 : 0, fromOne ? 128 : 127, `a ${kind} number`);
  if (isRefusal(number)) return number;
  if (kind === 'program') return withPlace(reader, { kind, program: number });
  if (kind === 'note') return withPlace(reader, { kind, note: number });
  if (kind === 'song') return withPlace(reader, { kind, song: number });
  return withPlace(reader, { kind, controller: number });
}

/** What may follow, each with its range and the triggers that have it. */
const DETAILS = {
  channel: { from: 1, to: 16, of: ['program', 'note', 'cc'] },
  bank: { from: 0, to: 16_383, of: ['program'] },
  above: { from: 0, to: 126, of: ['note'] },
  value: { from: 0, to: 127, of: ['cc'] },
} as const;

function withPlace(reader: Reader, trigger: MidiTrigger): Trigger | Refusal {
  const found: Record<string, number | string> = {};
  for (;;) {
    if (reader.accept('from')) {
      found.from = reader.take();
      continue;
    }
    const detail = (Object.keys(DETAILS) as (keyof typeof DETAILS)[]).find((name) => reader.accept(name)); // keys of a constant
    if (!detail) return { ...trigger, ...found };
    const { from, to, of } = DETAILS[detail];
    if (!of.some((kind) => kind === trigger.kind)) return wrong(detail, `part of midi ${trigger.kind}`);
    const number = whole(reader.take(), from, to, `a ${detail}`);
    if (isRefusal(number)) return number;
    found[detail] = number;
  }
}

function readMsc(reader: Reader): Trigger | Refusal {
  const command = oneOf(reader.take(), ['fire', ...MSC_WORDS]);
  if (isRefusal(command)) return command;
  if (command === 'fire') {
    const macro = whole(reader.take(), 0, 127, 'a macro number');
    return isRefusal(macro) ? macro : { kind: 'msc', command, macro };
  }
  const cue = reader.next === undefined || reader.next.toLowerCase() === 'list' ? '' : reader.take();
  const list = reader.accept('list') ? reader.take() : undefined;
  const bad = [cue || '0', list ?? '0'].find((number) => !/^\d+(?:\.\d+)*$/.test(number));
  if (bad !== undefined) return wrong(bad, bad === list ? 'a list number: digits and points' : 'a cue number: digits and points');
  if (cue !== '' && !NUMBERED.test(command)) return wrong(cue, `part of msc ${command}: it has no cue number`);
  if (list !== undefined && BARE.test(command)) return wrong('list', `part of msc ${command}`);
  return { kind: 'msc', command, cue, ...(list === undefined ? {} : { list }) };
}

const NUMBERED = /^(?:go|stop|resume|load|timed-go|go-off|go-jam-clock)$/;
const BARE = /^(?:all-off|restore|reset)$/;

/** Printable ASCII, no pattern; as the door is told it. */
const ADDRESS = /^\/[!"$-)+\-./0-9:;<=>@A-Z\\^_`a-z|~]{1,255}$/;

function readOsc(reader: Reader): Trigger | Refusal {
  const address = reader.take();
  return ADDRESS.test(address) && !address.endsWith('/') ? { kind: 'osc', address } : wrong(address, 'an OSC address: osc /cue/16');
}

function readTimecode(reader: Reader): Trigger | Refusal {
  const text = reader.take();
  const found = /^(\d{1,2}):(\d{2}):(\d{2})[:;.](\d{2})$/.exec(text);
  const [hours = 99, minutes = 99, seconds = 99, frames = 99] = (found ?? []).slice(1).map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59 || frames > 29) return wrong(text, 'hours, minutes, seconds and frames: 01:02:03:04');
  return { kind: 'timecode', hours, minutes, seconds, frames };
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function readClock(reader: Reader): Trigger | Refusal {
  let when: Pick<ClockTrigger, 'days' | 'date'> = {};
  if (reader.next !== undefined && !/^\d{1,2}:/.test(reader.next)) {
    const given = reader.take();
    const days = daysOf(given);
    if (isRefusal(days)) return days;
    // A list in brackets is divided at the comma between the days.
    if (reader.next === undefined)
      return wrong(given, 'followed by a time of day; inside [ ] quotes keep several days: "clock mon,fri 19:30"');
    when = days;
  }
  const text = reader.take();
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  const [hour, minute, second] = [Number(found?.[1] ?? 99), Number(found?.[2] ?? 99), Number(found?.[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return wrong(text, 'a time of day: 19:30 or 19:30:15');
  if (!reader.accept('zone')) return { kind: 'clock', hour, minute, second, ...when };
  const zone = reader.take();
  if (!isZone(zone)) return wrong(zone, 'a time zone such as Europe/Berlin');
  return { kind: 'clock', hour, minute, second, ...when, zone };
}

function daysOf(text: string): Pick<ClockTrigger, 'days' | 'date'> | Refusal {
  if (text === 'daily') return {};
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const utcMs = Date.parse(`${text}T00:00:00Z`);
    const isDate = Number.isFinite(utcMs) && new Date(utcMs).toISOString().startsWith(text);
    return isDate ? { date: text } : wrong(text, 'a date that exists');
  }
  const days = text.split(',').map((day) => DAYS.indexOf(day.toLowerCase()));
  return days.includes(-1) ? wrong(text, `days such as mon,fri, a date such as 2026-11-25, or a time such as 19:30`) : { days };
}
