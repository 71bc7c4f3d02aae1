import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { seeded } from '../bench/kit/stats.ts';

/** Puts something in the place of a file. @param good what stood there */
export type Hostile = (path: string, good: string) => void;

/** At once, as a copy program or an editor does it. */
export function putText(path: string, content: string | Uint8Array): void {
  const beside = join(dirname(path), '.beside');
  writeFileSync(beside, content);
  renameSync(beside, path);
}

const text =
  (make: (good: string) => string | Uint8Array): Hostile =>
  (path, good) =>
    putText(path, make(good));
const place =
  (make: (path: string) => void): Hostile =>
  (path) => {
    rmSync(path, { force: true, recursive: true });
    make(path);
  };

const noise = (bytes: number): Uint8Array => {
  const random = seeded(28);
  return Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256));
};
const ALIASES = `a: &a [${'x,'.repeat(9)}x]\n${[...'bcdefgh'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}*${'abcdefgh'[at]}]`).join('\n')}\n`;
const staircase = (steps: number): string => Array.from({ length: steps }, (_, at) => `${' '.repeat(at)}a:\n`).join('');

/** What is no text, or too much of it to be looked at, has no place to be told. */
export const PLACELESS: ReadonlySet<string> = new Set([
  '10 MiB',
  'a pipe',
  'a link to itself',
  'a link to a device',
  'a link out of the show',
  'a folder',
]);

/** Whatever can stand where a text of a show should stand. */
export const HOSTILE: Readonly<Record<string, Hostile>> = {
  'a quote that never ends': text((good) => `${good}\nnote: "half`),
  'a list that never ends': text((good) => `${good}\nnote: [half, `),
  'a tab': text((good) => `${good}\n\tnote: x\n`),
  'an unknown word': text((good) => `${good}\nfadr: -10\n`),
  'a newer version': text(() => 'version: 99\nscene: Song\n'),
  '10 MiB': text((good) => `${good}# ${'x'.repeat(10 * 1024 * 1024)}\n`),
  'a million bytes of one line': text(() => `scene: ${'x'.repeat(1_000_000)}\n`),
  'a million bytes of lines': text(() => 'ch/1/fader: -10\n'.repeat(60_000)),
  'references that multiply': text(() => ALIASES),
  'a hundred thousand brackets': text(() => '['.repeat(100_000)),
  'a million brackets': text(() => '['.repeat(1_000_000)),
  'twenty thousand different keys': text(() => `scene: x\n${Array.from({ length: 20_000 }, (_, at) => `k${at}: 1\n`).join('')}`),
  'eight thousand wrong verbs': text(() => Array.from({ length: 8000 }, (_, at) => `- cue: ${at}\n  do: recal x\n`).join('')),
  'deep lists': text(() => `scene: ${'['.repeat(20_000)}`),
  'deep blocks': text(() => staircase(1200)),
  'ranges that multiply': text(() => 'scene: Song\n"ch/1..999999999/eq/1..999999999/gain": 3\n'),
  'a prototype': text(() => '__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}\n'),
  'a tag': text(() => 'scene: !!js/function "function () {}"\n'),
  'two documents': text((good) => `${good}\n---\n${good}`),
  nothing: text(() => '{}'),
  'UTF-16': text((good) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, 'utf16le')])),
  'zero bytes': text((good) => `${good}\u0000\u0000`),
  noise: text(() => noise(65_536)),
  'noise, a million bytes': text(() => noise(1_000_000)),
  'a pipe': place((path) => execFileSync('mkfifo', [path])),
  'a link to itself': place((path) => symlinkSync(path, path)),
  'a link to a device': place((path) => symlinkSync('/dev/zero', path)),
  'a link out of the show': place((path) => symlinkSync('/etc/passwd', path)),
  'a folder': place((path) => mkdirSync(path)),
};

const WORDS = [
  'recall',
  '&a',
  '*a',
  '!!int',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '|',
  '>',
  '-',
  ':',
  '\t',
  '\u0000',
  '\ufeff',
  '\u2028',
  '😀',
  '__proto__',
  'ch/1..32/**',
  '1e999',
  '-0',
  '.nan',
  '0x7fffffff',
  '%YAML 9.9\n',
];
const edit = fc.record({
  at: fc.nat({ max: 1_000_000 }),
  cut: fc.nat({ max: 12 }),
  put: fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 3 })),
});

/** A good text with some edits in it that no editor would make. */
export function mutated(good: string, count: number, seed: number): string[] {
  return fc.sample(fc.array(edit, { minLength: 1, maxLength: 6 }), { seed, numRuns: count }).map((edits) =>
    edits.reduce((from, { at, cut, put }) => {
      const place = at % (from.length + 1);
      return from.slice(0, place) + put + from.slice(place + cut);
    }, good),
  );
}
