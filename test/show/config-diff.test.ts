import { expect, test } from 'vitest';
import { ENGINES } from '../../src/engines/registry.ts';
import { differences } from '../../src/show/config-diff.ts';
import { readConfig, type Settings } from '../../src/show/config-file.ts';

function settings(text: string): Settings {
  const reading = readConfig(text, 'desk.yaml', ENGINES);
  if (!('settings' in reading)) throw new Error(JSON.stringify(reading.errors));
  return reading.settings;
}

const ONE = 'engines: { foh: { type: embedded } }\n';
const TWO = 'engines: { foh: { type: embedded }, mon: { type: embedded } }\n';

test.each([
  ['a comment', ONE, `${ONE}# note\n`, []],
  ['a default written out', ONE, `${ONE}holds: first-owns\n`, []],
  ['a port', ONE, `${ONE}doors: { http: { port: 9000 } }\n`, ['doors/http/port']],
  ['a peer', ONE, `${ONE}doors: { osc: { peers: [{ address: 10.0.0.7 }] } }\n`, ['doors/osc/peers']],
  ['another engine', ONE, TWO, ['engines/mon']],
  ['a size', ONE, 'engines: { foh: { type: embedded, channels: 48 } }\n', ['engines/foh']],
  ['the order of engines', TWO, 'engines: { mon: { type: embedded }, foh: { type: embedded } }\n', ['engines']],
  [
    'a surface named',
    `${ONE}surfaces: { left: { port: A } }\n`,
    `${ONE}surfaces: { left: { port: A }, right: { port: B } }\n`,
    ['surfaces/right'],
  ],
  ['a port of a surface', `${ONE}surfaces: { left: { port: A } }\n`, `${ONE}surfaces: { left: { port: B } }\n`, ['surfaces/left/port']],
  ['surfaces off', ONE, `${ONE}surfaces: off\n`, ['surfaces']],
  ['a file added', ONE, `${ONE}audio: { file: out.wav, output: file }\n`, ['audio/file', 'audio/output']],
])('%s is named as what has changed', (_what, before, after, expected) => {
  expect(differences(settings(before), settings(after)).sort()).toEqual(expected);
});
