import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import { buildMmc, MMC_KEYS, type MmcCommand } from '../../wire/formats/mmc.ts';
import { buildMsc, type ControlTime, MSC_ALL, MSC_NAMES, MSC_TYPES, type MscCommand } from '../../wire/formats/msc.ts';
import { TIMECODE_RATES } from '../../wire/formats/timecode.ts';
import { readTimeMs } from '../triggers/time-text.ts';
import { oneOf, type WordReader, whole, wrong } from '../word-reader.ts';
import type { MidiTarget } from './target.ts';

type Messages = readonly Uint8Array[];

/** Words that may stand behind a command, whatever it is. */
interface Details {
  list: string;
  path: string;
  time?: ControlTime;
  device: number;
  format: number;
}

/**
 * `go 12`, `go 12 list 3 device 4 type lighting`, `timed-go 12 time 5s`, `fire 3`, `set 1 100`, `standby-plus`.
 * @source MSC 1.1.1
 */
export function readMsc(reader: WordReader, target: MidiTarget): Messages | Refusal {
  const command = oneOf(reader.take(), MSC_NAMES);
  if (isRefusal(command)) return command;
  const numbers: string[] = [];
  while (reader.next !== undefined && /^[\d.]+$/.test(reader.next)) numbers.push(reader.take());
  const details = detailsOf(reader, target);
  if (isRefusal(details)) return details;
  const { device, format, ...rest } = details;
  const message = complete(command, numbers, rest);
  if (isRefusal(message)) return message;
  const bytes = buildMsc({ device, format, ...message });
  return bytes.length <= 128 ? [bytes] : wrong(`${bytes.length} bytes`, 'a show control message: 128 bytes at most');
}

const NUMBER = /^\d+(?:\.\d+)*$/;
const isBad = (number: string): boolean => number !== '' && !NUMBER.test(number);

function complete(
  command: MscCommand['command'],
  numbers: readonly string[],
  { list, path, time }: Pick<Details, 'list' | 'path' | 'time'>,
): MscCommand | Refusal {
  const [first = '', second = '', extra] = numbers;
  const bad = [first, list, path].find(isBad);
  if (bad !== undefined) return wrong(bad, 'a number of digits and points: 12.5');
  if (extra !== undefined || (second !== '' && command !== 'set')) return wrong(extra ?? second, `part of ${command}`);
  switch (command) {
    case 'fire': {
      const macro = whole(first, 0, 127, 'a macro number');
      return isRefusal(macro) ? macro : { command, macro };
    }
    case 'set': {
      const [control, value] = [whole(first, 0, 16_383, 'a control number'), whole(second, 0, 16_383, 'a value')];
      if (isRefusal(control) || isRefusal(value)) return isRefusal(control) ? control : (value as Refusal); // one of the two is
      return { command, control, value, ...(time ? { time } : {}) };
    }
    case 'all-off':
    case 'restore':
    case 'reset':
      return first === '' ? { command } : wrong(first, `part of ${command}`);
    case 'timed-go':
      return time ? { command, time, cue: first, list, path } : wrong(command, 'complete: a time such as time 5s');
    case 'set-clock':
      return time ? { command, time, list: list || first } : wrong(command, 'complete: a time such as time 01:00:00:00');
    case 'open-cue-path':
    case 'close-cue-path':
      return path || first ? { command, path: path || first } : wrong(command, 'complete: the number of a path');
    case 'go':
    case 'stop':
    case 'resume':
    case 'load':
    case 'go-off':
    case 'go-jam-clock':
      return command === 'load' && first === '' ? wrong(command, 'complete: the number of a cue') : { command, cue: first, list, path };
    case 'open-cue-list':
    case 'close-cue-list':
      return list || first ? { command, list: list || first } : wrong(command, 'complete: the number of a list');
    default:
      return { command, list: list || first };
  }
}

function detailsOf(reader: WordReader, target: MidiTarget): Details | Refusal {
  const found: Details = { list: '', path: '', device: target.device, format: target.format };
  for (;;) {
    if (reader.accept('list')) found.list = reader.take();
    else if (reader.accept('path')) found.path = reader.take();
    else if (reader.accept('time')) {
      const time = readControlTime(reader);
      if (isRefusal(time)) return time;
      found.time = time;
    } else if (reader.accept('type')) {
      const type = oneOf(reader.take(), ['all', ...Object.keys(MSC_TYPES)]);
      if (isRefusal(type)) return type;
      found.format = MSC_TYPES[type] ?? MSC_ALL;
    } else {
      const device = deviceOf(reader);
      if (device === undefined) return found;
      if (isRefusal(device)) return device;
      found.device = device;
    }
  }
}

/** `device 4`, `device all`, `group 2`. @returns undefined where none is named */
function deviceOf(reader: WordReader): number | Refusal | undefined {
  if (reader.accept('group')) {
    const group = whole(reader.take(), 1, 15, 'a group');
    return isRefusal(group) ? group : 0x70 + group - 1;
  }
  if (!reader.accept('device')) return undefined;
  return reader.accept('all') ? MSC_ALL : whole(reader.take(), 0, 126, 'a device number');
}

/** `5s`, `250ms`, or hours to frames `01:02:03:04`, with `rate 25` behind it. */
function readControlTime(reader: WordReader): ControlTime | Refusal {
  const text = reader.take();
  const [, ...fields] = /^(\d{1,2}):(\d{2}):(\d{2})[:;.](\d{2})$/.exec(text) ?? [];
  const rate = reader.accept('rate') ? oneOf(reader.take(), TIMECODE_RATES) : text.includes(';') ? '29.97df' : '25';
  if (isRefusal(rate)) return rate;
  const [hours = 99, minutes = 99, seconds = 99, frames = 99] = fields.map(Number);
  if (hours <= 23 && minutes <= 59 && seconds <= 59 && frames <= 29) return { hours, minutes, seconds, frames, hundredths: 0, rate };
  const timeMs = fields.length === 0 ? readTimeMs(text) : undefined;
  if (timeMs === undefined || timeMs >= 24 * 3_600_000) return wrong(text, 'a time: 5s, 250ms or 01:02:03:04');
  const parts = Math.round(timeMs / 0.4);
  const whole25 = Math.floor(parts / 100);
  return {
    hours: Math.floor(whole25 / 90_000),
    minutes: Math.floor(whole25 / 1500) % 60,
    seconds: Math.floor(whole25 / 25) % 60,
    frames: whole25 % 25,
    hundredths: parts % 100,
    rate: '25',
  };
}

/**
 * `play`, `stop`, `locate 01:02:03:04 rate 25`, `step -4`, `shuttle -1.5`, each with `device 2`.
 * @source MMC 1.0
 */
export function readMmc(reader: WordReader, target: MidiTarget): Messages | Refusal {
  const name = oneOf(reader.take(), [...MMC_KEYS, 'locate', 'step', 'shuttle']);
  if (isRefusal(name)) return name;
  const command = mmcOf(name, reader);
  if (isRefusal(command)) return command;
  const device = deviceOf(reader) ?? target.device;
  return isRefusal(device) ? device : [buildMmc(device, command)];
}

function mmcOf(name: string, reader: WordReader): Exclude<MmcCommand, { command: 'other' }> | Refusal {
  if (name === 'locate') {
    const time = readControlTime(reader);
    return isRefusal(time) ? time : { command: name, time };
  }
  if (name === 'step') {
    const frames = whole(reader.take(), -63, 63, 'frames');
    return isRefusal(frames) ? frames : { command: name, frames };
  }
  if (name === 'shuttle') {
    const word = reader.take();
    const speed = /^-?\d+(?:\.\d+)?$/.test(word) ? Number(word) : Number.NaN;
    return Math.abs(speed) <= 127 ? { command: name, speed } : wrong(word, 'a speed, -127..127 times');
  }
  const key = oneOf(name, MMC_KEYS);
  return isRefusal(key) ? key : { command: key };
}
