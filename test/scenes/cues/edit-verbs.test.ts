import { expect, test } from 'vitest';
import { Desk } from '../../../src/desk/desk.ts';
import { say } from '../../../src/desk/line.ts';
import { isRefusal } from '../../../src/desk/refusal.ts';
import { Verbs } from '../../../src/desk/verb.ts';
import type { Cue } from '../../../src/scenes/cues/cue.ts';
import { cueEditVerbs } from '../../../src/scenes/cues/edit-verbs.ts';
import { actor } from '../../desk/desk-kit.ts';
import { ManualClock } from '../../manual-clock.ts';
import { cuesOf, verbs as deskLike } from './kit.ts';

function editing(text: string) {
  let cues: readonly Cue[] = cuesOf(text);
  const edit = {
    verbs: deskLike,
    cues: () => cues,
    save: (next: readonly Cue[]) => {
      cues = next;
      return Promise.resolve(undefined);
    },
  };
  const verbs = new Verbs().add(cueEditVerbs(() => edit));
  const desk = new Desk(new ManualClock());
  const ask = (line: string, dry = false) => say(verbs, line, { desk, actor: actor('Anna'), dry });
  return { ask, cues: () => cues, numbers: () => cues.map(({ number }) => number).join(' ') };
}

const LIST = '- { cue: 1 }\n- { cue: 2, do: mute ch/2 }\n- { cue: 3 }\n';

test('a setting is changed in the words of the file, and taken back by leaving it out', () => {
  const { ask, cues } = editing(LIST);
  expect(ask('set-cue 2 wait 0.5 s')).toMatchObject({ says: 'changed cue 2' });
  ask('set-cue 2 then go after 12s');
  ask(`set-cue 2 do 'recall "A; B"; mute ch/1'`);
  expect(cues()[1]).toMatchObject({
    waitMs: 500,
    postMs: 12_000,
    next: { kind: 'go' },
    lines: [{ text: 'recall "A; B"' }, { text: 'mute ch/1' }],
  });
  ask('set-cue 2 then');
  expect(cues()[1]).toMatchObject({ waitMs: 500, postMs: 0, next: undefined });
  ask('set-cue 2 cue 2.5');
  expect(cues()[1]).toMatchObject({ number: '2.5', waitMs: 500 });
});

test('a number that is not there is a new cue at the end; what cannot be is refused, and a dry run changes nothing', () => {
  const { ask, numbers } = editing(LIST);
  expect(ask('set-cue 4 name Encore', true)).toMatchObject({ says: 'would change the list: 1 2 3 4' });
  expect(numbers()).toBe('1 2 3');
  ask('set-cue 4 name Encore');
  expect(numbers()).toBe('1 2 3 4');
  for (const line of [
    'set-cue 2 wiat 1 s',
    'set-cue 2 wait soon',
    'set-cue 2 do togle ch/1',
    'set-cue 2 cue 3',
    'set-cue 2 when clock 25:00',
  ]) {
    expect(isRefusal(ask(line))).toBe(true);
  }
  expect(ask('set-cue 2 wiat 1 s')).toMatchObject({ want: 'a setting of a cue; did you mean wait?' });
});

test('cues are moved before and after others, and taken out', () => {
  const { ask, numbers } = editing(LIST);
  ask('move-cue 3 before 1');
  expect(numbers()).toBe('3 1 2');
  ask('move-cue 3 after 2');
  expect(numbers()).toBe('1 2 3');
  expect(ask('move-cue 1 before 1')).toMatchObject({ says: 'nothing to change' });
  ask('remove-cue 2');
  expect(numbers()).toBe('1 3');
  expect(ask('remove-cue 2')).toMatchObject({ code: 'malformed' });
  expect(ask('move-cue 1 over 3')).toMatchObject({ want: 'before or after' });
});

test('a whole cue is put between two, in the place of one with another number, and at the end', () => {
  const { ask, cues, numbers } = editing(LIST);
  ask(`put-cue 1.5 after 1 '{"name": "Speech, host", "do": ["mute ch/1", "recall \\\\"A; B\\\\""], "wait": "2 s"}'`);
  expect(numbers()).toBe('1 1.5 2 3');
  expect(cues()[1]).toMatchObject({ name: 'Speech, host', waitMs: 2000, lines: [{ text: 'mute ch/1' }, { text: 'recall "A; B"' }] });
  ask(`put-cue 0.5 before 1 '{}'`);
  ask(`put-cue 1.7 at 1.5 '{ name: Speech, do: mute ch/1 }'`);
  ask(`put-cue 4 end - '{ skip: on }'`);
  expect(numbers()).toBe('0.5 1 1.7 2 3 4');
  expect(cues()[2]).toMatchObject({ name: 'Speech', waitMs: 0 });
  expect(ask(`put-cue 1.7 at 1.7 '{ do: mute ch/1, name: Speech }'`)).toMatchObject({ says: 'nothing to change' });
});

test('a whole cue with mistakes is refused, each by its setting and row, and the list stays', () => {
  const { ask, numbers } = editing(LIST);
  expect(
    ask(`put-cue 1.5 after 1 '{ name: A, do: [mute ch/1, togle ch/2, mute ch/3], wait: soon, when: [clock 25:00] }'`, true),
  ).toMatchObject({
    code: 'malformed',
    got: expect.stringMatching(/^do 2: no verb "togle".*\nwait: .*"soon" is not a time.*\nwhen 1: /),
  });
  for (const line of [
    `put-cue 3 after 1 '{ name: taken }'`,
    `put-cue 3 at 2 '{ name: taken }'`,
    `put-cue 1.5 after 9 '{}'`,
    `put-cue 1.5 under 1 '{}'`,
    `put-cue 1.5 after 1 'mute ch/1'`,
    `put-cue 1.5 after 1 '{ cue: 7 }'`,
    `put-cue 1.5 after 1 '{ waite: 2 s }'`,
  ])
    expect(isRefusal(ask(line))).toBe(true);
  expect(numbers()).toBe('1 2 3');
});
