import fc from 'fast-check';
import { TEXT_LIMIT } from '../../src/desk/layout.ts';
import { LEAVES, type Leaf, UNNUMBERED } from '../../src/desk/parameters.ts';
import { CURVES, type FadeTime, type Scene, type SceneValue } from '../../src/scenes/scene.ts';

const NAMES = [
  'Kick In',
  '12',
  'true',
  '~',
  '- x',
  'a: b',
  'x # y',
  '"',
  "it's",
  '{x}',
  '[1]',
  'null',
  '007',
  ' lead',
  'trail ',
  '',
  'Größe',
  'a, b',
  '*',
  '&a',
  '!t',
  '%',
  '@',
  '`',
  'off',
  '1e3',
  '-',
  '---',
  '...',
  'on: off',
  ':',
  'a:',
];

const time: fc.Arbitrary<FadeTime> = fc.record({ ms: fc.integer({ min: 0, max: 600_000 }), curve: fc.constantFrom(...CURVES) });
const number = fc.oneof(
  fc.integer({ min: -90, max: 20_000 }),
  fc.integer({ min: -9000, max: 9000 }).map((value) => value / 100),
  fc.double({ min: 1e-3, max: 2e4, noNaN: true }).map((value) => Number(value.toPrecision(6))),
);
const name = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.string({ maxLength: 20, unit: 'grapheme' }).map(plain),
  fc.string({ maxLength: TEXT_LIMIT }).map(plain),
);

function plain(text: string): string {
  return [...text.normalize('NFC').replace(/\p{Cc}/gu, '')].slice(0, TEXT_LIMIT).join('');
}

function valueFor({ type, unit }: Leaf): fc.Arbitrary<SceneValue> {
  switch (type) {
    case 'number': {
      const value = fc.oneof(number, ...(unit === 'dB' ? [fc.constant('-inf')] : []));
      return fc.oneof(
        value.map((given) => ({ value: given })),
        fc.record({ value, fade: time }),
      );
    }
    case 'switch':
      return fc.boolean().map((value) => ({ value }));
    case 'text':
      return name.map((value) => ({ value }));
    default:
      return fc.constantFrom('low-shelf', 'bell', '24', 'off', 'red', 'post', 'ch/3', 'LR').map((value) => ({ value }));
  }
}

const kept = LEAVES.filter((leaf) => leaf.is === undefined);

const entry: fc.Arbitrary<readonly [string, SceneValue]> = fc
  .record({
    leaf: fc.constantFrom(...kept),
    owner: fc.nat(),
    strip: fc.integer({ min: 1, max: 6 }),
    inner: fc.integer({ min: 1, max: 4 }),
    role: fc.constantFrom('', '', '', 'mon:'),
  })
  .chain(({ leaf, owner, strip, inner, role }) => {
    const on = leaf.on[owner % leaf.on.length] ?? 'ch';
    const once = UNNUMBERED.has(on) || ['player', 'monitor', 'solo'].includes(on);
    const path = `${role}${on}${once ? '' : `/${strip}`}/${leaf.leaf.replaceAll('{n}', String(inner))}`;
    return valueFor(leaf).map((value) => [path, value] as const);
  });

/** Any scene that a desk could hold, with names that mean something else to YAML. */
export const anyScene: fc.Arbitrary<Scene> = fc.record({
  name: name.map((text) => text.trim().slice(0, 60).trim()).filter((text) => text !== ''),
  number: fc.constant('012'),
  fade: fc.option(time, { nil: undefined }),
  safe: fc.subarray(['ch/24', 'bus/*', 'ch/1..8/eq', '**/mute', 'mon:main/fader', '*']),
  only: fc.subarray(['ch/*', 'main', '*:ch/1']),
  preamps: fc.boolean(),
  note: name,
  values: fc.array(entry, { maxLength: 40 }).map((list) => new Map(list)),
});

export function aScene(name: string, number: string, values: Readonly<Record<string, SceneValue['value']>>): Scene {
  const entries = Object.entries(values).map(([path, value]) => [path, { value }] as const);
  return { name, number, fade: undefined, safe: [], only: [], preamps: false, note: '', values: new Map(entries) };
}
