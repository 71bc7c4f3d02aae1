import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../until.ts';
import { cleanEnvironment, deskbridge, plainShow, startDaemon } from './daemon.ts';

const environment = cleanEnvironment();

async function desk() {
  const show = plainShow();
  const daemon = await startDaemon(show, environment);
  const say = async (...words: string[]): Promise<string> => {
    const { code, out, err } = await deskbridge([...words, '--show', show], environment);
    return `${code} ${out}${err}`.trim();
  };
  return { show, daemon, say };
}

test('channels are worked on from the command line: one undo takes a paste back', async () => {
  const { say } = await desk();
  await say('set', 'ch/1/name', 'Kick In');
  await say('set', 'ch/1/eq/2/gain', '4');
  await say('set', 'ch/1/fader', '-7');
  expect(await say('copy', 'Kick In')).toMatch(/^0 copied \d+ values of ch\/1$/);
  expect(await say('paste', 'ch/2', '--dry-run')).toBe(
    '10 would set ch/2/fader 0.0 dB -> -7.0 dB and 1 more\n  ch/2/fader      0.0 dB -> -7.0 dB\n  ch/2/eq/2/gain  0.0 dB -> +4.0 dB',
  );
  expect(await say('paste', 'ch/2')).toBe('0 ch/2/fader 0.0 dB -> -7.0 dB and 1 more');
  expect(await say('paste', 'ch/2', '--dry-run')).toBe('0 nothing to change');
  expect(await say('undo')).toMatch(/^0 undo of paste of ch\/1 by .*: 2 restored$/);
  expect(await say('swap', 'ch/1', 'ch/2', 'eq')).toBe('0 ch/1/eq/2/gain +4.0 dB -> 0.0 dB and 1 more');
  expect(await say('reset', 'ch/2', 'eq')).toBe('0 ch/2/eq/2/gain +4.0 dB -> 0.0 dB');
  expect(await say('paste', 'ch/99')).toMatch(/^6 no parameter "ch\/99/);
});

test('a preset is in its file when the command ends, and a file edited by hand counts', async () => {
  const { show, say } = await desk();
  await say('set', 'ch/1/dyn/ratio', '6');
  expect(await say('save-preset', 'Lead Vox', 'ch/1', 'dyn', '--dry-run')).toMatch(/^10 would save \d+ values of ch\/1 as "Lead Vox"$/);
  expect(await say('presets')).toMatch(/^0 no presets yet/);
  expect(await say('save-preset', 'Lead Vox', 'ch/1', 'dyn')).toMatch(/^0 saved/);
  const file = join(show, 'presets', 'Lead Vox.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^preset: Lead Vox\nstrip:\n {2}dyn: \{.* ratio: 6,/);
  writeFileSync(file, text.replace('ratio: 6', 'ratio: 4'));
  await until('the edit counts', async () => (await say('preset', 'Lead Vox', 'ch/7', '--dry-run')).includes('3:1 -> 4:1'));
  expect(await say('preset', 'Lead Vox', 'ch/7')).toBe('0 ch/7/dyn/ratio 3:1 -> 4:1');
});
