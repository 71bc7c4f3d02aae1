import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLine } from '../../src/desk/line.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { readCues } from '../../src/scenes/cues/cue-file.ts';
import { asRead, findScene } from '../../src/scenes/library.ts';
import type { Scene } from '../../src/scenes/scene.ts';
import { numberBeside } from '../../src/scenes/scene-numbers.ts';
import { rewritten, sceneIn, spoken, usesOf } from '../../src/scenes/scene-uses.ts';
import { houseVerbs } from '../../src/verbs.ts';
import { aScene } from './scene-kit.ts';

const verbs = houseVerbs();

/** Names that look like numbers, words of the language, and what quotes are for. */
const name = fc.constantFrom(
  'A',
  'Verse 2',
  '2',
  '012',
  '12',
  'only',
  'over',
  'a "b" c',
  "it's",
  'back\\slash',
  'ch/1',
  'Größe',
  '-3',
  ';',
);
const number = fc.constantFrom('001', '002', '2.5', '012', '12.5', '013');
const scenes = fc.uniqueArray(fc.record({ name, number }), {
  minLength: 1,
  maxLength: 5,
  comparator: (one, two) => asRead(one.name) === asRead(two.name) || Number(one.number) === Number(two.number),
});

const listOf = (said: readonly { name: string; number: string }[]): Scene[] => said.map((one) => aScene(one.name, one.number, {}));

function cuesThat(texts: readonly string[]) {
  const cues = texts.flatMap((text, index) => {
    const line = parseLine(verbs, text);
    return isRefusal(line) ? [] : [{ number: String(index), lines: [{ text, line }] }];
  });
  const reading = readCues(cues.map(({ number: own }) => `- cue: ${own}\n`).join(''), 'cues.yaml', verbs);
  if (!('good' in reading)) throw new Error('the list of this test has mistakes');
  return reading.good.map((cue, index) => ({ ...cue, lines: cues[index]?.lines ?? [] }));
}

test('whatever a scene is called or counted by then, every cue means the scene that it meant before', () => {
  fc.assert(
    fc.property(
      scenes,
      fc.array(fc.oneof(name, number), { maxLength: 6 }),
      fc.nat(),
      name,
      number,
      fc.boolean(),
      (said, spokenOf, which, to, next, renames) => {
        const before = listOf(said);
        const one = before[which % before.length];
        const others = before.filter((scene) => scene !== one);
        const taken = renames
          ? others.some((scene) => asRead(scene.name) === asRead(to))
          : others.some((scene) => Number(scene.number) === Number(next));
        if (!one || taken) return;
        const after = new Map(
          before.map((scene) => [scene, scene === one ? { ...one, ...(renames ? { name: to } : { number: next }) } : scene]),
        );
        const cues = cuesThat(spokenOf.map((text) => `recall ${spoken(text)} except ch/1 over 2s`));
        const made = rewritten(cues, before, after, verbs);
        for (const [index, cue] of made.cues.entries()) {
          const [was, now] = [cues[index]?.lines[0]?.line, cue.lines[0]?.line];
          const meant = was && findScene(before, sceneIn(was) ?? '');
          if (meant && now) expect(findScene([...after.values()], sceneIn(now) ?? '')).toBe(after.get(meant));
          expect([now?.overMs, now?.args.scope]).toEqual([2000, 'except ch/1']);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('cues that recall a scene use it, by name and by number; one that stores it does not', () => {
  const list = listOf([
    { name: 'A', number: '001' },
    { name: 'B', number: '002' },
  ]);
  const cues = cuesThat(['recall a', 'recall 1 over 2s', 'recall B', 'store A', 'mute ch/1', 'diff 001']);
  expect(list[0] && usesOf(cues, [], list, list[0])).toEqual(['cue 0', 'cue 1', 'cue 5']);
});

test('a scene that is moved stands where it was put, and no number is taken twice', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 30 }), (moves) => {
      let list = listOf(['A', 'B', 'C', 'D', 'E'].map((one, index) => ({ name: one, number: String(index + 1).padStart(3, '0') })));
      for (const [from, to, before] of moves) {
        const [scene, other] = [list[from % 5], list[to % 5]];
        if (!scene || !other || scene === other) continue;
        const found = numberBeside(list, scene, before ? 'before' : 'after', other);
        if (isRefusal(found)) continue;
        list = list
          .map((one) => (one === scene ? { ...one, number: found } : one))
          .sort((one, two) => Number(one.number) - Number(two.number));
        expect(new Set(list.map((one) => Number(one.number))).size).toBe(5);
        const names = list.map((one) => one.name);
        expect(names.indexOf(scene.name) - names.indexOf(other.name)).toBe(before ? -1 : 1);
      }
    }),
  );
});
