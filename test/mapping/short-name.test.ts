import { expect, test } from 'vitest';
import { shortName } from '../../src/mapping/short.ts';

test.each([
  ['Kick In', 'Kick In'],
  ['Overhead L', 'Ovrhd L'],
  ['Overhead R', 'Ovrhd R'],
  ['Snare Top', 'Snar Tp'],
  ['Percussion', 'Percssn'],
  ['  Vox   Ana ', 'Vox Ana'],
  ['Gitarre 12', 'Gtrr 12'],
  ['Rhythm Hh 2', 'RhythmH'],
  ['日本語の名前です', '日本語の名前で'],
  ['', ''],
])('"%s" stands on seven cells as "%s"', (name, short) => {
  expect(shortName(name)).toBe(short);
});
