import { expect, test } from 'vitest';
import { ENGINES } from '../../src/engines/registry.ts';
import { readConfig } from '../../src/show/config-file.ts';

const GOOD = 'engines: { foh: { type: embedded } }\n';
const read = (text: string) => readConfig(GOOD + text, 'desk.yaml', ENGINES);

function triggers(text: string) {
  const reading = read(text);
  return 'settings' in reading ? reading.settings.triggers : reading.errors.map(({ line, column, says }) => `${line}:${column} ${says}`);
}

test('without a word no MIDI port is listened to, and show control and timecode are off', () => {
  expect(triggers('')).toEqual({ midi: [], msc: undefined, mmc: { id: 0 }, timecode: undefined, do: {}, panic: [] });
});

test('show control and timecode are on with what is usual, or as the block says', () => {
  expect(triggers('triggers: { msc: on, timecode: on }')).toMatchObject({
    msc: { id: 0, groups: [], types: ['sound'], decimal: false },
    timecode: { freewheel: 250, 'catch-up': false },
  });
  expect(
    triggers(`triggers:
  midi: [ "USB MIDI", IAC ]
  msc: { id: 1, groups: [1, 2], types: [sound, lighting], decimal: on, lists: [1, 2.5] }
  timecode: { rate: 25, freewheel: 1 s, catch-up: on }
  zone: Europe/Berlin
  do: { "midi note 60 channel 1": go, "mmc stop": stop }
  panic: [ fade main/fader -inf over 3s ]
`),
  ).toEqual({
    midi: ['USB MIDI', 'IAC'],
    msc: { id: 1, groups: [1, 2], types: ['sound', 'lighting'], decimal: true, lists: ['1', '2.5'] },
    mmc: { id: 0 },
    timecode: { rate: '25', freewheel: 1000, 'catch-up': true },
    zone: 'Europe/Berlin',
    do: { 'midi note 60 channel 1': 'go', 'mmc stop': 'stop' },
    panic: ['fade main/fader -inf over 3s'],
  });
  expect(triggers('triggers: { timecode: { rate: 29.97df } }')).toMatchObject({ timecode: { rate: '29.97df' } });
});

test.each([
  ['triggers: { mdi: [x] }', '2:13 no setting "mdi"; did you mean "midi"?'],
  ['triggers: { msc: { id: 112 } }', '2:24 id: 112 is above 111'],
  ['triggers: { msc: { types: [sond] } }', 'sound'],
  ['triggers: { timecode: { rate: 60 } }', 'rate: 60 is none of 24, 25'],
  ['triggers: { zone: Europe/Berlinn }', 'a time zone such as Europe/Berlin'],
  ['triggers: { do: { midi nte 60: go } }', 'a trigger such as midi note 60'],
])('%s is refused at its place', (text, says) => {
  const found = triggers(text);
  expect(Array.isArray(found) && found[0]).toContain(says);
});
