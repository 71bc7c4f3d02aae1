import { describe, expect, test } from 'vitest';
import { roughMix } from '../../../src/audio/song/mix.ts';
import { SCENES } from '../../../src/audio/song/mix-scenes.ts';
import { STEMS } from '../../../src/audio/song/song.ts';
import { readValue, writeValue } from '../../../src/desk/value.ts';
import { layout } from '../../engines/studio-kit.ts';

const mix = roughMix('/songs/low-tide');

describe('the rough mix speaks the words of the embedded mixer', () => {
  test.each(mix)('%s takes %s, unchanged', (path, value) => {
    const parameter = layout.byPath.get(path);
    if (!parameter) throw new Error('there is no such parameter');
    const stored = readValue(parameter, value);
    if (typeof stored === 'object') throw new Error(`refused: ${stored.want}`);
    expect(writeValue(parameter, stored)).toBe(value);
  });

  test('nothing is said twice', () => {
    expect(new Set(mix.map(([path]) => path)).size).toBe(mix.length);
    expect(mix.length).toBeGreaterThan(300);
  });

  test('channels carry the names of the stems, in their order, and hear them', () => {
    const values = new Map(mix);
    expect(STEMS.map((_, n) => values.get(`ch/${n + 1}/name`))).toEqual([...STEMS]);
    expect(STEMS.map((_, n) => values.get(`ch/${n + 1}/source`))).toEqual(STEMS.map((_, n) => `player/${n + 1}`));
  });

  test('click and talkback are for the band: they are muted', () => {
    expect(mix.filter(([path, value]) => /^ch\/\d+\/mute$/.test(path) && value === true)).toEqual([
      ['ch/19/mute', true],
      ['ch/20/mute', true],
    ]);
  });

  test('the folder of the stems is the one it was given', () => {
    expect(mix.at(-1)).toEqual(['player/folder', '/songs/low-tide']);
  });
});

describe.each(Object.entries(SCENES))('the scene %s', (_name, scene) => {
  test.each(scene)('%s takes %s, unchanged, and it is not what the rough mix has', (path, value) => {
    const parameter = layout.byPath.get(path);
    if (!parameter) throw new Error('there is no such parameter');
    const stored = readValue(parameter, value);
    if (typeof stored === 'object') throw new Error(`refused: ${stored.want}`);
    expect(writeValue(parameter, stored)).toBe(value);
    expect(new Map(mix).get(path)).not.toBe(value);
  });

  test('says nothing twice, and leaves names, sources and the player alone', () => {
    expect(new Set(scene.map(([path]) => path)).size).toBe(scene.length);
    expect(scene.filter(([path]) => /name|color|icon|source|^player/.test(path))).toEqual([]);
    expect(scene.length).toBeGreaterThan(5);
  });
});
