import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { isMappingFault, MappingFiles } from '../../src/show/mappings.ts';
import { MappingsWatch } from '../../src/show/mappings-watch.ts';
import { SurfaceFiles } from '../../src/surface-files.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { houseVerbs, shipped } from '../mapping/mapping-kit.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

function showWith(files: Readonly<Record<string, string>>): string {
  const show = scratch();
  mkdirSync(join(show, 'mappings/profiles'), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(show, 'mappings', path), text);
  return show;
}
const OWN = 'profile: behringer-x-touch\nlayers: { mine: [ch/3] }\nstrip: { fader: strip/fader }\n';
const says = (found: object): string => (isMappingFault(found) ? found.says : 'found');

describe('mappings by name', () => {
  test('the shipped ones are there, each with its profile', async () => {
    const files = new MappingFiles(houseVerbs);
    expect((await files.mappings()).map(({ name }) => name)).toEqual(expect.arrayContaining(['behringer-x-touch', 'mackie-control']));
    expect(await files.mapping('behringer-x-touch')).toMatchObject({ name: 'behringer-x-touch', profile: { strips: 8 } });
    const profiles = await files.profiles();
    expect(profiles.length).toBeGreaterThanOrEqual(3);
    for (const { name } of profiles) expect(await files.profile(name)).toMatchObject({ profile: { profile: name } });
  });

  test("the show's own goes before the shipped one of the same name, a profile too", async () => {
    const profile = shipped('profiles/behringer-x-touch.yaml').replace('label: Behringer X-Touch', 'label: Mine');
    const files = new MappingFiles(
      houseVerbs,
      showWith({ 'behringer-x-touch.yaml': OWN, 'profiles/behringer-x-touch.yaml': profile, 'notes.txt': '' }),
    );
    const found = await files.mapping('behringer-x-touch');
    expect(isMappingFault(found) ? found.says : [[...found.mapping.layers.keys()], found.profile.label]).toEqual([['mine'], 'Mine']);
    expect(await files.mappings()).toContainEqual({ name: 'behringer-x-touch', own: true });
    expect(await files.mappings()).toContainEqual({ name: 'mackie-control', own: false });
  });

  test('what is not there is told with the nearest name', async () => {
    const files = new MappingFiles(houseVerbs, showWith({ 'mine.yaml': OWN.replace('behringer-x-touch', 'behringer-x-tuch') }));
    expect(says(await files.mapping('makie-control'))).toBe('no mapping "makie-control"; did you mean "mackie-control"?');
    expect(says(await files.mapping('mine'))).toMatch(/mine\.yaml: no profile "behringer-x-tuch"; did you mean "behringer-x-touch"\?$/);
  });

  test('mistakes are told with file, line and column', async () => {
    const files = new MappingFiles(
      houseVerbs,
      showWith({ 'mine.yaml': OWN.replace('strip/fader', 'strip/fadr'), 'bare.yaml': 'layers: {}\n' }),
    );
    expect(says(await files.mapping('mine'))).toMatch(/mine\.yaml:3:17: no parameter "strip\/fadr"; did you mean strip\/fader\?/);
    expect(says(await files.mapping('bare'))).toMatch(/bare\.yaml:1:1: profile is missing/);
  });

  test.each(['../desk', 'profiles/behringer-x-touch', '/etc/passwd', '..', 'a\0b', 'X', '', 'x'.repeat(65), 'con.', '%2e%2e'])(
    '%j is no name, and the disk is not asked',
    async (name) => {
      const files = new MappingFiles(houseVerbs, showWith({}));
      expect(says(await files.mapping(name))).toMatch(/^".*" is no name of a mapping/);
      expect(says(await files.profile(name))).toMatch(/^".*" is no name of a profile/);
    },
  );

  test('a pipe that nobody writes into, a device without an end and a folder are no mappings, and nobody waits for them', async () => {
    const show = showWith({});
    execFileSync('mkfifo', [join(show, 'mappings/pipe.yaml')]);
    symlinkSync('/dev/zero', join(show, 'mappings/zero.yaml'));
    mkdirSync(join(show, 'mappings/folder.yaml'));
    const files = new MappingFiles(houseVerbs, show);
    expect(says(await files.mapping('pipe'))).toMatch(/^cannot read .*pipe\.yaml: it is no file$/);
    expect(says(await files.mapping('zero'))).toMatch(/^cannot read .*zero\.yaml: it is no file$/);
    expect(says(await files.mapping('folder'))).toMatch(/^cannot read .*folder\.yaml: it is a folder$/);
  });

  test('a mistake that was mended and is made again is said again', async () => {
    const show = showWith({ 'mine.yaml': 'layers: {}\n' });
    const lines: string[] = [];
    const files = await SurfaceFiles.load(new MappingFiles(houseVerbs, show), (line) => lines.push(line));
    await files.reload();
    expect(lines).toHaveLength(1);
    writeFileSync(join(show, 'mappings/mine.yaml'), OWN);
    await files.reload();
    writeFileSync(join(show, 'mappings/mine.yaml'), 'layers: {}\n');
    await files.reload();
    expect(lines).toEqual([lines[0], lines[0]]);
  });

  test('a file of a megabyte is not read', async () => {
    const files = new MappingFiles(houseVerbs, showWith({ 'mine.yaml': `#${'x'.repeat(1024 * 1024)}` }));
    expect(says(await files.mapping('mine'))).toMatch(/at most 65536 are read/);
  });
});

describe('the watch on them', () => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });
  function watched(show: string) {
    let times = 0;
    const watch = new MappingsWatch(show, { clock: systemClock, changed: () => times++, say: () => {} });
    stops.push(() => watch.stop());
    return () => times;
  }

  test('a file that is saved is told, one of a profile too', async () => {
    const show = showWith({ 'mine.yaml': OWN });
    const times = watched(show);
    writeFileSync(join(show, 'mappings/mine.yaml'), `${OWN}# other\n`);
    await until('the mapping is told', () => times() > 0);
    const before = times();
    writeFileSync(join(show, 'mappings/profiles/mine.yaml'), 'profile: mine\n');
    await until('the profile is told', () => times() > before);
  });

  test('a folder that comes later is seen, and one that goes and comes again', async () => {
    const show = scratch();
    const times = watched(show);
    for (const round of ['first', 'second']) {
      const before = times();
      mkdirSync(join(show, 'mappings'));
      await until(`the ${round} folder is told`, () => times() > before);
      const made = times();
      writeFileSync(join(show, 'mappings/mine.yaml'), OWN);
      await until(`its file is told, ${round}`, () => times() > made);
      const written = times();
      rmSync(join(show, 'mappings'), { recursive: true });
      await until(`its end is told, ${round}`, () => times() > written);
    }
  });
});
