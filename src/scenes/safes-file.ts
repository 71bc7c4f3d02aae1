import type { Reading } from '../wire/formats/yaml-file.ts';
import type { Spot } from '../wire/formats/yaml-places.ts';
import { readTree, showSpots } from '../wire/formats/yaml-tree.ts';
import { patternFault } from './pattern-words.ts';
import { patterns } from './scene-text.ts';

/** More than anybody lists by hand. */
const LIMIT = 200;

/** What no recall of the show touches: `safe: [ch/24, main/fader]`. Never throws. */
export function readSafes(text: string, file: string): Reading<readonly string[]> {
  const tree = readTree(text, file);
  if ('errors' in tree) return tree;
  const spots: Spot[] = [];
  const list: string[] = [];
  for (const { key, value } of tree.good.items) {
    const words = 'list' in value ? value.list : 'word' in value && value.word !== '' ? [value] : [];
    if (key.word !== 'safe') spots.push({ ...key, says: `no setting "${key.word.slice(0, 60)}"; there is safe` });
    else if ('items' in value) spots.push({ ...value, says: 'safe: a list of patterns, not a block' });
    else if (words.length > LIMIT) spots.push({ ...value, says: `safe: at most ${LIMIT} patterns` });
    for (const word of key.word === 'safe' ? words.slice(0, LIMIT) : []) {
      const says = patternFault(word.word);
      if (says === undefined) list.push(word.word);
      else spots.push({ ...word, says });
    }
  }
  return spots.length > 0 ? { errors: showSpots(spots, text, file) } : { good: list };
}

/** The file with other patterns; a person's comments stay. */
export function writeSafes(list: readonly string[], before?: string): string {
  const fresh = `# What no recall touches, whatever scene it is.\nsafe: ${patterns(list)}\n`;
  const tree = before === undefined ? undefined : readTree(before, '');
  if (before === undefined || !tree || 'errors' in tree) return fresh;
  const item = tree.good.items.find(({ key }) => key.word === 'safe');
  if (!item) return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}safe: ${patterns(list)}\n`;
  const edited = `${before.slice(0, item.key.end)}: ${patterns(list)}${before.slice(Math.max(item.value.end, item.key.end + 1))}`;
  const now = readSafes(edited, '');
  return 'good' in now && now.good.join(' ') === list.join(' ') ? edited : fresh;
}
