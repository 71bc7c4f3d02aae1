import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CueFile, cuesPath } from '../../src/show/cues.ts';
import { houseVerbs } from '../../src/verbs.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { verbs } from '../scenes/cues/kit.ts';
import { aScene } from '../scenes/scene-kit.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

const open: CueFile[] = [];
afterEach(() => {
  for (const file of open.splice(0)) file.stop();
});

async function opened(text?: string, known = verbs) {
  const show = scratch();
  const path = cuesPath(show);
  if (text !== undefined) writeFileSync(path, text);
  const said: string[] = [];
  const file = await CueFile.open(show, { verbs: known, clock: systemClock, say: (line) => said.push(line) });
  open.push(file);
  const numbers = (): string[] => file.cues.map(({ number }) => number);
  return { path, file, said, numbers };
}

test('a show without a cue list has an empty one, and no file is made', async () => {
  const { path, file, said } = await opened();
  expect([file.cues, file.errors, said, existsSync(path)]).toEqual([[], [], [], false]);
});

test('what an editor saves is the list at once; a mistake is told, and the last good list stays', async () => {
  const { path, file, said, numbers } = await opened('- cue: 1\n');
  const seen: number[] = [];
  const faults: number[] = [];
  file.watch((cues) => seen.push(cues.length));
  file.watchFaults(() => faults.push(file.faults([]).length));
  writeFileSync(`${path}~`, '- cue: 1\n- cue: 2\n');
  renameSync(`${path}~`, path);
  await until('the list is read', () => numbers().length === 2);
  writeFileSync(path, '- cue: 1\n  do: mut ch/1\n');
  await until('the mistake is told', () => said.length > 0);
  expect(said[0]).toContain('cues.yaml:2:7: no verb "mut"; did you mean "mute"?');
  expect(said[0]).toContain('the last good cues stay');
  expect(numbers()).toEqual(['1', '2']);
  expect(file.faults([])).toEqual([
    { file: 'cues.yaml', line: 2, column: 7, says: 'no verb "mut"; did you mean "mute"?', meanwhile: 'the last good cues stay' },
  ]);
  rmSync(path);
  await until('the list is gone', () => file.errors.length === 0 && numbers().length === 0);
  expect(seen).toEqual([2, 0]);
  expect(faults).toEqual([1, 0]);
});

test('a list that has a mistake from the start is empty, and that is what is told', async () => {
  const { said, numbers } = await opened('- cue: 1\n  do: mut ch/1\n');
  expect(said[0]).toContain('there are no cues until it is mended');
  expect(numbers()).toEqual([]);
});

test("an edit is written whole, with the comments there were, and is not heard as somebody else's", async () => {
  const { path, file } = await opened('# tonight\n- cue: 1   # first\n- cue: 2\n');
  const seen: number[] = [];
  file.watch((cues) => seen.push(cues.length));
  expect(await file.save(file.cues.slice(0, 1))).toBeUndefined();
  expect(readFileSync(path, 'utf8')).toBe('# tonight\n- cue: 1   # first\n');
  await file.look();
  expect(seen).toEqual([1]);
});

test('a file that was edited meanwhile, or has mistakes, is not written over', async () => {
  const { path, file, numbers } = await opened('- cue: 1\n');
  const cues = file.cues;
  writeFileSync(path, '- cue: 7\n');
  expect(await file.save(cues)).toMatchObject({ code: 'busy' });
  expect(numbers()).toEqual(['7']);
  writeFileSync(path, '- cue: [\n');
  await file.look();
  expect(await file.save(cues)).toMatchObject({ code: 'malformed', got: expect.stringContaining('line') });
  expect(readFileSync(path, 'utf8')).toBe('- cue: [\n');
});

test('a write that fails leaves the old list, and says why', async () => {
  const { path, file, numbers } = await opened('- cue: 1\n');
  // Root may write anywhere: a folder in the place of the file cannot be replaced by one.
  const cues = file.cues;
  rmSync(path);
  await file.look();
  mkdirSync(path);
  writeFileSync(join(path, 'x'), '');
  expect(await file.save(cues)).toMatchObject({ code: 'offline' });
  expect(numbers()).toEqual([]);
});

test('of two hands that edit the list at once the second is told to look again, and the first is not written over', async () => {
  const { file, numbers } = await opened('- cue: 1\n- cue: 2\n- cue: 3\n');
  const { cues } = file;
  const both = [file.save(cues.slice(1), cues), file.save(cues.slice(0, 2), cues)];
  expect(await Promise.all(both)).toEqual([undefined, expect.objectContaining({ code: 'busy' })]);
  expect(numbers()).toEqual(['2', '3']);
});

test('a list that cannot be read at all is a fault too, until it can', async () => {
  const { path, file, numbers } = await opened('- cue: 1\n');
  rmSync(path);
  mkdirSync(path);
  await file.look();
  expect(file.faults([])).toMatchObject([
    { file: 'cues.yaml', line: 1, says: expect.stringContaining(path), meanwhile: 'the last good cues stay' },
  ]);
  rmSync(path, { recursive: true });
  writeFileSync(path, '- cue: 1\n');
  await file.look();
  expect([file.faults([]), numbers()]).toEqual([[], ['1']]);
});

test('cues that recall a scene which is not there are looked for only where the cues or the scenes are others', async () => {
  const { file } = await opened('- cue: 1\n  do: recall A\n- cue: 2\n  do: recall B\n', houseVerbs());
  const scenes = [aScene('A', '001', {})];
  const found = file.faults(scenes);
  expect(found).toMatchObject([{ line: 4, says: 'no scene "B"; did you mean "A"?' }]);
  expect(file.faults(scenes)).toBe(found);
  expect(file.faults([...scenes, aScene('B', '002', {})])).toEqual([]);
});

test.each([
  [
    'in brackets',
    '# ours\n\n[ {cue: 1, do: mute ch/1}, # one\n  {cue: 2, do: [mute ch/2]} ]\n',
    '# ours\n\n- cue: 1\n  do: mute ch/1\n- cue: 2\n  name: Q\n  do: mute ch/2\n',
  ],
  [
    'with a reference',
    '- cue: 1\n  do: &a mute ch/1\n- cue: 2\n  do: *a\n',
    '- cue: 1\n  do: &a mute ch/1\n- cue: 2\n  do: *a\n  name: Q\n',
  ],
  ['with an end', '- cue: 1\n- cue: 2\n...\n', '- cue: 1\n- cue: 2\n  name: Q\n'],
  [
    'with a mark in front and line ends of Windows',
    '\ufeff- cue: 1\r\n- cue: 2\r\n  do: mute ch/2',
    '- cue: 1\r\n- cue: 2\r\n  do: mute ch/2\n  name: Q\n',
  ],
])('a list %s can be edited, and is a list that says so afterwards', async (_form, before, after) => {
  const { path, file } = await opened(before);
  expect(await file.save(file.cues.map((cue) => (cue.number === '2' ? { ...cue, name: 'Q' } : cue)))).toBeUndefined();
  expect(readFileSync(path, 'utf8')).toBe(after);
  await file.look();
  expect([file.errors, file.cues.map(({ number, name }) => `${number} ${name}`)]).toEqual([[], ['1 ', '2 Q']]);
});

test('a cue that others refer to is taken out, and the list stays whole', async () => {
  const { path, file, numbers } = await opened('- cue: 1\n  do: &a mute ch/1\n- cue: 2\n  do: *a\n');
  expect(await file.save(file.cues.slice(1))).toBeUndefined();
  expect(readFileSync(path, 'utf8')).toBe('- cue: 2\n  do: mute ch/1\n');
  expect(numbers()).toEqual(['2']);
});
