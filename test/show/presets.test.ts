import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isRefusal } from '../../src/desk/refusal.ts';
import type { Preset } from '../../src/scenes/presets.ts';
import { PresetFolder } from '../../src/show/presets.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

const folders: PresetFolder[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.stop();
});

async function open(show = scratch()) {
  const said: string[] = [];
  const presets = await PresetFolder.open(show, { clock: systemClock, say: (line) => void said.push(line) });
  folders.push(presets);
  return { show, presets, said, file: (name: string) => join(show, 'presets', name) };
}

const preset = (name: string, fader = -3): Preset => ({ name, note: '', values: new Map([['fader', fader]]) });

test('a preset is there at once, and on the disk when that is told; another daemon finds it', async () => {
  const { show, presets, file } = await open();
  const later = presets.store(preset('Lead Vox'));
  expect(presets.find('lead vox')).toMatchObject({ name: 'Lead Vox' });
  expect(await later).toBeUndefined();
  expect(readFileSync(file('Lead Vox.yaml'), 'utf8')).toBe('preset: Lead Vox\nstrip:\n  fader: -3\n');
  const second = await open(show);
  expect(second.presets.list()).toEqual([preset('Lead Vox')]);
});

test('a second store goes into the same file; names that give one file name get two', async () => {
  const { show, presets } = await open();
  await presets.store(preset('Vox/1'));
  await presets.store(preset('Vox/1', -6));
  await presets.store(preset('Vox?1'));
  expect(readdirSync(join(show, 'presets')).sort()).toEqual(['Vox-1 2.yaml', 'Vox-1.yaml']);
  expect(presets.find('Vox/1')).toMatchObject({ values: new Map([['fader', -6]]) });
});

test('a file written by hand counts without a restart; one with a mistake is told with its line, and the last good one stays', async () => {
  const { presets, said, file } = await open();
  await presets.store(preset('Lead Vox'));
  writeFileSync(file('Lead Vox.yaml'), 'preset: Lead Vox\nstrip:\n  fader: -9\n');
  await until('the edit counts', () => {
    const found = presets.find('Lead Vox');
    return !isRefusal(found) && found.values.get('fader') === -9;
  });
  writeFileSync(file('Lead Vox.yaml'), 'preset: Lead Vox\nstrip:\n  fadr: -1\n');
  await until('the mistake is told', () => said.some((line) => line.includes('presets/Lead Vox.yaml:3:3: a strip has no "fadr"')));
  expect(presets.find('Lead Vox')).toMatchObject({ values: new Map([['fader', -9]]) });
});

test('a preset whose file has a mistake from the beginning is refused with its line', async () => {
  const show = scratch();
  mkdirSync(join(show, 'presets'));
  writeFileSync(join(show, 'presets', 'Lead.yaml'), 'preset: Lead\nstrip:\n  fadr: -1\n');
  const { presets } = await open(show);
  expect(presets.find('Lead')).toMatchObject({ code: 'malformed', at: { file: 'presets/Lead.yaml', line: 3, column: 3 } });
});

test('where the disk does not take it the reason is told, and nothing of it is kept', async () => {
  const show = scratch();
  writeFileSync(join(show, 'presets'), 'a file where the folder should be');
  const { presets } = await open(show);
  const refusal = await presets.store(preset('Lead Vox'));
  expect(refusal).toMatchObject({ code: 'offline', got: 'the preset "Lead Vox"' });
  expect(presets.list()).toEqual([]);
});

test('a name that is nearly one is refused with the one that was meant', async () => {
  const { presets } = await open();
  await presets.store(preset('Lead Vox'));
  expect(presets.find('Laed Vox')).toMatchObject({ want: 'a preset of this show; did you mean "Lead Vox"?' });
});

test('a file that somebody is at work in is told with the presets, and is not written over', async () => {
  const { presets, file } = await open();
  await presets.store(preset('Vox'));
  writeFileSync(file('Vox.yaml'), 'preset: Vox\n# soft and near\nstrip:\n  fadr: -9\n');
  await presets.look();
  expect(presets.faults()).toMatchObject([{ file: 'presets/Vox.yaml', line: 4, column: 3, meanwhile: 'the last good "Vox" stays' }]);
  expect(await presets.store(preset('Vox', -12))).toMatchObject({ code: 'malformed', at: { file: 'presets/Vox.yaml', line: 4 } });
  expect(readFileSync(file('Vox.yaml'), 'utf8')).toContain('# soft and near');
  expect(presets.find('Vox')).toEqual(preset('Vox'));
  writeFileSync(file('Vox.yaml'), 'preset: Vox\nstrip:\n  fader: -9\n');
  await presets.look();
  expect([presets.faults(), await presets.store(preset('Vox', -12))]).toEqual([[], undefined]);
});
