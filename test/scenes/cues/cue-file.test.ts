import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '../../../src/desk/refusal.ts';
import type { Cue } from '../../../src/scenes/cues/cue.ts';
import { withSetting } from '../../../src/scenes/cues/cue-edit.ts';
import { readCues } from '../../../src/scenes/cues/cue-file.ts';
import { writeCues } from '../../../src/scenes/cues/cue-write.ts';
import { cuesOf, verbs } from './kit.ts';

const FILE = `# The show
# of tonight

- cue: 12
  name: Verse 2
  do:
    - recall "Verse 2"
    - fade rack/1/decay 3.2 over 8s

# the slow one
- cue: 13
  name: Ballad               # by ear
  when: midi program 14 channel 1     # besides Go
  wait: 0.5 s
  do: [ recall "Ballad" over 2s, unmute group/2 ]
  then: go after 12s

- { cue: 1.10, note: last }
`;

/** Places and sentences of all errors. */
function errorsOf(text: string): string[] {
  const reading = readCues(text, 'cues.yaml', verbs);
  return 'errors' in reading ? reading.errors.map(({ line, column, says }) => `${line}:${column} ${says}`) : [];
}

test('a list is read as it is meant', () => {
  const cues = cuesOf(FILE);
  expect(cues.map(({ number }) => number)).toEqual(['12', '13', '1.10']);
  expect(cues[1]).toMatchObject({
    name: 'Ballad',
    waitMs: 500,
    postMs: 12_000,
    next: { kind: 'go' },
    armed: true,
    when: [{ text: 'midi program 14 channel 1', trigger: { kind: 'program', program: 14, channel: 1 } }],
    lines: [{ line: { verb: { name: 'recall' }, args: { target: 'Ballad' }, overMs: 2000 } }, { text: 'unmute group/2' }],
  });
  expect(cuesOf('')).toEqual([]);
  expect(cuesOf('# nothing yet\n')).toEqual([]);
});

test('a mistake is said with its line and column', () => {
  expect(errorsOf('- cue: 1\n  do:\n    - mute ch/1\n    - recal "Verse"\n')).toEqual(['4:7 no verb "recal"; did you mean "recall"?']);
  expect(errorsOf('- cue: 1\n  wiat: 2 s\n')).toEqual(['2:3 no setting "wiat"; did you mean "wait"?']);
  expect(errorsOf('- cue: 1\n  when: midi program 0\n')).toEqual(['2:22 "0" is not a program number, 1..128']);
  expect(errorsOf('- cue: 1\n  when: [ midi note 60, clock 25:00 ]\n')).toEqual(['2:31 "25:00" is not a time of day: 19:30 or 19:30:15']);
  expect(errorsOf('- cue: 1\n- cue: 1\n')).toEqual(['2:8 cue 1 stands twice']);
  expect(errorsOf('- cue: 1\n  then: later\n')).toEqual(['2:9 then: "later" is not go, go after 12s, follow or follow after 2s']);
  expect(errorsOf('- cue: 1\n  post: 1 s\n  then: follow\n')).toEqual([
    '2:9 post: goes with "then: go"; here write "then: follow after TIME"',
  ]);
  for (const name of ['"a\\nb"', 'a\u202eb', 'a\u200bb'])
    expect(errorsOf(`- cue: 1\n  name: ${name}\n`)).toEqual([expect.stringContaining('on one line, without invisible characters')]);
  expect(errorsOf('- name: x\n')).toEqual([expect.stringContaining('cue is missing')]);
  expect(errorsOf('cue: 1\n')).toHaveLength(1);
});

test('what did not change is written back as it was, to the letter', () => {
  const cues = cuesOf(FILE);
  expect(writeCues(cues, { text: FILE, cues })).toBe(FILE);
});

test('a changed key is changed alone: comments, order and blank lines stay', () => {
  const cues = cuesOf(FILE);
  const [verse, ballad, last] = cues;
  if (!verse || !ballad || !last) throw new Error('three cues');
  const text = writeCues([{ ...verse, armed: false }, { ...ballad, waitMs: 750, when: [] }, last], { text: FILE, cues });
  expect(text).toBe(
    FILE.replace('over 8s\n', 'over 8s\n  armed: off\n')
      .replace('wait: 0.5 s', 'wait: 0.75 s')
      .replace('  when: midi program 14 channel 1     # besides Go\n', ''),
  );
});

test('cues that are dragged take their comments along; one that is gone takes its own', () => {
  const cues = cuesOf(FILE);
  const [verse, ballad, last] = cues;
  if (!verse || !ballad || !last) throw new Error('three cues');
  const text = writeCues([ballad, last], { text: FILE, cues });
  expect(text).toContain('# The show\n# of tonight\n\n# the slow one\n- cue: 13\n');
  expect(text).not.toContain('Verse 2');
  const moved = writeCues([last, ballad, verse], { text: FILE, cues });
  expect(cuesOf(moved).map(({ number }) => number)).toEqual(['1.10', '13', '12']);
  expect(moved).toContain('# the slow one\n- cue: 13\n');
});

test('a cue with another number keeps its comments, its keys and how its lines are written', () => {
  const text = '# the loud one\n- cue: 2   # soft\n  do: [ mute a, mute b ]\n- cue: 3\n';
  const cues = cuesOf(text);
  const edited = withSetting(cues, '2', 'cue', '2.5', verbs);
  if (isRefusal(edited)) throw new Error(edited.got);
  expect(writeCues(edited, { text, cues })).toBe(text.replace('cue: 2 ', 'cue: 2.5 '));
});

const NAME = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '"', "'", ':', '#', '-', '{', '[', ',', 'é', '0', '.'), maxLength: 12 });
const anyCue = fc.record({
  number: fc.integer({ min: 0, max: 300 }).map((number) => (number / 10).toFixed(1)),
  name: NAME.map((name) => name.trim()),
  note: NAME.map((name) => name.trim()),
  lines: fc.array(fc.constantFrom('mute ch/1', 'recall "Verse 2" over 2s', 'fade main/fader -inf over 5s', "mute 'a b'"), { maxLength: 3 }),
  when: fc.array(fc.constantFrom('midi program 14 channel 1', 'timecode 01:02:03:04', 'clock mon,fri 19:30 zone Europe/Berlin'), {
    maxLength: 2,
  }),
  waitMs: fc.integer({ min: 0, max: 20_000 }),
  post: fc.integer({ min: 0, max: 20_000 }),
  next: fc.constantFrom(undefined, 'go', 'follow'),
  armed: fc.boolean(),
  opens: fc.boolean(),
  skip: fc.boolean(),
});
const anyList = fc.uniqueArray(anyCue, { maxLength: 6, selector: ({ number }) => number }).map((rows) =>
  rows.map(({ lines, when, post, next, ...rest }): Cue => {
    const example = cuesOf(`- cue: x\n  do: ${JSON.stringify(lines)}\n  when: ${JSON.stringify(when)}\n`)[0];
    if (!example) throw new Error('a cue');
    const base = { ...rest, lines: example.lines, when: example.when };
    if (next === 'follow') return { ...base, postMs: 0, next: { kind: 'follow', afterMs: post } };
    return { ...base, postMs: post, next: next && { kind: 'go' } };
  }),
);

test('any list is read back as it was written, new or over another', () => {
  fc.assert(
    fc.property(anyList, anyList, (before, after) => {
      const text = writeCues(before);
      expect(cuesOf(text)).toEqual(before);
      const again = writeCues(after, { text, cues: before });
      expect(cuesOf(again)).toEqual(after);
    }),
    { numRuns: 150 },
  );
});

test('no text makes the reader throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readCues(text, 'cues.yaml', verbs)));
  for (const text of ['[', '- {', '- - -', '&a [*a]', '- cue: &x 1\n  name: *x', '!!binary x', '- null', '- cue: [1]'])
    readCues(text, 'cues.yaml', verbs);
});
