/** Frame rates of timecode, in the order of the rate bits of MTC, MSC and MMC. The bits do not tell 23.976 from 24 or 29.97 from 30. */
export const TIMECODE_RATES = ['24', '25', '29.97df', '30'] as const;
export type TimecodeRate = (typeof TIMECODE_RATES)[number];

/** A moment of a day in hours, minutes, seconds and frames. */
export interface Timecode {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly frames: number;
  readonly rate: TimecodeRate;
}

/** Frame numbers a second has. */
const COUNTS: Readonly<Record<TimecodeRate, number>> = { '24': 24, '25': 25, '29.97df': 30, '30': 30 };
/** Frames that pass in a second of real time. */
const SPEEDS: Readonly<Record<TimecodeRate, number>> = { '24': 24, '25': 25, '29.97df': 30_000 / 1001, '30': 30 };

export const frameCount = (rate: TimecodeRate): number => COUNTS[rate];
export const framesPerSecond = (rate: TimecodeRate): number => SPEEDS[rate];
export const framesPerDay = (rate: TimecodeRate): number => (rate === '29.97df' ? 2_589_408 : 86_400 * COUNTS[rate]);

/** Whether the numbers are those of a moment; a dropped number counts as one (see `existing`). */
export const isTimecode = ({ hours, minutes, seconds, frames, rate }: Timecode): boolean =>
  hours < 24 && minutes < 60 && seconds < 60 && frames < COUNTS[rate];

/** Drop frame leaves out ;00 and ;01 of each minute not divisible by ten: the next number stands for one that does not exist. */
export function existing(time: Timecode): Timecode {
  const isDropped = time.rate === '29.97df' && time.minutes % 10 !== 0 && time.seconds === 0 && time.frames < 2;
  return isDropped ? { ...time, frames: 2 } : time;
}

/** Frames since midnight. @source SMPTE 12M, drop-frame counting; test/vectors/show-control/dropframe.json */
export function frameOf(time: Timecode): number {
  const { hours, minutes, seconds, frames, rate } = existing(time);
  const whole = (hours * 3600 + minutes * 60 + seconds) * COUNTS[rate] + frames;
  if (rate !== '29.97df') return whole;
  const all = hours * 60 + minutes;
  return whole - 2 * (all - Math.floor(all / 10));
}

/** The moment of a frame; days are left out, also of frames before midnight. */
export function timecodeAt(frame: number, rate: TimecodeRate): Timecode {
  const day = framesPerDay(rate);
  let number = ((Math.floor(frame) % day) + day) % day;
  if (rate === '29.97df') {
    const tens = Math.floor(number / 17_982);
    const rest = number % 17_982;
    number += 18 * tens + (rest >= 2 ? 2 * Math.floor((rest - 2) / 1798) : 0);
  }
  const count = COUNTS[rate];
  const seconds = Math.floor(number / count);
  return {
    hours: Math.floor(seconds / 3600),
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    frames: number % count,
    rate,
  };
}

/** Real time since midnight, in seconds. */
export const secondsOf = (time: Timecode): number => frameOf(time) / SPEEDS[time.rate];

/** `01:02:03:04`, and `01:02:03;04` where frames are dropped. */
export function formatTimecode({ hours, minutes, seconds, frames, rate }: Timecode): string {
  const [hh, mm, ss, ff] = [hours, minutes, seconds, frames].map((number) => String(number).padStart(2, '0'));
  return `${hh}:${mm}:${ss}${rate === '29.97df' ? ';' : ':'}${ff}`;
}
