import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCues } from '../../src/scenes/cues/cue-file.ts';
import { lostRecalls } from '../../src/scenes/lost-recalls.ts';
import { showFaults } from '../../src/show/show-faults.ts';
import { houseVerbs } from '../../src/verbs.ts';
import { aScene } from '../scenes/scene-kit.ts';
import { scratch } from '../scratch.ts';

const verbs = houseVerbs();

async function faults(files: Readonly<Record<string, string>>) {
  const show = scratch();
  for (const folder of ['scenes', 'presets']) mkdirSync(join(show, folder));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(show, name), text);
  const found = await showFaults(show, verbs);
  return found.map(({ file, line, column, says }) => `${file.slice(show.length + 1)}:${line}:${column}: ${says}`);
}

test('scenes, safes and cues of a show are looked at together', async () => {
  expect(
    await faults({
      'scenes/001 Intro.yaml': 'scene: Intro\n',
      'scenes/002 Verse.yaml': 'scene: Verse\nch/1:\n  fadr: -3\n',
      'scenes/safes.yaml': 'safe: [a b]\n',
      'presets/Vox.yaml': 'preset: Vox\nstrip: { fadr: -3 }\n',
      'cues.yaml': '- cue: 1\n  do: recal Intro\n',
    }),
  ).toEqual([
    'scenes/002 Verse.yaml:3:3: no parameter "ch/1/fadr"; did you mean "ch/1/fader"?',
    'scenes/safes.yaml:1:8: "a b" is not a path or pattern such as ch/24, bus/* or ch/1..8/eq',
    'presets/Vox.yaml:2:10: a strip has no "fadr"; did you mean "fader"?',
    'cues.yaml:2:7: no verb "recal"; did you mean "recall"?',
  ]);
});

test('a show without any, and one where all is good, has none', async () => {
  expect(await showFaults(scratch(), verbs)).toEqual([]);
  expect(await faults({ 'scenes/001 Intro.yaml': 'scene: Intro\n', 'cues.yaml': '- cue: 1\n  do: recall 1\n' })).toEqual([]);
});

test('a cue that recalls a scene which is not there is told at its place', async () => {
  expect(
    await faults({
      'scenes/001 Intro.yaml': 'scene: Intro\n',
      'cues.yaml': '- cue: 1\n  do: recall intro\n- cue: 1.5\n  do:\n    - mute ch/1\n    - recall "Intra" over 2s\n',
    }),
  ).toEqual(['cues.yaml:6:7: no scene "Intra"; did you mean "Intro"?']);
});

test('written with other signs than it is said, the cue itself is its place', () => {
  const text = `- cue: 1\n  do: mute ch/1\n- { cue: '2', do: "recall \\"Gone\\"" }\n`;
  const cues = readCues(text, 'cues.yaml', verbs);
  if (!('good' in cues)) throw new Error('the list of this test has mistakes');
  expect(lostRecalls(cues.good, [aScene('Intro', '001', {})], 'cues.yaml', text)).toEqual([
    { file: 'cues.yaml', line: 3, column: 5, says: 'no scene "Gone"', meanwhile: 'cue 2 does not recall it' },
  ]);
});

test('a cue that sends to a target that is not there, or what it cannot be sent, is told at its place', async () => {
  const show = scratch();
  const text =
    '- cue: 1\n  do:\n    - mute ch/1\n    - send lihgts /go\n- { cue: 2, do: send player programm 3 }\n- { cue: 3, do: send lights /go }\n';
  writeFileSync(join(show, 'cues.yaml'), text);
  const errors = await showFaults(show, houseVerbs(), [
    { kind: 'osc', name: 'lights', host: '10.0.0.5', port: 8000 },
    { kind: 'midi', name: 'player', port: 'UM-ONE', channel: 1, device: 127, format: 127 },
  ]);
  expect(errors.map(({ line, column, says }) => `${line}:${column} ${says}`)).toEqual([
    '4:7 "lihgts" is not a target of desk.yaml; did you mean lights?',
    expect.stringMatching(/^5:17 "programm" is not one of .*did you mean program\?$/),
  ]);
});
