import { expect, test } from 'vitest';
import { statusLines } from '../../src/cli/status.ts';
import type { StatusBody } from '../../src/remote/protocol/http.ts';

const body: StatusBody = {
  name: 'deskbridge',
  version: '1.0',
  run: 'a',
  upMs: 3_725_000,
  show: '/home/anna/show',
  layout: 1,
  rev: 7,
  missing: ['no MIDI'],
  faults: [{ file: 'cues.yaml', line: 2, column: 7, says: 'no verb "recal"', meanwhile: 'the last good cues stay' }],
  engines: [
    {
      role: 'foh',
      type: 'x32',
      state: 'stale',
      reason: 'no reply for 10 s',
      sound: null,
      canListen: false,
      metersStale: true,
      figures: {},
    },
  ],
  clients: [],
};

test('the status is told in lines: engines with their reason, what is missing, files with mistakes', () => {
  expect(statusLines(body)).toEqual([
    'Deskbridge 1.0, since 1 h 2 min, show /home/anna/show',
    '  foh (x32): stale, no reply for 10 s',
    '- no MIDI',
    '! cues.yaml:2:7: no verb "recal"; until it is mended the last good cues stay',
  ]);
});
