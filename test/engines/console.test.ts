import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/desk/value.ts';
import { Console } from '../../src/engines/embedded/console.ts';
import type { Memory } from '../../src/engines/ports.ts';
import { smallLayout } from '../desk/desk-kit.ts';

const layout = smallLayout();
const id = (path: string) => layout.byPath.get(path)?.id ?? -1;

function consoleOf(content: unknown, first: readonly (readonly [string, Value])[] = []) {
  const rejected: string[] = [];
  let saved: unknown;
  const memory: Memory = {
    load: () => content,
    reject: (reason) => rejected.push(reason),
    save: (make) => {
      saved = make();
    },
    flush: () => Promise.resolve(),
  };
  return { console: new Console(layout, memory, first), rejected, saved: () => saved };
}

describe("the embedded console's memory", () => {
  test('comes up as it was left, and writes nothing for that', () => {
    const { console, saved } = consoleOf({ version: 1, values: { 'ch/1/fader': -7.5, 'ch/2/name': 'Bass', 'ch/3/mute': true } });
    expect([console.value(id('ch/1/fader')), console.value(id('ch/2/name')), console.value(id('ch/3/mute')), saved()]).toEqual([
      -7.5,
      'Bass',
      1,
      undefined,
    ]);
  });

  test.each([[[]], [{}], [{ version: 99, values: {} }], [{ version: 1, values: [] }], [{ version: 1, values: null }], ['text'], [null]])(
    '%j is none of its own: it is kept beside, and the console comes up fresh',
    (content) => {
      const { console, rejected } = consoleOf(content);
      expect(rejected).toHaveLength(1);
      expect(console.value(id('ch/1/fader'))).toBe(0);
    },
  );

  test('what does not fit is said and left out, the rest is taken', () => {
    const { console } = consoleOf({
      version: 1,
      values: { 'ch/99/fader': -1, 'ch/1/eq/1/type': 'bel', 'ch/1/fader': -3, 'ch/2/fader': 99 },
    });
    expect(console.complaints).toHaveLength(2);
    expect([console.value(id('ch/1/fader')), console.value(id('ch/2/fader'))]).toEqual([-3, 10]);
  });

  test('the first mix is for a console that never was, not for one that remembers', () => {
    const first = [['ch/1/fader', -12]] as const;
    expect(consoleOf(undefined, first).console.value(id('ch/1/fader'))).toBe(-12);
    expect(consoleOf({ version: 1, values: {} }, first).console.value(id('ch/1/fader'))).toBe(0);
  });

  test('only what differs from a fresh console is written, and never what follows or moves by itself', () => {
    const { console, saved } = consoleOf(undefined);
    console.write([
      { id: id('ch/1/fader'), value: -4 },
      { id: id('ch/2/fader'), value: 0 },
      { id: id('player/position'), value: 12 },
      { id: id('ch/1/level'), value: -4 },
    ]);
    expect(saved()).toEqual({ version: 1, values: { 'ch/1/fader': -4 } });
  });

  test('a recording does not go on by itself after a crash', () => {
    expect(consoleOf({ version: 1, values: { 'player/record': true } }).console.value(id('player/record'))).toBe(0);
  });
});
