import { expect, test } from 'vitest';
import { planLines } from '../../src/cli/plan-lines.ts';
import { say } from '../../src/desk/line.ts';
import { explain, isRefusal } from '../../src/desk/refusal.ts';
import { Verbs } from '../../src/desk/verb.ts';
import { deskVerbs } from '../../src/desk/verbs.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import { actor } from '../desk/desk-kit.ts';
import { recallKit, scene } from '../scenes/recall-kit.ts';

function lines(line: string, values: Parameters<typeof scene>[1] = {}, dry = true): readonly string[] {
  const { desk, recalls, shelf } = recallKit([scene('A', values, { safe: ['bus/1'] })]);
  const verbs = new Verbs().add(deskVerbs).add(sceneVerbs(() => ({ recalls, library: shelf })));
  const hands = { desk, actor: actor('Anna') };
  say(verbs, 'set ch/3/fader -20', hands);
  const answer = say(verbs, line, { ...hands, dry });
  if (isRefusal(answer)) throw new Error(explain(answer));
  return planLines(answer, dry);
}

test('a recall that is looked at first shows each change, what is rounded, and what is left with why', () => {
  const values = {
    'ch/1/fader': -3.01,
    'ch/3/fader': { value: -10, fade: { ms: 2000, curve: 's' } },
    'ch/99/fader': 0,
    'bus/1/fader': -6,
  } as const;
  expect(lines('recall A', values).join('\n')).toBe(
    [
      '  ch/3/fader  -20.0 dB -> -10.0 dB  +10.0 dB, over 2 s',
      '  ch/1/fader  0.0 dB -> -3.0 dB     rounded from -3.01 dB',
      '-  ch/99/fader  left: this desk does not have it',
      '-  bus/1/fader  left: safe: by the scene, by the show, or by the recall (bus/1)',
    ].join('\n'),
  );
});

test('what is done is not listed again', () => {
  expect(lines('recall A', { 'ch/1/fader': -3, 'ch/2/fader': -3 }, false)).toEqual([]);
  expect(lines('mute ch/1..2', {}, false)).toEqual([]);
});

test('of other verbs several changes are listed; one change stands in the sentence', () => {
  expect(lines('mute ch/1..2')).toEqual(['  ch/1/mute  off -> on\n  ch/2/mute  off -> on']);
  expect(lines('mute ch/1')).toEqual([]);
  expect(lines('mute ch/1..8').join('\n').split('\n')).toHaveLength(8);
});

test('of a cue each change is listed: its lines only name scenes', () => {
  const changes = [{ path: 'ch/1/mute', from: 'off', to: 'on' }];
  const found = { cue: '1' };
  expect(planLines({ says: 'would start cue 1: recall A', changes, refusals: [], found }, true)).toEqual(['  ch/1/mute  off -> on']);
  expect(planLines({ says: 'started cue 1', changes, refusals: [], found }, false)).toEqual([]);
});
