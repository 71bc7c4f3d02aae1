import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ENGINES } from '../../src/engines/registry.ts';
import { readConfig } from '../../src/show/config-file.ts';
import { openShow } from '../../src/show/folder.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';
import { scratch } from '../scratch.ts';

const KINDS = [
  ...ENGINES,
  {
    type: 'x32',
    says: 'a console',
    schema: z.strictObject({ type: z.literal('x32'), address: z.string(), 'fader-steps': z.int().default(1024) }),
  },
];

const read = (text: string) => readConfig(text, 'desk.yaml', KINDS);
/** Places and sentences of all errors; fails when there is none. */
function errorsOf(text: string): string[] {
  const reading = read(text);
  if (!('errors' in reading)) throw new Error(`no error in ${text}`);
  return reading.errors.map(({ line, column, says }) => `${line}:${column} ${says}`);
}

const GOOD = 'engines: { foh: { type: embedded } }\n';

test('a file that names one engine is complete: every default is filled in', () => {
  const reading = read(GOOD);
  expect(reading).toMatchObject({
    settings: {
      engines: [{ role: 'foh', type: 'embedded', settings: { channels: 32, buses: 8 } }],
      doors: { http: { host: '127.0.0.1', port: 8480 }, osc: { port: 8481, tcp: true, peers: [] } },
      audio: { output: 'auto', latency: 20 },
      holds: 'first-owns',
    },
  });
});

test('the file that a new show is made with has no error', async () => {
  const opened = await openShow(scratch());
  expect(opened).toMatchObject({ fresh: true });
  expect('text' in opened && read(opened.text)).toHaveProperty('settings');
});

test('times are read with and without their unit, switches as engineers write them, and "audio: off" alone', () => {
  const settings = (text: string) => {
    const reading = read(GOOD + text);
    return 'settings' in reading ? reading.settings : showErrors(reading.errors);
  };
  expect(settings('audio: { latency: 40 }')).toMatchObject({ audio: { latency: 40 } });
  expect(settings('audio: { latency: 40 ms }')).toMatchObject({ audio: { latency: 40 } });
  expect(settings('audio: { latency: 0.5 s }')).toMatchObject({ audio: { latency: 500 } });
  expect(settings('doors: { osc: { tcp: off } }')).toMatchObject({ doors: { osc: { tcp: false } } });
  expect(settings('audio: off')).toMatchObject({ audio: { output: 'off' } });
});

test('surfaces are found by themselves unless the file says off, or names them', () => {
  const surfaces = (text: string) => {
    const reading = read(GOOD + text);
    return 'settings' in reading ? reading.settings.surfaces : showErrors(reading.errors);
  };
  expect(surfaces('')).toBe('auto');
  expect(surfaces('surfaces: off')).toBe('off');
  expect(surfaces('surfaces: { left: { port: X-Touch }, right: { port: X-Touch, unit: 2, mapping: my-own } }')).toEqual({
    left: { port: 'X-Touch', unit: 1, wire: 'usb' },
    right: { port: 'X-Touch', unit: 2, wire: 'usb', mapping: 'my-own' },
  });
});

test.each([
  ['', '1:1 desk.yaml is empty; it is a block of settings (name: value)'],
  ['engines:\n  foh: { type: embedded, chanels: 32 }\n', '2:26 no setting "chanels"; did you mean "channels"?'],
  ['engines:\n  foh: { type: x32, adress: 10.0.0.7 }\n', '2:21 no setting "adress"; did you mean "address"?'],
  ['engines:\n  foh: { type: embeded }\n', '2:16 no engine "embeded"; did you mean "embedded"?'],
  ['engines:\n  foh: { type: wing }\n', '2:16 no engine "wing"; there are embedded, x32'],
  ['engines:\n  foh: { type: embedded, channels: 99 }\n', '2:36 channels: 99 is above 64'],
  ['engines:\n  foh: { type: embedded, channels: some }\n', '2:36 channels: "some" is not a number'],
  ['engines:\n  FOH: { type: embedded }\n', '2:3 "FOH" is not a role: small letters, digits and "-", at most 16'],
  ['engines:\n  foh:\n', '2:3 foh is empty; it is a block of settings (name: value)'],
  ['engines: {}\n', '1:1 engines: at least one is needed'],
  [`${GOOD}dors: {}\n`, '2:1 no setting "dors"; did you mean "doors"?'],
  [`${GOOD}doors:\n  http:\n    prot: 8480\n`, '4:5 no setting "prot"; did you mean "port"?'],
  [`${GOOD}doors:\n  http:\n    port: 99999   # too much\n`, '4:11 port: 99999 is above 65535'],
  [`${GOOD}doors:\n  osc:\n    tcp: maybe\n`, '4:10 tcp: "maybe" is not on or off'],
  [`${GOOD}audio: { output: puls }\n`, '2:18 output: "puls" is none of auto, jack, pulse, alsa, file, none, off; did you mean pulse?'],
  [`${GOOD}audio: { latency: 2 s }\n`, '2:19 latency: "2 s" is above 1000'],
  [`${GOOD}audio: { latency: soon }\n`, '2:19 latency: "soon" is not a time such as 20 ms'],
  [`${GOOD}audio: of\n`, '2:8 audio: "of" is not off, or a block of settings (output: ...)'],
  [`${GOOD}surfaces: of\n`, '2:11 surfaces: "of" is not auto, off, or a block of surfaces by name (left: ...)'],
  [`${GOOD}surfaces:\n  left: { prot: X-Touch }\n`, '3:11 no setting "prot"; did you mean "port"?'],
  [`${GOOD}surfaces:\n  left: { port: X-Touch, unit: 0 }\n`, '3:32 unit: 0 is below 1'],
  [
    `${GOOD}surfaces:\n  left: { port: X-Touch, mapping: ../x }\n`,
    '3:35 mapping: "../x" is not a name of a file without its ending: behringer-x-touch',
  ],
  [`${GOOD}surfaces:\n  left/right: { port: X-Touch }\n`, '3:3 "left/right" is not a name of at most 32 letters and digits'],
  [`${GOOD}surfaces:\n  left:\n`, '3:3 left is empty; it is a block of settings (name: value)'],
  [`${GOOD}holds: first\n`, '2:8 holds: "first" is none of first-owns, newest-wins'],
  [`${GOOD}doors:\n  osc:\n    peers:\n      - { name: TouchOSC }\n`, '5:9 address is missing; it is a text'],
  [`${GOOD}doors: { osc: { peers: [{ adress: x }] } }\n`, '2:27 no setting "adress"; did you mean "address"?'],
  [`${GOOD}engines: 5\n`, '2:1 Map keys must be unique'],
  ['engines: { foh: { type: embedded }\n', '2:1 Flow map in block collection must be sufficiently indented and end with a }'],
  [
    `${GOOD}__proto__: { port: 1 }\n`,
    '2:1 no setting "__proto__"; there are $schema, engines, doors, audio, surfaces, offer, triggers, targets, holds, log',
  ],
])('%j is refused at its place', (text, expected) => {
  expect(errorsOf(text)[0]).toBe(expected);
});

test('all mistakes are told at once, in the order of the file', () => {
  expect(
    errorsOf(`${GOOD}holds: first\ndoors: { http: { port: x, prot: 1 } }\nlog: { lines: 1 }\n`).map((error) => error.split(' ')[0]),
  ).toEqual(['2:8', '3:24', '3:27', '4:15']);
});

test('an error is shown with its line and carets under what is meant', () => {
  const reading = read('engines:\n  foh: { type: embedded }\n\tdoors: {}\n');
  const missing = read(`${GOOD}doors: { http: { port: 99999 } }  # the page\n`);
  expect('errors' in reading).toBe(true);
  expect('errors' in missing && showErrors(missing.errors)).toBe(
    [
      'desk.yaml:2:24: port: 99999 is above 65535',
      '    doors: { http: { port: 99999 } }  # the page',
      '                           ^^^^^',
    ].join('\n'),
  );
});

test('hostile files end in one error, not in a crash or a full memory', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`),
  ];
  expect(errorsOf(bomb.join('\n'))).toHaveLength(1);
  expect(errorsOf('[['.repeat(20_000)).length).toBeLessThan(5);
  expect(errorsOf(`{ a: ${'x'.repeat(1_100_000)} }`)[0]).toMatch(/at most 262144 are read/);
  expect(errorsOf('\u0000\u0001')).toHaveLength(1);
});

test('whatever the file holds, reading it gives settings or errors with a place inside the text', () => {
  const words = [
    'engines',
    'foh',
    'type',
    'embedded',
    'doors',
    'http',
    'port',
    'osc',
    'peers',
    '__proto__',
    ':',
    ': ',
    '\n',
    '\n  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    '"',
    "'",
    '#',
    '|',
    '>',
    '!!int ',
    '\t',
    '8480',
    'é',
  ];
  const text = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (given) => {
      const reading = read(given);
      if ('settings' in reading) return;
      expect(reading.errors.length).toBeGreaterThan(0);
      const lines = given.split('\n');
      for (const { line, column, says } of reading.errors) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
        expect(says).not.toBe('');
      }
    }),
    { numRuns: 1000 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
