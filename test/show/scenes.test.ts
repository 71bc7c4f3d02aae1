import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { explain } from '../../src/desk/refusal.ts';
import { SceneFolder } from '../../src/show/scenes.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { aScene } from '../scenes/scene-kit.ts';
import { scratch } from '../scratch.ts';
import { smallDisk } from '../small-disk.ts';
import { until } from '../until.ts';

async function opened(files: Readonly<Record<string, string>> = {}, show = scratch()) {
  mkdirSync(join(show, 'scenes'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(show, 'scenes', name), text);
  const said: string[] = [];
  const library = await SceneFolder.open(show, { clock: systemClock, say: (line) => said.push(line) });
  onTestFinished(() => library.close());
  const path = (name: string) => join(show, 'scenes', name);
  return {
    show,
    library,
    said,
    path,
    names: () => library.list().map(({ number, name }) => `${number} ${name}`),
    read: (name: string) => readFileSync(path(name), 'utf8'),
  };
}

const verse = (fader: number) => aScene('Verse 2', '012', { 'ch/1/fader': fader });

describe('the scenes of a show', () => {
  test('stand in the order of their numbers and are found by name, in any capitals, and by number', async () => {
    const { library, names } = await opened({
      '010 Chorus.yaml': 'scene: Chorus\n',
      '9 Intro.yaml': 'scene: Intro\n',
      '012 Verse 2.yaml': 'scene: Verse 2\n',
      'Spare.yaml': 'scene: Spare\n',
      'README.txt': 'not a scene',
    });
    expect(names()).toEqual(['9 Intro', '010 Chorus', '012 Verse 2', ' Spare']);
    expect(['verse 2', '012', '12', '9', 'SPARE'].map((text) => library.find(text))).toMatchObject(
      ['Verse 2', 'Verse 2', 'Verse 2', 'Intro', 'Spare'].map((name) => ({ name })),
    );
    expect(library.find('Vers 2')).toEqual({ code: 'unknown-path', what: 'scene', got: 'Vers 2', want: 'Verse 2' });
  });

  test('a stored scene is a file of its number and name; stored again, the old content is a version', async () => {
    const { library, read } = await opened();
    expect(await library.store(verse(-10))).toBeUndefined();
    expect(read('012 Verse 2.yaml')).toBe('scene: Verse 2\nch/1:\n  fader: -10\n');
    expect(await library.store(verse(-5))).toBeUndefined();
    const [version, ...others] = await library.versions('verse 2');
    expect(others).toEqual([]);
    expect(await library.version('Verse 2', version?.version ?? '')).toMatchObject({ values: new Map([['ch/1/fader', { value: -10 }]]) });
    expect(library.find('12')).toMatchObject({ values: new Map([['ch/1/fader', { value: -5 }]]) });
  });

  test('comments of a person outlive storing again', async () => {
    const { library, read } = await opened({ '012 Verse 2.yaml': '# ask Ann\nscene: Verse 2\n\nch/1:\n  fader: -10   # quiet\n' });
    await library.store(verse(-5));
    expect(read('012 Verse 2.yaml')).toBe('# ask Ann\nscene: Verse 2\n\nch/1:\n  fader: -5   # quiet\n');
  });

  test('the last twenty versions of a scene are kept, newest first', async () => {
    const { library } = await opened();
    for (let count = 0; count < 25; count++) await library.store(verse(-count));
    const versions = await library.versions('Verse 2');
    expect(versions).toHaveLength(20);
    expect(versions.map(({ atMs }) => atMs)).toEqual([...versions.map(({ atMs }) => atMs)].sort((one, two) => two - one));
    expect(await library.version('Verse 2', versions[0]?.version ?? '')).toMatchObject({
      values: new Map([['ch/1/fader', { value: -23 }]]),
    });
    expect(await library.version('Verse 2', versions[19]?.version ?? '')).toMatchObject({
      values: new Map([['ch/1/fader', { value: -4 }]]),
    });
  });

  test('one without a number gets the next; a number that another has is refused', async () => {
    const { library, names } = await opened({ '012 Verse 2.yaml': 'scene: Verse 2\n', '013 Broken.yaml': 'nothing' });
    await library.store(aScene('Bridge', '', {}));
    expect(names()).toEqual(['012 Verse 2', '014 Bridge']);
    const refusal = await library.store(aScene('Outro', '012', {}));
    expect(refusal && explain(refusal)).toBe('number 012 is that of "Verse 2"');
  });

  test('a renamed scene keeps its number, its content and its versions', async () => {
    const { library, path, read, names } = await opened();
    await library.store(verse(-10));
    await library.store(verse(-5));
    expect(await library.rename('Verse 2', { name: 'Verse/Two' })).toBeUndefined();
    expect(readdirSync(path('')).filter((name) => name.endsWith('.yaml'))).toEqual(['012 Verse-Two.yaml']);
    expect(read('012 Verse-Two.yaml')).toBe('scene: Verse/Two\nch/1:\n  fader: -5\n');
    expect(names()).toEqual(['012 Verse/Two']);
    expect(await library.versions('Verse/Two')).toHaveLength(2);
    await library.store(aScene('Chorus', '013', {}));
    expect(await library.rename('chorus', { name: 'VERSE/two' })).toMatchObject({ got: 'there is a scene "Verse/Two" already' });
  });

  test('a removed scene leaves the list, and its content stays as a version', async () => {
    const { library, path } = await opened();
    await library.store(verse(-10));
    expect(await library.remove('12')).toBeUndefined();
    expect(library.list()).toEqual([]);
    expect(readdirSync(path('.versions/012 Verse 2'))).toHaveLength(1);
  });

  test('a removed scene that is stored again has its versions, and so has one whose renaming was cut short', async () => {
    const { library, show, path, names } = await opened();
    await library.store(verse(-10));
    await library.remove('12');
    await library.store(aScene('Chorus', '012', {}));
    await library.store(aScene('verse 2', '', {}));
    expect(names()).toEqual(['012 Chorus', '013 verse 2']);
    expect([await library.gone(), (await library.versions('Verse 2')).length]).toEqual([[], 1]);
    await library.close();
    // The file has its new name, and nothing else is done yet.
    renameSync(path('013 verse 2.yaml'), path('013 Bridge.yaml'));
    const again = await opened({}, show);
    expect([await again.library.gone(), (await again.library.versions('Verse 2')).length]).toEqual([[], 1]);
  });

  test('safes of the show are kept in their own file, comments and all', async () => {
    const { library, show, read, path } = await opened({ 'safes.yaml': '# never\nsafe: [ch/24]   # the band leader\n' });
    expect(library.safes).toEqual(['ch/24']);
    const kept = library.setSafes(['ch/24', 'bus/*']);
    expect(library.safes).toEqual(['ch/24', 'bus/*']);
    expect(await kept).toBeUndefined();
    expect(read('safes.yaml')).toBe('# never\nsafe: [ch/24, bus/*]   # the band leader\n');
    const again = await opened({}, show);
    expect(again.library.safes).toEqual(['ch/24', 'bus/*']);
    writeFileSync(path('safes.yaml'), 'safe: [ch/2]\n');
    await until('they are read again', () => library.safes[0] === 'ch/2');
  });

  test('safes with a mistake in their file are not written over', async () => {
    const { library, read } = await opened({ 'safes.yaml': '# mine\nsafe: [ch/24/fadr]\n' });
    const refusal = await library.setSafes(['ch/2']);
    expect(refusal && explain(refusal)).toBe('scenes/safes.yaml:2:8: no parameter "ch/24/fadr"; did you mean "ch/24/fader"?');
    expect([library.safes, read('safes.yaml')]).toEqual([[], '# mine\nsafe: [ch/24/fadr]\n']);
  });
});

describe('scenes that a person edits while the desk runs', () => {
  test('count as soon as the file is saved, and what stood there is a version', async () => {
    const { library, path } = await opened({ '012 Verse 2.yaml': 'scene: Verse 2\nch/1: { fader: -10 }\n' });
    let told = 0;
    library.watch(() => {
      told += 1;
    });
    writeFileSync(path('012 Verse 2.yaml'), 'scene: Verse 2\nch/1: { fader: -3 }\n');
    await until('the edit counts', () => {
      const found = library.find('Verse 2');
      return 'values' in found && found.values.get('ch/1/fader')?.value === -3;
    });
    await until('it is told', () => told === 1);
    await until('a version', async () => (await library.versions('Verse 2')).length === 1);
  });

  test('with a mistake, are said with their line, and the last good scene stays until it is mended', async () => {
    const { library, path, said } = await opened({ '012 Verse 2.yaml': 'scene: Verse 2\nch/1:\n  fader: -10\n' });
    writeFileSync(path('012 Verse 2.yaml'), 'scene: Verse 2\nch/1:\n  fadr: -3\n');
    await until('it is said', () => said.length > 0);
    expect(said).toEqual([
      '012 Verse 2.yaml:3:3: no parameter "ch/1/fadr"; did you mean "ch/1/fader"?\n      fadr: -3\n      ^^^^\n  the last good "Verse 2" stays',
    ]);
    expect(library.find('Verse 2')).toMatchObject({ values: new Map([['ch/1/fader', { value: -10 }]]) });
    expect(library.faults()).toEqual([
      {
        file: 'scenes/012 Verse 2.yaml',
        line: 3,
        column: 3,
        says: 'no parameter "ch/1/fadr"; did you mean "ch/1/fader"?',
        meanwhile: 'the last good "Verse 2" stays',
      },
    ]);
    writeFileSync(path('012 Verse 2.yaml'), 'scene: Verse 2\nch/1:\n  fader: -3\n');
    await until('it is mended', () => library.faults().length === 0);
    expect(library.find('Verse 2')).toMatchObject({ values: new Map([['ch/1/fader', { value: -3 }]]) });
  });

  test('come, go and get other names', async () => {
    const { library, path, names } = await opened({ '012 Verse 2.yaml': 'scene: Verse 2\n' });
    writeFileSync(path('013 Chorus.yaml'), 'scene: Chorus\n');
    await until('it comes', () => names().length === 2);
    renameSync(path('013 Chorus.yaml'), path('011 Chorus.yaml'));
    await until('it moves', () => names()[0] === '011 Chorus');
    rmSync(path('012 Verse 2.yaml'));
    await until('it goes', () => names().length === 1);
    expect(library.find('Verse 2')).toMatchObject({ code: 'unknown-path' });
  });

  test('a second file with the same name is said and left out', async () => {
    const { said, names } = await opened({ '012 Verse 2.yaml': 'scene: Verse 2\n', '013 Copy.yaml': 'scene: verse 2\n' });
    expect(names()).toEqual(['012 Verse 2']);
    expect(said[0]).toContain('013 Copy.yaml:1:1: "verse 2" is the name of 012 Verse 2.yaml already');
  });

  test('two files with one number: by it neither is recalled nor stored, and both are named', async () => {
    const { library, names } = await opened({
      '001 Verse.yaml': 'scene: Verse\n',
      '01 Other.yaml': 'scene: Other\n',
      '001 Copy.yaml': 'scene: Copy\n',
    });
    expect(names()).toEqual(['001 Copy', '001 Verse', '01 Other']);
    for (const number of ['1', '001'])
      expect(library.find(number)).toEqual({
        code: 'malformed',
        got: `number ${number}`,
        want: 'the number of one scene: 001 Copy.yaml, 001 Verse.yaml, 01 Other.yaml',
      });
    expect(['01', 'Copy', 'verse'].map((text) => library.find(text))).toMatchObject(['Other', 'Copy', 'Verse'].map((name) => ({ name })));
  });

  test('a thousand are kept; one more is refused, and makes none of them go', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1001 }, (_none, at) => [`${String(at + 1).padStart(3, '0')} S.yaml`, `scene: S${at + 1}\n`]),
    );
    const { library, names } = await opened(files);
    expect([names().length, names()[0], names().at(-1)]).toEqual([1000, '001 S1', '1000 S1000']);
    expect(await library.store({ ...verse(-5), number: '' })).toEqual({
      code: 'malformed',
      got: 'there are 1000 scenes already; no more are kept',
    });
    expect(await library.store(aScene('S7', '007', { 'ch/1/fader': -5 }))).toBeUndefined();
    await library.look();
    expect(names().length).toBe(1000);
    expect(library.find('S999')).toMatchObject({ number: '999' });
  });

  test('a broken file that was never good is refused with its place, and storing over it keeps what stood there', async () => {
    const { library } = await opened({ '012 Verse 2.yaml': 'scene: Verse 2\nch/1: { fadr: 3 }\n' });
    const refusal = library.find('Verse 2');
    expect('code' in refusal && explain(refusal)).toBe('scenes/012 Verse 2.yaml:2:9: no parameter "ch/1/fadr"; did you mean "ch/1/fader"?');
    expect(await library.store(verse(-10))).toBeUndefined();
    expect(await library.versions('Verse 2')).toHaveLength(1);
  });
});

describe('nothing leaves the folder', () => {
  test.each([['../../evil'], ['..'], ['/etc/passwd'], ['a\u0000b'], ['con'], ['.hidden'], ['x'.repeat(500)], ['\n']])(
    'a scene called %j',
    async (name) => {
      const { library, show } = await opened();
      const refusal = await library.store(aScene(name, '001', {}));
      const files = readdirSync(join(show, 'scenes')).filter((file) => file.endsWith('.yaml'));
      expect(readdirSync(show)).toEqual(['scenes']);
      expect(files.length).toBe(refusal ? 0 : 1);
      for (const file of files) expect(file).toMatch(/^001 [A-Za-z0-9_.-][A-Za-z0-9 _.-]*\.yaml$/);
    },
  );

  test.each([['../../state/x'], ['1/2'], ['-1'], ['1e3'], ['NaN']])('a scene with the number %j', async (number) => {
    const { library } = await opened();
    expect(await library.store(aScene('A', number, {}))).toMatchObject({ code: 'malformed' });
  });

  test.each([['../../012 Verse 2'], ['..'], ['2026-01-01T00-00-00/../../../x']])('a version called %j', async (version) => {
    const { library } = await opened({ '012 Verse 2.yaml': 'scene: Verse 2\n' });
    expect(await library.version('Verse 2', version)).toMatchObject({ code: 'malformed' });
  });

  test('a link in the folder is no scene, and what it points to is neither read nor written', async () => {
    const show = scratch();
    const outside = join(scratch(), 'secret.yaml');
    writeFileSync(outside, 'scene: Secret\n');
    mkdirSync(join(show, 'scenes'));
    symlinkSync(outside, join(show, 'scenes', '001 Secret.yaml'));
    const { library, said } = await opened({}, show);
    expect(library.list()).toEqual([]);
    expect(said[0]).toContain('001 Secret.yaml');
    expect(await library.store(aScene('Secret', '001', { 'ch/1/fader': 0 }))).toBeUndefined();
    expect(readFileSync(outside, 'utf8')).toBe('scene: Secret\n');
  });

  test('a scenes folder that is a link is not used', async () => {
    const show = scratch();
    const outside = scratch();
    symlinkSync(outside, join(show, 'scenes'));
    const said: string[] = [];
    const library = await SceneFolder.open(show, { clock: systemClock, say: (line) => said.push(line) });
    onTestFinished(() => library.close());
    expect(await library.store(verse(0))).toMatchObject({ code: 'offline', what: 'not usable', got: 'the disk' });
    expect(readdirSync(outside)).toEqual([]);
    expect(said[0]).toContain('is no folder, or a link');
  });
});

describe('a disk in trouble', () => {
  test('full: storing is refused with the reason, and the old scene stays, in the file and in the list', async ({ skip }) => {
    const disk = smallDisk(skip);
    const { library, read } = await opened({}, disk.folder);
    await library.store(verse(-10));
    const before = read('012 Verse 2.yaml');
    try {
      writeFileSync(join(disk.folder, 'junk'), Buffer.alloc(2 * 1024 * 1024));
    } catch {
      // That it does not fit is what is wanted.
    }
    const refusal = await library.store(verse(-5));
    expect(refusal).toMatchObject({ code: 'offline', what: 'not usable', got: 'the disk' });
    expect(refusal && explain(refusal)).toContain('the disk is full');
    expect(read('012 Verse 2.yaml')).toBe(before);
    expect(library.find('12')).toMatchObject({ values: new Map([['ch/1/fader', { value: -10 }]]) });
    expect(await library.setSafes(['ch/9'])).toMatchObject({ code: 'offline', what: 'not usable', got: 'the disk' });
    rmSync(join(disk.folder, 'junk'));
    expect(await library.store(verse(-5))).toBeUndefined();
    await until('the safes are saved by themselves', () => existsSync(join(disk.folder, 'scenes', 'safes.yaml')));
    expect(library.find('12')).toMatchObject({ values: new Map([['ch/1/fader', { value: -5 }]]) });
  });

  test('read-only: the scenes are there, and storing, renaming and removing are refused', async ({ skip }) => {
    const disk = smallDisk(skip);
    mkdirSync(join(disk.folder, 'scenes'));
    writeFileSync(join(disk.folder, 'scenes', '012 Verse 2.yaml'), 'scene: Verse 2\n');
    disk.makeReadOnly();
    const said: string[] = [];
    const library = await SceneFolder.open(disk.folder, { clock: systemClock, say: (line) => said.push(line) });
    onTestFinished(() => library.close());
    expect(library.list()).toHaveLength(1);
    for (const done of [library.store(verse(-5)), library.rename('12', { name: 'B' }), library.remove('12'), library.setSafes(['ch/1'])]) {
      const refusal = await done;
      expect(refusal && explain(refusal)).toMatch(/the disk is read-only(?:; they count, but a restart would not remember them)?\)$/);
    }
    expect(library.list()).toMatchObject([{ name: 'Verse 2', values: new Map() }]);
  });
});
