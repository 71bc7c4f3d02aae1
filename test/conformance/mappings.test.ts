import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import { DEFAULT_SIZE, describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { profileNameIn, readMapping } from '../../src/mapping/mapping-file.ts';
import { profileJsonSchema, readProfile } from '../../src/mapping/profile-file.ts';
import { mappingJsonSchema } from '../../src/mapping/schema.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';
import { deskKit } from '../desk/desk-kit.ts';
import { ROOT } from '../house/rooms.ts';
import { houseVerbs, mappingFrom, profileFrom, surfaceKit } from '../mapping/mapping-kit.ts';
import { openShow } from '../mapping/show-kit.ts';

const yamlIn = (folder: string): string[] =>
  readdirSync(`${ROOT}mappings/${folder}`)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
const text = (path: string): string => readFileSync(`${ROOT}mappings/${path}`, 'utf8');
const mappings = yamlIn('.');
const profiles = yamlIn('profiles');

test('there are the units that are promised', () => {
  expect(mappings).toEqual(expect.arrayContaining(['behringer-x-touch.yaml', 'behringer-x-touch-extender.yaml', 'mackie-control.yaml']));
  expect(profiles.length).toBeGreaterThanOrEqual(3);
});

describe.each(profiles)('profile %s', (file) => {
  test('has no mistake, and is called like its file', () => {
    const reading = readProfile(text(`profiles/${file}`), file);
    expect('errors' in reading ? showErrors(reading.errors) : reading.good.profile).toBe(file.replace('.yaml', ''));
  });
});

describe.each(mappings)('mapping %s', (file) => {
  const source = text(file);
  const profile = profileFrom(text(`profiles/${profileNameIn(source)}.yaml`), file);

  test('has no mistake', () => {
    const reading = readMapping(source, file, { verbs: houseVerbs, profile });
    expect('errors' in reading ? showErrors(reading.errors) : '').toBe('');
  });

  test('every control works at a whole mixer: no key is refused, each fader and knob moves what it shows, all lights are told', () => {
    const desk = deskKit({}, buildLayout(describeMixer(DEFAULT_SIZE)));
    const kit = surfaceKit(desk, mappingFrom(source, profile, file), profile, profile.label, openShow(desk));
    kit.press('select 1');
    for (const name of [...profile.keys.unit, ...profile.keys.unit]) {
      kit.press(name);
      kit.clock.advance(1000);
    }
    kit.surface.view.show({ mode: '', flip: false, layer: kit.surface.view.layers[0] ?? '' });
    kit.surface.view.bank(-64, false);
    for (const name of profile.keys.strip) {
      for (let strip = 1; strip <= profile.strips; strip++) kit.press(`${name} ${strip}`);
    }
    expect(kit.said).toEqual([]);
    for (let strip = 0; strip < profile.strips; strip++) {
      kit.surface.touch(strip, true);
      kit.surface.move(strip, 1);
      kit.surface.touch(strip, false);
      kit.press(`push ${strip + 1}`);
      kit.surface.turn(strip, 3);
      expect([kit.face.faders.get(strip), kit.get(`ch/${strip + 1}/fader`)]).toEqual([1, 10]);
      if (profile.ring) expect(kit.face.rings.get(strip)?.position).toBeCloseTo(0.53);
    }
    const lit = [...profile.keys.unit, ...profile.keys.lamps].filter((name) => !profile.keys.unlit.includes(name));
    expect(lit.filter((name) => !kit.face.lights.has(name))).toEqual([]);
    if (profile.lcd) expect([...kit.face.texts.values()].filter((shown) => shown.length > (profile.lcd?.cells ?? 0))).toEqual([]);
  });
});

test.each([
  ['mapping.schema.json', mappingJsonSchema],
  ['profile.schema.json', profileJsonSchema],
])('%s is the one of the code (else: npx tsx test/conformance/write-schemas.ts, then biome)', (file, schema) => {
  expect(JSON.parse(text(file))).toEqual(JSON.parse(JSON.stringify(schema())));
});
