import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeLeftovers, writeWhole } from '../../src/show/atomic.ts';
import { seededRandom } from '../../src/wire/pace/random.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

const ATOMIC = new URL('../../dist/show/atomic.js', import.meta.url).href;
/** Writes two contents in turn for ever; each is a letter many times over, so that a mixture or a part shows. */
const WRITER = `
  const { writeWhole } = await import(${JSON.stringify(ATOMIC)});
  for (let n = 0; ; n++) await writeWhole(process.argv[1], (n % 2 ? 'b' : 'a').repeat(200_000));
`;

test('a reader finds the old or the new content whenever the writer is killed', { timeout: 60_000 }, async () => {
  const folder = scratch();
  const path = join(folder, 'scene.yaml');
  await writeWhole(path, 'a'.repeat(200_000));
  const random = seededRandom(25);
  const seen = new Set<string>();
  for (let kill = 0; kill < 25; kill++) {
    const writer = spawn(process.execPath, ['--input-type=module', '-e', WRITER, path], { stdio: 'ignore' });
    const ended = new Promise((resolve) => writer.once('exit', resolve));
    const before = statSync(path).ino;
    await until('the writer writes', () => statSync(path).ino !== before);
    await new Promise((resolve) => setTimeout(resolve, random() * 20));
    writer.kill('SIGKILL');
    await ended;
    const text = readFileSync(path, 'utf8');
    expect(text).toHaveLength(200_000);
    expect(text).toBe(String(text[0]).repeat(200_000));
    seen.add(text);
  }
  expect([...seen].length).toBe(2);
  await removeLeftovers(folder);
  expect(readdirSync(folder)).toEqual(['scene.yaml']);
});

test('leftovers of killed writers are removed, and nothing else that ends in .tmp', async () => {
  const folder = scratch();
  for (const name of ['.foh.json.123-4.tmp', 'mine.tmp', '.hidden', '.foh.json.123.tmp']) writeFileSync(join(folder, name), '');
  await removeLeftovers(folder);
  expect(readdirSync(folder).sort()).toEqual(['.foh.json.123.tmp', '.hidden', 'mine.tmp']);
});

test('a write that fails half-way leaves the old file and nothing beside it', async () => {
  const folder = scratch();
  const path = join(folder, 'scene.yaml');
  writeFileSync(path, 'old');
  // A limit on file size stands for a full disk: the system takes a part and then refuses.
  const script = `
    process.on('SIGXFSZ', () => {});
    const { writeWhole } = await import(${JSON.stringify(ATOMIC)});
    process.stdout.write(JSON.stringify(await writeWhole(process.argv[1], 'x'.repeat(5_000_000))));
  `;
  const child = spawn('bash', ['-c', 'ulimit -f 64; exec "$@"', 'bash', process.execPath, '--input-type=module', '-e', script, path]);
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(JSON.parse(out)).toMatchObject({ code: 'EFBIG' });
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['scene.yaml']);
});

test.each([
  ['a folder that is gone', 'none/scene.yaml', 'ENOENT', 'it is not there'],
  ['a folder in the place of the file', 'folder', 'EISDIR', 'it is a folder'],
  ['a file in the place of the folder', 'file/scene.yaml', 'ENOTDIR', 'a part of the path is a file, not a folder'],
])('%s is a plain sentence, not a throw', async (_what, name, code, reason) => {
  const folder = scratch();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'file'), '');
  const path = join(folder, name);
  expect(await writeWhole(path, 'new')).toEqual({ code, says: `cannot write ${path}: ${reason}` });
  expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
});

test('what only its owner may read is so from the first moment', async () => {
  const path = join(scratch(), 'token');
  await writeWhole(path, 'secret', 0o600);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  chmodSync(path, 0o644);
  await writeWhole(path, 'secret', 0o600);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
