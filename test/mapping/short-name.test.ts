import { expect, test } from 'vitest';
import { shortName, shortTitle } from '../../src/mapping/short.ts';

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

test.each([
  ['Ballad for Ann', 7, 'Ballad'],
  ['Ballad for Ann', 14, 'Ballad for Ann'],
  ['Introduction', 7, 'Intrdct'],
  ['Verse 2 loud', 7, 'Verse 2'],
  ['', 7, ''],
])('the title "%s" stands on %d cells as "%s"', (title, cells, short) => {
  expect(shortTitle(title, cells)).toBe(short);
});
