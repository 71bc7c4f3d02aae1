import { describe, expect, test } from 'vitest';
import { say } from '../../src/desk/line.ts';
import { explain, isRefusal } from '../../src/desk/refusal.ts';
import { Verbs } from '../../src/desk/verb.ts';
import { differences, diffLine, fromLive } from '../../src/scenes/diff.ts';
import { historyVerbs } from '../../src/scenes/history-verbs.ts';
import type { SceneLibrary } from '../../src/scenes/library.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import type { Scene } from '../../src/scenes/scene.ts';
import { actor, deskKit } from '../desk/desk-kit.ts';
import { aScene } from './scene-kit.ts';

const before = aScene('Verse 2', '012', {
  'ch/1/fader': -10,
  'ch/1/eq/1/freq': 1250,
  'ch/1/delay/time': 12,
  'ch/2/mute': true,
  'ch/1/name': 'Kick',
});
const after = aScene('Verse 2', '012', {
  'ch/1/fader': '-inf',
  'ch/1/eq/1/freq': 1300,
  'ch/1/delay/time': 12,
  'ch/1/name': 'Kick In',
  'ch/3/pan': -50,
});

describe('what became of a scene', () => {
  test('is told in dB, Hz and words, with what came and what went', () => {
    expect(differences(before, { ...after, fade: { ms: 4000, curve: 'linear' } }).map(diffLine)).toEqual([
      '+ fade  4 s along linear',
      '  ch/1/fader  -10.0 dB -> -inf dB',
      '  ch/1/eq/1/freq  1.25 kHz -> 1.3 kHz',
      '  ch/1/name  "Kick" -> "Kick In"',
      '+ ch/3/pan  L50',
      '- ch/2/mute  on',
    ]);
    expect(differences(before, before)).toEqual([]);
  });

  test('live state is compared on the grid of the desk: what it would round is no difference', () => {
    const { desk, say: said } = deskKit();
    said('set ch/1/fader -10');
    said('set ch/2/fader -3');
    const scene = aScene('A', '1', { 'ch/1/fader': -10.02, 'ch/2/fader': -6, 'ch/99/fader': 0, 'ch/3/fader': 'loud' });
    const { rows, missing, same } = fromLive(desk, scene);
    expect(rows).toEqual([{ path: 'ch/2/fader', is: 'changed', from: '-6.0 dB', to: '-3.0 dB' }]);
    expect(missing.map(explain)).toEqual([
      'no parameter "ch/99/fader"; did you mean ch/8/fader?',
      'ch/3/fader: "loud" is not a number, -inf..+10 dB',
    ]);
    expect(same).toBe(1);
  });
});

function recallsOf(library: SceneLibrary): Recalls {
  const { desk, clock } = deskKit();
  return new Recalls({ desk, clock, library, say: () => {} });
}

describe('the verbs diff and versions', () => {
  const library: SceneLibrary = {
    list: () => [after],
    find: (name) => (name.toLowerCase() === 'verse 2' ? after : { code: 'unknown-path', got: name, want: 'Verse 2' }),
    safes: [],
    setSafes: async () => undefined,
    store: async () => undefined,
    remove: async () => undefined,
    rename: async () => undefined,
    versions: async (name) =>
      name.toLowerCase() === 'verse 2' ? [{ version: '2026-11-25T20-41-16', atMs: Date.UTC(2026, 10, 25, 20, 41, 16) }] : [],
    version: async (): Promise<Scene> => before,
    restore: async () => undefined,
    gone: async () => [],
    faults: () => [],
    watch: () => () => {},
  };

  async function asked(line: string, of: SceneLibrary | undefined = library) {
    const verbs = new Verbs().add(historyVerbs(() => of && { library: of, recalls: recallsOf(of) }));
    const answer = say(verbs, line, { desk: deskKit().desk, actor: actor('curl', 'script') });
    if (isRefusal(answer)) return explain(answer);
    const refusal = await answer.later;
    return refusal ? explain(refusal) : answer;
  }

  test('compare live state with a scene', async () => {
    expect(await asked('diff "verse 2"')).toMatchObject({
      says: expect.stringMatching(/^5 differ from "Verse 2", 0 are the same\n {2}ch\/1\/fader {2}-inf dB -> 0\.0 dB\n/),
      found: { with: 'live' },
    });
  });

  test.each([['1'], ['2026-11-25T20-41-16']])('compare version %s with the scene as it is', async (version) => {
    expect(await asked(`diff "Verse 2" ${version}`)).toMatchObject({
      says: expect.stringMatching(/^5 differences in "Verse 2" between 2026-11-25T20-41-16 and now\n/),
      found: { rows: differences(before, after) },
    });
    expect(await asked(`diff "Verse 2" ${version} 1`)).toMatchObject({
      says: `no differences in "Verse 2" between 2026-11-25T20-41-16 and 2026-11-25T20-41-16`,
    });
  });

  test('say which scene, which version, or that no desk runs', async () => {
    expect(await asked('diff "Verse 2" 7')).toBe('"Verse 2" has no version 7; it has 1, the newest is 2026-11-25T20-41-16');
    expect(await asked('versions Chorus')).toContain('Verse 2');
    expect(await asked('versions "Verse 2"')).toMatchObject({
      says: '"Verse 2" as it was until (UTC)\n   1  2026-11-25T20-41-16',
      found: [{ version: '2026-11-25T20-41-16' }],
    });
  });

  test('refuse where no show runs', () => {
    const verbs = new Verbs().add(historyVerbs(() => undefined));
    expect(say(verbs, 'diff "Verse 2"', { desk: deskKit().desk, actor: actor('curl', 'script') })).toMatchObject({ code: 'offline' });
  });
});
