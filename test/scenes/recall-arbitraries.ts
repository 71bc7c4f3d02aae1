import fc from 'fast-check';
import { buildLayout } from '../../src/desk/layout.ts';
import type { Stored, Value } from '../../src/desk/value.ts';
import { describe } from '../../src/engines/embedded/table.ts';
import type { Scene } from '../../src/scenes/scene.ts';
import { actor } from '../desk/desk-kit.ts';
import { type RecallKit, recallKit } from './recall-kit.ts';

const TINY = buildLayout(describe({ channels: 4, buses: 1, fx: 0, dcas: 1, groups: 1, inputs: 1, tracks: 1 }));

/** Two mixers of four channels: a property builds hundreds of them. */
export const tinyKit = (scenes: readonly Scene[] = []): RecallKit => recallKit(scenes, {}, TINY);

/** Some of each kind, on two engines. */
export const PATHS = [
  'ch/1/fader',
  'ch/2/fader',
  'ch/3/fader',
  'ch/1/mute',
  'ch/2/mute',
  'ch/3/mute',
  'ch/1/pan',
  'ch/1/eq/2/freq',
  'ch/1/eq/2/type',
  'ch/2/send/1/level',
  'ch/1/group/1',
  'ch/3/name',
  'group/1/mute',
  'dca/1/fader',
  'mon:ch/1/fader',
  'mon:ch/2/mute',
] as const;

export const anyLevel: fc.Arbitrary<Value> = fc.oneof(
  fc.constant('-inf'),
  fc.integer({ min: -900, max: 100 }).map((tenths) => tenths / 10),
);

/** A value as a file or a person says it. */
export const anyValue = (path: string): fc.Arbitrary<Value> => {
  if (/mute|group/.test(path)) return fc.boolean();
  if (path.endsWith('name')) return fc.constantFrom('Kick', 'Vox', '');
  if (path.endsWith('type')) return fc.constantFrom('bell', 'low-shelf', 'notch');
  if (path.endsWith('freq')) return fc.integer({ min: 20, max: 20_000 });
  if (path.endsWith('pan')) return fc.integer({ min: -100, max: 100 });
  return anyLevel;
};

/** Values for some of the paths, as a scene has them. */
export const valuesOf = (minKeys = 0, paths: readonly string[] = PATHS): fc.Arbitrary<Readonly<Record<string, Value>>> =>
  fc
    .subarray([...paths], { minLength: minKeys })
    .chain((some) => fc.record(Object.fromEntries(some.map((path) => [path, anyValue(path)]))));

/** Somebody sets these, and all is confirmed. */
export function apply(kit: RecallKit, values: Readonly<Record<string, Value>>): void {
  kit.desk.intend(
    actor('before'),
    Object.entries(values).map(([path, value]) => ({ kind: 'set', id: kit.id(path), value })),
  );
  kit.clock.advance(1000);
}

/** All that is stated, by path. */
export const snapshot = (kit: RecallKit): Map<string, Stored> =>
  new Map(
    kit.desk.model.entries.filter(({ parameter }) => parameter.leaf.is !== 'derived').map(({ path, id }) => [path, kit.desk.wanted(id)]),
  );
