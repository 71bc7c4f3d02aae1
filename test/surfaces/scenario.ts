/**
 * A scenario, as an engineer writes it down:
 *
 *     show                                the songs and cues of test/mapping/show-kit.ts are open
 *     given   set ch/1/fader -10          a line said before the unit is there
 *       0 ms  hand   90 68 7F             bytes the unit sends        ; what they mean
 *      50 ms  desk   set ch/1/fader 0     a line another hand says
 *     100 ms  meter  ch/1/meter/post -3   a frame with this level, all others at -90
 *             -> E0 12 34                 exactly one such message before the next event
 *             -> no E0                    none that begins so
 *             -> 2 of E0                  so many that begin so
 *             -> ch/1/fader -10.0 dB      the desk's value when the next event comes
 *             -> lcd 3 GO 12 | Ballad      both lines of a display when the next event comes
 *             -> light f8 blink            on, off or blink, likewise
 *    1000 ms  end
 */
export type Event =
  | { readonly kind: 'hand'; readonly bytes: Uint8Array }
  | { readonly kind: 'desk'; readonly line: string }
  | { readonly kind: 'meter'; readonly path: string; readonly levelDb: number }
  | { readonly kind: 'end' };

export type Expectation =
  | { readonly kind: 'count'; readonly start: string; readonly times: number }
  | { readonly kind: 'value'; readonly path: string; readonly text: string }
  | { readonly kind: 'lcd'; readonly strip: number; readonly text: string }
  | { readonly kind: 'light'; readonly key: string; readonly text: string };

export interface Moment {
  readonly atMs: number;
  readonly line: number;
  readonly event: Event;
  readonly expect: { readonly line: number; readonly what: Expectation }[];
}

export interface Scenario {
  readonly hasShow: boolean;
  readonly given: readonly string[];
  readonly moments: readonly Moment[];
}

const HEX = /^[0-9A-F]{2}( [0-9A-F]{2})*$/;

/** @throws Error with the line's number for a line that says nothing */
export function readScenario(text: string): Scenario {
  const given: string[] = [];
  const moments: Moment[] = [];
  let hasShow = false;
  text.split('\n').forEach((whole, at) => {
    const said = (whole.split(/[;#]/)[0] ?? '').trim().replace(/\s+/g, ' ');
    if (said === '') return;
    const line = at + 1;
    const moment = moments.at(-1);
    if (said === 'show') hasShow = true;
    else if (said.startsWith('given ')) given.push(said.slice(6));
    else if (said.startsWith('-> ') && moment) moment.expect.push({ line, what: readExpectation(said.slice(3), line) });
    else moments.push({ line, expect: [], ...readEvent(said, line) });
  });
  return { hasShow, given, moments };
}

function readExpectation(said: string, line: number): Expectation {
  if (HEX.test(said)) return { kind: 'count', start: said, times: 1 };
  const [, times = '', start = ''] = /^(no|\d+ of) (.+)$/.exec(said) ?? [];
  if (HEX.test(start)) return { kind: 'count', start, times: times === 'no' ? 0 : Number.parseInt(times, 10) };
  const [, strip, shown] = /^lcd ([1-8]) (.*\|.*)$/.exec(said) ?? [];
  if (strip !== undefined && shown !== undefined) return { kind: 'lcd', strip: Number(strip), text: shown };
  const [, key, light] = /^light (\S+) (on|off|blink)$/.exec(said) ?? [];
  if (key !== undefined && light !== undefined) return { kind: 'light', key, text: light };
  const [, path, value] = /^(\S+\/\S+) (.+)$/.exec(said) ?? [];
  if (path === undefined || value === undefined) throw new Error(`line ${line}: "${said}" is nothing that can follow`);
  return { kind: 'value', path, text: value };
}

function readEvent(said: string, line: number): Pick<Moment, 'atMs' | 'event'> {
  const [, time, kind, rest = ''] = /^(\d+) ms (hand|desk|meter|end)(?: (.+))?$/.exec(said) ?? [];
  const atMs = Number(time);
  if (kind === 'end') return { atMs, event: { kind } };
  if (kind === 'desk') return { atMs, event: { kind, line: rest } };
  if (kind === 'hand' && HEX.test(rest)) {
    return { atMs, event: { kind, bytes: Uint8Array.from(rest.split(' '), (byte) => Number.parseInt(byte, 16)) } };
  }
  const [path, level] = rest.split(' ');
  if (kind === 'meter' && path !== undefined && level !== undefined) return { atMs, event: { kind, path, levelDb: Number(level) } };
  throw new Error(`line ${line}: "${said}" is neither an event nor what follows one`);
}
