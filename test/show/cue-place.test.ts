import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { readCues } from '../../src/scenes/cues/cue-file.ts';
import { CueRunner } from '../../src/scenes/cues/runner.ts';
import { keepPlace, placePath } from '../../src/show/cue-place.ts';
import { houseVerbs } from '../../src/verbs.ts';
import { ManualClock } from '../manual-clock.ts';
import { scratch } from '../scratch.ts';

const LIST = '- cue: 1\n- cue: 2\n- cue: 3\n';

/** A cue list in a show folder, as a start of the daemon finds it. */
function started(show: string, list = LIST) {
  const said: string[] = [];
  const lines: string[] = [];
  const clock = new ManualClock();
  mkdirSync(dirname(placePath(show)), { recursive: true });
  const read = readCues(list, 'cues.yaml', houseVerbs());
  const runner = new CueRunner({
    cues: 'good' in read ? read.good : [],
    clock,
    say: (line) => {
      lines.push(line.verb.name);
      return { says: '', changes: [], refusals: [] };
    },
  });
  const end = keepPlace(show, runner, { clock, say: (line) => said.push(line), warn: (line) => said.push(line) });
  return { runner, clock, said, lines, end };
}

test('after a restart Go starts what it would have started, and back what it would have', async () => {
  const show = scratch();
  const first = started(show);
  expect(first.said).toEqual([]);
  first.runner.go();
  first.clock.advance(1000);
  first.runner.go();
  await first.end();
  const next = started(show);
  expect(next.said).toEqual(['the cue list goes on behind cue 2: next is 3']);
  expect(next.lines).toEqual([]);
  expect(next.runner.planGo()).toMatchObject({ number: '3' });
  expect(next.runner.planBack()).toMatchObject({ number: '1' });
});

test('a list that was edited meanwhile goes on at what is still there', async () => {
  const show = scratch();
  const first = started(show);
  first.runner.go();
  await first.end();
  expect(started(show, '- cue: 1\n- cue: 3\n').runner.planGo()).toMatchObject({ number: '3' });
  expect(started(show, '- cue: 7\n- cue: 8\n').runner.planGo()).toMatchObject({ number: '7' });
});

test('at its end it is at its end', async () => {
  const show = scratch();
  const first = started(show, '- cue: 1\n');
  first.runner.go();
  await first.end();
  const next = started(show, '- cue: 1\n');
  expect(next.said).toEqual(['the cue list goes on behind cue 1: at its end']);
  expect(next.runner.state().standby).toBeUndefined();
});

test.each(['', '[]', '{"standby": 3}', 'null', '{"standby": "9", "current": {}}'])('of %j the list begins at its top', (text) => {
  const show = scratch();
  mkdirSync(dirname(placePath(show)), { recursive: true });
  writeFileSync(placePath(show), text);
  expect(started(show).runner.planGo()).toMatchObject({ number: '1' });
});

test('what does not move the list is not written', async () => {
  const show = scratch();
  const first = started(show);
  first.runner.go();
  await first.end();
  const text = readFileSync(placePath(show), 'utf8');
  expect(JSON.parse(text)).toEqual({ standby: '2', current: '1' });
});
