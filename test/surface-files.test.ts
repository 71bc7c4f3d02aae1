import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MappingFiles } from '../src/show/mappings.ts';
import { SurfaceFiles } from '../src/surface-files.ts';
import { houseVerbs } from '../src/verbs.ts';
import { scratch } from './scratch.ts';

test('keys that recall a scene by its name are known with their mapping; those that mean a place of the list are not', async () => {
  const show = scratch();
  mkdirSync(join(show, 'mappings'));
  writeFileSync(
    join(show, 'mappings', 'mine.yaml'),
    'profile: behringer-x-touch\nlayers: { inputs: [ch/1..8] }\nstrip: { fader: strip/fader }\nbuttons:\n  f1: { press: recall "Verse 2", hold: recall 2 }\n  f2: go\n',
  );
  const said: string[] = [];
  const files = await SurfaceFiles.load(new MappingFiles(houseVerbs(), show), (line) => said.push(line));
  expect(said).toEqual([]);
  const recalls = files.lines().filter(({ text }) => text.startsWith('recall'));
  expect(recalls.map(({ where, text }) => `${where}: ${text}`)).toEqual(['mapping mine: recall "Verse 2"']);
});
