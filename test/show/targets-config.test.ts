import { expect, test } from 'vitest';
import { ENGINES } from '../../src/engines/registry.ts';
import { readConfig } from '../../src/show/config-file.ts';
import { targetsOf } from '../../src/show/targets-config.ts';

function targets(text: string) {
  const reading = readConfig(`engines: { foh: { type: embedded } }\n${text}`, 'desk.yaml', ENGINES);
  return 'settings' in reading
    ? targetsOf(reading.settings.targets)
    : reading.errors.map(({ line, column, says }) => `${line}:${column} ${says}`);
}

test('targets are read with what is usual, or as the block says', () => {
  expect(targets('')).toEqual([]);
  expect(
    targets(`targets:
  lights: { osc: 10.0.0.5:8000 }
  qlab: { osc: "[fe80::1]:53000" }
  player: { midi: "UM-ONE", channel: 3 }
  show: { midi: IAC, device: 4, type: lighting }
  hook: { http: "https://home.example:8123/api/", timeout: 1.5 s }
`),
  ).toEqual([
    { kind: 'osc', name: 'lights', host: '10.0.0.5', port: 8000 },
    { kind: 'osc', name: 'qlab', host: 'fe80::1', port: 53_000 },
    { kind: 'midi', name: 'player', port: 'UM-ONE', channel: 3, device: 127, format: 127 },
    { kind: 'midi', name: 'show', port: 'IAC', channel: 1, device: 4, format: 1 },
    { kind: 'http', name: 'hook', base: 'https://home.example:8123/api', timeoutMs: 1500 },
  ]);
});

test.each([
  ['targets: { lights: { osc: 10.0.0.5 } }', '2:27 osc: "10.0.0.5": address and port: 10.0.0.5:8000'],
  ['targets: { lights: { osc: "10.0.0.5:70000" } }', 'address and port'],
  ['targets: { lights: { ocs: "10.0.0.5:8000" } }', '2:22 no setting "ocs"; did you mean "osc"?'],
  ['targets: { hook: { http: ftp://x } }', 'an address such as http://'],
  ['targets: { hook: { http: http://me:secret@x } }', 'without name, password'],
  ['targets: { hook: { http: http://x/?a } }', 'without name, password, ? and #'],
  ['targets: { both: { osc: "10.0.0.5:8000", midi: IAC } }', 'says one of osc, midi and http'],
  ['targets: { none: {} }', 'says one of osc, midi and http'],
  ['targets: { lights: { osc: "10.0.0.5:8000", channel: 3 } }', '2:53 channel: 3: only MIDI targets have it'],
  ['targets: { player: { midi: IAC, timeout: 300 } }', 'only HTTP targets have it'],
  ['targets: { player: { midi: IAC, type: lightning } }', 'lighting'],
  ['targets: { "my lights": { osc: "10.0.0.5:8000" } }', 'a name of at most 32 letters, digits'],
])('%s is refused at its place', (text, says) => {
  const found = targets(text);
  expect(found[0]).toContain(says);
});
