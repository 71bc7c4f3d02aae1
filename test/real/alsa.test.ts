import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Proof } from './alsa-guest/talk.ts';

const HERE = fileURLToPath(new URL('./alsa-guest', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const GUEST = join(HERE, 'guest');
/** Measured: 133 s with a load of 1 beside it, half of them the hundred plugs. */
const LIMIT_S = 600;

/** What `guest` answers where it cannot work: 69 not installed, 77 not this machine. */
const works = spawnSync(GUEST, ['--ready'], { encoding: 'utf8' });
const reason = works.status === 0 ? undefined : `real ALSA: skipped, ${works.stderr.trim()}`;
if (reason !== undefined && process.env.CI) throw new Error(reason);
if (reason !== undefined) console.warn(reason);

const SENTENCES = [
  'a USB surface is found by its name and opened',
  'what the hand does arrives as it is, a long system exclusive whole',
  'what is sent reaches the unit as it is, a long system exclusive whole',
  'two programs talk over the sequencer and lose nothing',
  'unplugged it is told lost, and sending is silent',
  'plugged in again it is found by its name and hears',
  'a plug that is out for less than a look at the names is noticed too',
  'a native crash of the process that holds it is healed',
  'after 100 times out and in no more ALSA clients are in use, and it hears',
  'the daemon recognises the surface, and paints it',
  'a touched fader moves its strip; a change of the desk moves the motor',
  'its cable pulled it is told lost; plugged in it is live and painted again',
];

describe.skipIf(reason !== undefined)('on the ALSA of a small emulated machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-alsa-'));
  const proofs = new Map<string, Proof>();
  let said = '';

  beforeAll(
    async () => {
      const outfile = join(folder, 'inside.mjs');
      buildSync({ entryPoints: [join(HERE, 'inside.ts')], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
      // Inside, /tmp is another: the project and this folder are seen even where they lie there.
      const args = ['--timeout', String(LIMIT_S), '--cd', ROOT, '--rw', folder, process.execPath, outfile, HERE, DIST];
      said = await new Promise((resolve) => execFile(GUEST, args, (_error, out, err) => resolve(out + err)));
      for (const line of said.split('\n').filter((one) => one.startsWith('{"check"'))) {
        const proof = JSON.parse(line) as Proof; // of our own script
        proofs.set(proof.check, proof);
        console.log(`${proof.check}: ${proof.says}`);
      }
    },
    LIMIT_S * 1000 + 60_000,
  );

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(SENTENCES)('%s', (sentence) => {
    expect(proofs.get(sentence) ?? said.slice(-2000)).toMatchObject({ ok: true });
  });

  test('nothing else was asked', () => {
    expect([...proofs.keys()]).toEqual(SENTENCES);
  });
});
