import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseLine, say } from '../../src/desk/line.ts';
import { explain, isRefusal } from '../../src/desk/refusal.ts';
import type { Answer, Verbs } from '../../src/desk/verb.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import { CueFile } from '../../src/show/cues.ts';
import { SceneFolder } from '../../src/show/scenes.ts';
import { houseVerbs } from '../../src/verbs.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { actor, deskKit } from '../desk/desk-kit.ts';
import { scratch } from '../scratch.ts';

const VERSE = '# ask Ann\nscene: Verse 2\nch/1:\n  fader: -10   # quiet\n';
const SCENES = { '001 Intro.yaml': 'scene: Intro\n', '002 Verse 2.yaml': VERSE, '003 Chorus.yaml': 'scene: Chorus\nch/1:\n  fader: 0\n' };

/** Scenes and cues on a disk, and the verbs of the house with them. */
async function show(cues = '', scenes: Readonly<Record<string, string>> = SCENES, otherLine?: string) {
  const folder = scratch();
  mkdirSync(join(folder, 'scenes'));
  for (const [name, text] of Object.entries(scenes)) writeFileSync(join(folder, 'scenes', name), text);
  if (cues !== '') writeFileSync(join(folder, 'cues.yaml'), cues);
  const { desk, clock } = deskKit();
  const tell = { clock: systemClock, say: () => {} };
  const library = await SceneFolder.open(folder, tell);
  const recalls = new Recalls({ desk, clock, library, say: () => {} });
  let file: CueFile | undefined;
  const otherLines = () => {
    const line = otherLine === undefined ? undefined : parseLine(verbs, otherLine);
    return otherLine === undefined || line === undefined || isRefusal(line) ? [] : [{ where: 'panic in desk.yaml', text: otherLine, line }];
  };
  const verbs: Verbs = houseVerbs({
    scenes: () => ({ library, recalls, otherLines }),
    cueEdit: () =>
      file && { verbs, cues: () => file?.cues ?? [], save: (list, from) => file?.save(list, from) ?? Promise.resolve(undefined) },
  });
  file = await CueFile.open(folder, { ...tell, verbs });
  onTestFinished(async () => {
    file?.stop();
    await library.close();
  });
  const asked = async (line: string, dry = false) => {
    const answer = say(verbs, line, { desk, actor: actor('Anna'), dry });
    return isRefusal(answer) ? answer : ((await answer.later) ?? answer);
  };
  const does = async (line: string, dry = false): Promise<Answer> => {
    const answer = await asked(line, dry);
    if (isRefusal(answer)) throw new Error(explain(answer));
    return answer;
  };
  const refused = async (line: string): Promise<string> => {
    const answer = await asked(line);
    return isRefusal(answer) ? explain(answer) : `not refused: ${answer.says}`;
  };
  return {
    desk,
    library,
    does,
    refused,
    files: () => readdirSync(join(folder, 'scenes')).filter((name) => name.endsWith('.yaml')),
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
  };
}

const CUES = `# the show
- cue: 1
  do: recall Intro
- cue: 2   # after the talk
  do:
    - recall "verse 2" over 4s   # slowly
    - unmute ch/3
- cue: 3
  do: recall 002
`;

describe('a scene that gets another name', () => {
  test('keeps its number, its comments and its versions; cues say the new name, and keep the rest of their lines', async () => {
    const { does, files, read, library } = await show(CUES);
    await does('set-scene "Verse 2" note soft');
    const answer = await does('rename-scene "Verse 2" "Verse two"');
    expect(answer.says).toBe('002 "Verse 2" is 002 "Verse two" now; cue 2 says so too');
    expect(files()).toContain('002 Verse two.yaml');
    expect(read('scenes/002 Verse two.yaml')).toBe('# ask Ann\nscene: Verse two\nnote: soft\nch/1:\n  fader: -10   # quiet\n');
    expect(read('cues.yaml')).toContain('# after the talk');
    expect(read('cues.yaml')).toContain('recall "Verse two" over 4s');
    // Who counts still means this scene.
    expect(read('cues.yaml')).toContain('do: recall 002');
    expect(await library.versions('Verse two')).toHaveLength(2);
  });

  test('is still the one that was recalled last', async () => {
    const { does } = await show();
    await does('recall Chorus');
    await does('rename-scene Chorus Refrain');
    expect((await does('scenes')).says.split('\n').at(-1)).toBe('> 003 Refrain');
  });

  test('a dry run tells which cues would change, and changes none', async () => {
    const { does, read } = await show(CUES);
    expect((await does('rename-scene 2 Bridge', true)).changes).toEqual([
      { path: 'scene', from: '002 "Verse 2"', to: '002 "Bridge"' },
      { path: 'cue 2', from: 'recall "verse 2" over 4s', to: 'recall Bridge over 4s' },
    ]);
    expect([read('scenes/002 Verse 2.yaml'), read('cues.yaml')]).toEqual([VERSE, CUES]);
  });

  test('where cues cannot be written it keeps the old one', async () => {
    const { refused, write, files, library } = await show(CUES);
    write('cues.yaml', `${CUES}- cue: 4\n  do: recal Intro\n`);
    expect(await refused('rename-scene Intro Overture')).toMatch(/^cues\.yaml has a mistake in line 11: no verb "recal"/);
    expect(files()).toContain('001 Intro.yaml');
    expect(library.find('Intro')).toMatchObject({ number: '001' });
  });

  test('while somebody edits the cues, what stands there by then says it', async () => {
    const { does, write, read } = await show(CUES);
    write('cues.yaml', `${CUES}- cue: 4\n  do: recall Intro\n`);
    await Promise.all([does('rename-scene Intro Overture'), does('rename-scene "Verse 2" Bridge')]);
    const cues = read('cues.yaml');
    expect([...cues.matchAll(/recall (\S+)/g)].map(([, name]) => name)).toEqual(['Overture', 'Bridge', '002', 'Overture']);
  });

  test('lines that only a person writes are told', async () => {
    const { does } = await show('', SCENES, 'recall Intro over 1s');
    const answer = await does('rename-scene Intro Overture');
    expect(answer.says).toBe(
      '001 "Intro" is 001 "Overture" now; still as before, change by hand: panic in desk.yaml: recall Intro over 1s',
    );
  });

  test.each([
    ['rename-scene Intro chorus', 'there is a scene "Chorus" already'],
    ['rename-scene Intro " "', 'scene is empty; it is the name of the scene'],
    ['rename-scene Outro X', 'no scene "Outro"; did you mean Intro?'],
    ['number-scene Intro 3', 'number 003 is that of "Chorus"'],
    ['number-scene Intro x', '"x" is not a number of a scene, such as 012 or 12.5'],
    ['move-scene Intro behind Chorus', '"behind" is not before or after'],
  ])('%s is refused', async (line, why) => {
    const { refused, files } = await show();
    expect(await refused(line)).toBe(why);
    expect(files()).toEqual(Object.keys(SCENES));
  });
});

describe('a scene that gets another place', () => {
  test('gets the roundest number that stands there; cues that count it count it anew', async () => {
    const { does, read, library } = await show(CUES);
    const names = () => library.list().map(({ number, name }) => `${number} ${name}`);
    await does('move-scene Chorus before "Verse 2"');
    expect(names()).toEqual(['001 Intro', '001.5 Chorus', '002 Verse 2']);
    await does('move-scene Intro after "Verse 2"');
    expect(names()).toEqual(['001.5 Chorus', '002 Verse 2', '003 Intro']);
    await does('number-scene "Verse 2" 12.50');
    expect(names()).toEqual(['001.5 Chorus', '003 Intro', '012.5 Verse 2']);
    expect(read('cues.yaml')).toContain('- cue: 3\n  do: recall 012.5\n');
    expect((await does('move-scene Chorus before Intro')).says).toBe('nothing to change');
  });
});

describe('a scene that is removed', () => {
  test('can be brought back as it was, with its number and its versions', async () => {
    const { does, files, read, library } = await show();
    await does('set-scene "Verse 2" ch/1/fader -3');
    const answer = await does('remove-scene "Verse 2"');
    expect(answer.says).toBe('removed 002 "Verse 2"; restore-scene "Verse 2" brings it back');
    expect(files()).toEqual(['001 Intro.yaml', '003 Chorus.yaml']);
    expect((await does('scenes removed')).says).toMatch(/^ {2}002 Verse 2, until \d{4}-/);
    expect((await does('versions "verse 2"')).says).toMatch(/which was removed, as it was until \(UTC\)\n/);
    expect((await does('restore-scene "verse 2"', true)).changes).toEqual([{ path: 'scene', from: '', to: '"Verse 2"' }]);
    await does('restore-scene "verse 2"');
    expect(read('scenes/002 Verse 2.yaml')).toBe('# ask Ann\nscene: Verse 2\nch/1:\n  fader: -3   # quiet\n');
    expect(await library.versions('Verse 2')).toHaveLength(2);
    expect((await does('scenes removed')).says).toBe('no scene was removed');
  });

  test('comes back under the name that it had at last, whatever it was called in that version', async () => {
    const { does, library, read } = await show();
    await does('rename-scene "Verse 2" Bridge');
    await does('remove-scene Bridge');
    expect((await does('restore-scene Bridge 2')).says).toMatch(/^brought back "Bridge" as it was until /);
    expect(read('scenes/002 Bridge.yaml')).toBe(VERSE.replace('Verse 2', 'Bridge'));
    expect([await library.gone(), (await library.versions('Bridge')).length]).toEqual([[], 2]);
  });

  test('gets the next number where its own is taken by now', async () => {
    const { does, library } = await show();
    await does('remove-scene Intro');
    await does('number-scene Chorus 1');
    await does('restore-scene Intro');
    expect(library.list().map(({ number, name }) => `${number} ${name}`)).toEqual(['001 Chorus', '002 Verse 2', '003 Intro']);
    expect(await library.versions('Intro')).toHaveLength(1);
  });

  test('is kept while cues recall it, unless it is said that it goes anyway', async () => {
    const { does, refused, files } = await show(CUES);
    expect(await refused('remove-scene "Verse 2"')).toBe(
      '"Verse 2" is recalled by cue 2, cue 3; to remove it all the same: remove-scene "Verse 2" anyway',
    );
    expect(await refused('remove-scene Intro please')).toBe('"please" is not anyway, or nothing');
    expect((await does('remove-scene "Verse 2" anyway')).says).toContain('cue 2, cue 3 will find none');
    expect(files()).toEqual(['001 Intro.yaml', '003 Chorus.yaml']);
  });
});

describe('a version that is restored', () => {
  test('is the content again, to the letter; the content of before is the newest version', async () => {
    const { does, read } = await show();
    await does('set-scene "Verse 2" ch/1/fader -3');
    await does('rename-scene "Verse 2" Bridge');
    expect((await does('restore-scene Bridge 2', true)).says).toMatch(
      /^would bring back "Bridge" as it was until .*: 1 difference\n {2}ch\/1\/fader {2}-3\.0 dB -> -10\.0 dB$/,
    );
    await does('restore-scene Bridge 2');
    expect(read('scenes/002 Bridge.yaml')).toBe(VERSE.replace('Verse 2', 'Bridge'));
    await does('restore-scene Bridge');
    expect(read('scenes/002 Bridge.yaml')).toContain('fader: -3   # quiet');
  });

  test.each([
    ['restore-scene Intro', '"Intro" has no version 1; it has none'],
    ['restore-scene Outro', 'no scene "Outro"; did you mean Intro?'],
    ['restore-scene Intro ../../x', '"Intro" has no version ../../x; it has none'],
  ])('%s is refused', async (line, why) => {
    const { refused } = await show();
    expect(await refused(line)).toBe(why);
  });
});

describe('a version that is recalled', () => {
  test('is looked at first, and then recalled, while the file stays as it is', async () => {
    const { does, refused, read, desk } = await show();
    await does('set-scene "Verse 2" ch/1/fader -3');
    const changed = read('scenes/002 Verse 2.yaml');
    const dry = await does('recall "Verse 2" version 1', true);
    expect(dry.says).toMatch(/^would recall "Verse 2 of \d{4}-\d\d-\d\dT.*": 1 change$/);
    expect(dry.changes).toEqual([{ path: 'ch/1/fader', from: '0.0 dB', to: '-10.0 dB' }]);
    expect(desk.revision).toBe(0);
    expect((await does('recall "Verse 2" version 1 except ch/1', true)).changes).toEqual([]);
    await does('recall 2 version 1');
    expect((await does('get ch/1/fader')).says).toBe('ch/1/fader -10.0 dB');
    expect(read('scenes/002 Verse 2.yaml')).toBe(changed);
    expect((await does('recall "Verse 2"', true)).changes).toEqual([{ path: 'ch/1/fader', from: '-10.0 dB', to: '-3.0 dB' }]);
    expect(await refused('recall "Verse 2" version 7')).toMatch(/^"Verse 2" has no version 7; it has 1, the newest is /);
    expect(await refused('recall "Verse 2" version')).toBe('"version" is not version with its place or time: version 3');
    expect(await refused('recall "Verse 2" version 1 seen 3f9a2c01')).toBe('"seen" is not for a version; recall it with its words');
  });
});

describe('one scene in several hands', () => {
  test('keeps all that they change at the same moment', async () => {
    const { does, library } = await show();
    const faders = Array.from({ length: 12 }, (_none, at) => [`ch/${at + 1}/fader`, -20 - at] as const);
    await Promise.all([...faders.map(([path, value]) => does(`set-scene Intro ${path} ${value}`)), does('set-scene Intro note loud')]);
    expect(library.find('Intro')).toMatchObject({ note: 'loud' });
    const kept = library.find('Intro');
    expect(faders.map(([path]) => ('values' in kept ? kept.values.get(path)?.value : undefined))).toEqual(faders.map(([, value]) => value));
  });
});

describe('a scene that is stored', () => {
  test('of a part that the desk does not have, or by a name that no file can hold, is refused in a dry run too', async () => {
    const { does, refused } = await show();
    expect(await refused('store Intro only ch/1, ch/2/fadr')).toBe('no parameter "ch/2/fadr"; did you mean "ch/2/fader"?');
    expect(await refused('store Intro only ch/1, ch/99')).toBe('no parameter "ch/99"');
    expect(await refused('store " "')).toBe('a scene needs a name');
    expect(await refused(`store ${'x'.repeat(101)}`)).toBe('a name has at most 100 characters, on one line');
    for (const unseen of ['Verse\u200b 2', '\u202eVerse', 'Verse\ud800'])
      expect(await refused(`store "${unseen}"`)).toBe('a name has no invisible characters, and none that turn the text around it');
    expect(await refused('store Intro version 1')).toBe('"version 1" is not only PATTERNS');
    await expect(does(`store ${'x'.repeat(101)}`, true)).rejects.toThrow('a name has at most 100 characters');
  });

  test('at the same moment as another gets the number behind it, and says so', async () => {
    const { does } = await show();
    const [one, two] = await Promise.all([does('store A'), does('store B')]);
    expect([one.says, two.says].map((says) => says.slice(0, 14))).toEqual(['stored 004 "A"', 'stored 005 "B"']);
    expect([one.found, two.found]).toEqual([
      { scene: 'A', number: '004' },
      { scene: 'B', number: '005' },
    ]);
  });

  test('over a file with mistakes takes its number, and keeps what stood there as a version', async () => {
    const { does, write, library, files } = await show();
    write('scenes/007 New.yaml', 'scene: New\nch/1:\n  fadr: -3\n');
    await library.look();
    expect((await does('store New')).says).toMatch(/^stored 007 "New": \d+ values; scenes\/007 New\.yaml had mistakes and is a version$/);
    expect(files()).toHaveLength(4);
    expect([library.faults(), (await library.versions('New')).length]).toEqual([[], 1]);
  });
});

describe('settings of one scene', () => {
  test('are changed in its file, and comments stay', async () => {
    const { does, read } = await show();
    for (const line of [
      'fade 4 s along linear',
      'safe ch/24, bus/*',
      'only ch/*',
      'preamps yes',
      'note "after the talk"',
      'ch/1/fader over 2 s',
      'ch/2/mute on',
    ])
      await does(`set-scene 2 ${line}`);
    expect(read('scenes/002 Verse 2.yaml')).toBe(
      '# ask Ann\nscene: Verse 2\nfade: 4 s along linear\nsafe: [ch/24, bus/*]\nonly: [ch/*]\npreamps: yes\nnote: after the talk\nch/1:\n  fader: -10 over 2 s   # quiet\nch/2:\n  mute: on\n',
    );
    for (const setting of ['fade', 'safe', 'only', 'preamps', 'note', 'ch/2/mute']) await does(`set-scene 2 ${setting}`);
    await does('set-scene 2 ch/1/fader -10');
    expect(read('scenes/002 Verse 2.yaml')).toBe(VERSE);
  });

  test('a dry run tells what would be otherwise', async () => {
    const { does, read } = await show();
    expect((await does('set-scene 2 fade 4s', true)).changes).toEqual([{ path: '"Verse 2" fade', from: '', to: '4 s' }]);
    expect((await does('set-scene 2 ch/1/fader -10', true)).says).toBe('nothing to change');
    expect(read('scenes/002 Verse 2.yaml')).toBe(VERSE);
  });

  test('strips are known by their names, and stand by their paths in the file', async () => {
    const { does, read } = await show();
    await does('set ch/2/name "Lead Vox"');
    await does('set-scene 2 safe Lead Vox, ch/1');
    await does('set-scene 2 "Lead Vox/fader" -6');
    expect(read('scenes/002 Verse 2.yaml')).toBe(
      '# ask Ann\nscene: Verse 2\nsafe: [ch/2, ch/1]\nch/1:\n  fader: -10   # quiet\nch/2:\n  fader: -6\n',
    );
    await does('safe "Lead Vox"');
    expect((await does('safe')).says).toBe('ch/2');
  });

  test.each([
    ['fade soon', 'fade: "soon" is not a time such as 4 s, 250 ms or 4 s along linear'],
    ['fade 4 s along d', 'fade: no curve "d"; did you mean "s"?'],
    ['safe a b c', '"a b c" is not a path or pattern such as ch/24, bus/* or ch/1..8/eq'],
    ['preamps maybe', '"preamps: maybe" is not yes or no'],
    ['nte x', '"nte" is not a setting of a scene; did you mean note?'],
    ['zzzzzz x', '"zzzzzz" is not one of fade, only, safe, preamps, note, or a path such as ch/1/fader'],
    ['ch/1/fadr -3', 'no parameter "ch/1/fadr"; did you mean "ch/1/fader"?'],
    ['ch/1/fader loud', 'fader: "loud" is not a number (dB)'],
    ['ch/2/fader over 2 s', 'the scene has no value for it yet: -10 over 2 s'],
    ['ch/1/level -3', 'ch/1/level follows from other values; a scene cannot set it'],
  ])('%s is refused', async (words, why) => {
    const { refused, read } = await show();
    expect(await refused(`set-scene 2 ${words}`)).toBe(why);
    expect(read('scenes/002 Verse 2.yaml')).toBe(VERSE);
  });
});

test('files with mistakes stand in the list of scenes, with their places', async () => {
  const { does, write, library } = await show();
  write('scenes/002 Verse 2.yaml', 'scene: Verse 2\nch/1:\n  fadr: -3\n');
  write('scenes/004 New.yaml', 'scen: New\n');
  write('scenes/safes.yaml', 'saf: [ch/1]\n');
  await library.look();
  const { says, found } = await does('scenes');
  expect(says.split('\n').slice(3)).toEqual([
    '! scenes/002 Verse 2.yaml:3:3: no parameter "ch/1/fadr"; did you mean "ch/1/fader"?; until it is mended the last good "Verse 2" stays',
    '! scenes/004 New.yaml:1:1: no setting or strip "scen"; did you mean "scene"?; until it is mended it is not there',
    '! scenes/004 New.yaml:1:1: scene is missing; it is the name of the scene; until it is mended it is not there',
    '! scenes/safes.yaml:1:1: no setting "saf"; there is safe; until it is mended the last good safes stay',
  ]);
  expect(found).toMatchObject({ scenes: [{}, {}, {}], faults: [{ line: 3, column: 3 }, {}, {}, {}] });
});
