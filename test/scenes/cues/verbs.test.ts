import { expect, test } from 'vitest';
import type { Actor } from '../../../src/desk/actor.ts';
import { Desk } from '../../../src/desk/desk.ts';
import { parseLine, runVerb, say } from '../../../src/desk/line.ts';
import { isRefusal } from '../../../src/desk/refusal.ts';
import { Verbs } from '../../../src/desk/verb.ts';
import { Panic } from '../../../src/scenes/cues/panic.ts';
import { type CueHost, cueVerbs } from '../../../src/scenes/cues/verbs.ts';
import { verbs as deskLike, running } from './kit.ts';

const HAND: Actor = { id: 'x', kind: 'surface', name: 'X-Touch', origin: 'midi', role: 'mixer' };
const VIEWER: Actor = { ...HAND, role: 'viewer' };

function house(text: string, panicLines: readonly string[] = []) {
  const list = running(text);
  const lines = panicLines.map((line) => {
    const read = parseLine(deskLike, line);
    if (isRefusal(read)) throw new Error(line);
    return read;
  });
  const spoken: string[] = [];
  const panic = new Panic({
    runner: list.runner,
    lines: () => lines,
    clock: list.clock,
    say: (line) => {
      spoken.push(`${line.verb.name} ${line.args.target} ${line.overMs}`);
      return { says: '', changes: [], refusals: [] };
    },
  });
  const host: CueHost = {
    runner: list.runner,
    panic,
    plan: (line) => ({ says: '', changes: [{ path: line.args.target ?? '', from: 'off', to: 'on' }], refusals: [] }),
  };
  const verbs = new Verbs().add(cueVerbs(() => host));
  const desk = new Desk(list.clock);
  const says = (line: string, dry = false, actor = HAND) => say(verbs, line, { desk, actor, dry });
  return { ...list, spoken, says };
}

const SHOW = `
- { cue: 1, name: Preset, do: mute a, then: go after 2 s }
- { cue: 2, do: mute b }
- { cue: 3, do: mute c }
`;

test('a dry Go tells the cue, those it leads to and what they would change, and starts nothing', () => {
  const { says, said, runner } = house(SHOW);
  expect(says('go', true)).toMatchObject({
    says: 'would start cue 1 Preset: mute a\nwould start cue 2, 2 s after cue 1: mute b',
    changes: [{ path: 'a' }, { path: 'b' }],
    found: { cue: '1' },
  });
  expect(said).toEqual([]);
  expect(runner.state().active).toBeUndefined();
  expect(says('go')).toMatchObject({ says: 'started cue 1 Preset' });
  expect(said).toEqual(['0 mute a']);
  expect(says('go')).toMatchObject({ code: 'busy' });
});

test.each([
  ['then: go', '', 'would start cue 1: mute a\nwould start cue 2, with cue 1: mute b'],
  ['then: go after 2 s', 'wait: 1 s,', 'would start cue 1: mute a\nwould start cue 2, 3 s after cue 1: mute b'],
  ['then: follow', '', 'would start cue 1: mute a\nwould start cue 2, when cue 1 is done: mute b'],
  ['then: follow after 1 s, wait: 0.5 s', '', 'would start cue 1 after 0.5 s: mute a\nwould start cue 2, 1 s after cue 1 is done: mute b'],
])('a dry Go tells when each cue says its lines: %s %s', (then, wait, says) => {
  expect(house(`[ { cue: 1, do: mute a, ${then} }, { cue: 2, ${wait} do: mute b } ]`).says('go', true)).toMatchObject({ says });
});

test('what two cues of a chain move is one change', () => {
  expect(house('[ { cue: 1, do: mute a, then: go }, { cue: 2, do: mute a } ]').says('go', true)).toMatchObject({
    changes: [{ path: 'a', from: 'off', to: 'on' }],
  });
});

test('a mistake in the file is why there is nothing to start', () => {
  const { runner } = running('');
  const fault = { file: 'cues.yaml', line: 3, column: 7, says: 'no verb "recal"', meanwhile: 'there are no cues' };
  const host = { runner, faults: () => [fault] } as unknown as CueHost;
  const verbs = new Verbs().add(cueVerbs(() => host));
  for (const line of ['go', 'go 3', 'jump 3', 'standby 3', 'standby down', 'back'])
    expect(say(verbs, line, { desk: new Desk(running('').clock), actor: HAND })).toMatchObject({
      code: 'malformed',
      want: 'possible: cues.yaml:3:7: no verb "recal"; until it is mended there are no cues',
    });
});

test('cues that say nothing are marked in the list', () => {
  const { says } = house('[ { cue: 1, do: mute a }, { cue: 2, name: Talk, armed: off }, { cue: 3, skip: on } ]');
  expect(says('cues')).toMatchObject({ says: '>  1\n   2 Talk (disarmed)\n   3 (skipped)' });
});

test('every word of the list does what it says', () => {
  const { says, said, runner, clock } = house(SHOW);
  expect(says('jump 3')).toMatchObject({ says: 'started cue 3' });
  expect(says('back')).toMatchObject({ says: 'started cue 1 Preset' });
  expect(says('pause')).toMatchObject({ says: 'cues are held' });
  clock.advance(5000);
  expect(says('resume')).toMatchObject({ says: 'cues go on' });
  clock.advance(1500);
  says('stop');
  clock.advance(5000);
  expect(said).toEqual(['0 mute c', '0 mute a']);
  expect(says('standby 2')).toMatchObject({ says: 'stands by for cue 2' });
  says('standby up');
  expect(runner.state().standby?.number).toBe('1');
  expect(says('standby up')).toMatchObject({ code: 'malformed' });
  expect(says('fire 2')).toMatchObject({ says: 'started cue 2' });
  expect(runner.state().standby?.number).toBe('1');
  expect(says('cues')).toMatchObject({ says: '>  1 Preset\n * 2\n   3', found: { standby: '1', active: '2' } });
  expect(says('go 99')).toMatchObject({ code: 'malformed', got: '99' });
});

test('panic stops the list and says what the show has for it; pressed again meanwhile it takes no time', () => {
  const { says, spoken, said, clock } = house(SHOW, ['fade main/fader -inf over 3s']);
  says('go');
  expect(says('panic')).toMatchObject({ says: 'stopped' });
  clock.advance(1000);
  expect(says('panic')).toMatchObject({ says: 'stopped at once' });
  clock.advance(10_000);
  says('panic');
  expect(spoken).toEqual(['fade main/fader -inf 3000', 'fade main/fader -inf 0', 'fade main/fader -inf 3000']);
  expect(said).toEqual(['0 mute a']);
});

test('cues that start each other have a dry run, and it ends', () => {
  const cues = Array.from({ length: 25 }, (_none, at) => `- { cue: ${at + 1}, do: [ jump ${at + 2}, jump ${at + 2} ] }\n`).join('');
  const { runner, clock } = running(`${cues}- { cue: 26, do: go 26 }\n`);
  const panic = new Panic({ runner, lines: () => [], clock, say: () => ({ says: '', changes: [], refusals: [] }) });
  const desk = new Desk(clock);
  let lines = 0;
  const verbs: Verbs = new Verbs().add(
    cueVerbs(() => ({
      runner,
      panic,
      plan: ({ verb, args }, by) => {
        lines += 1;
        return say(verbs, `${verb.name} ${args.target}`, { desk, actor: by, dry: true });
      },
    })),
  );
  const says = (line: string) => say(verbs, line, { desk, actor: HAND, dry: true });
  expect(says('go 26')).toMatchObject({ says: 'would start cue 26: go 26' });
  expect(says('go 1')).toMatchObject({ says: 'would start cue 1: jump 2; jump 2' });
  // Twice as many with each cue, without a limit.
  expect(lines).toBeLessThan(200);
});

test('a dry Go tells that more follow than it has looked at', () => {
  const { says } = house(Array.from({ length: 30 }, (_none, at) => `- { cue: ${at + 1}, do: mute a, then: go }\n`).join(''));
  expect(says('go', true)).toMatchObject({
    says: expect.stringMatching(/cue 20, with cue 19: mute a\nand those that follow from cue 21 on, which are not looked at here$/),
  });
});

test('a Go while cues are held says that it waits', () => {
  const { says, said, clock } = house(SHOW);
  says('pause');
  expect(says('go 3', true)).toMatchObject({ says: 'would start cue 3: mute c\ncues are held: nothing of it happens before "resume"' });
  expect(says('go 3')).toMatchObject({ says: 'started cue 3; cues are held: nothing of it happens before "resume"' });
  expect(says('cues')).toMatchObject({ says: expect.stringMatching(/\ncues are held$/) });
  clock.advance(1000);
  expect(said).toEqual([]);
  says('resume');
  expect(said).toEqual(['1000 mute c']);
});

test('what a trigger fires again and again while cues are held happens once when they go on', () => {
  const { says, said, clock, runner } = house(SHOW);
  says('pause');
  for (let n = 0; n < 50; n++) {
    says('fire 3');
    clock.advance(1000);
  }
  expect(says('fire 3')).toMatchObject({ code: 'busy', want: 'it waits already until cues go on' });
  expect(runner.state().running).toHaveLength(1);
  says('resume');
  expect(said).toEqual(['50000 mute c']);
  clock.advance(1000);
  expect(says('fire 3')).toMatchObject({ says: 'started cue 3' });
});

test('panic that says panic, by itself or by a cue, is done once, and its other lines too', () => {
  const { clock, runner } = running('');
  const said: string[] = [];
  const lines = ['recall panic', 'fade main/fader -inf over 3s'].map((line) => {
    const read = parseLine(deskLike, line);
    if (isRefusal(read)) throw new Error(line);
    return read;
  });
  const panic: Panic = new Panic({
    runner,
    lines: () => lines,
    clock,
    say: (line) => {
      said.push(line.verb.name);
      return line.verb.name === 'recall' ? { says: '', changes: [], ...panic.press(HAND) } : { says: '', changes: [], refusals: [] };
    },
  });
  for (const atOnce of [false, true]) {
    expect(panic.press(HAND)).toEqual({ atOnce, refusals: [{ code: 'busy', got: 'panic inside of panic', want: 'it is done once' }] });
    expect(said.splice(0)).toEqual(['recall', 'fade']);
  }
});

test('a line of panic that fails later, as a send to a machine that is away, is the answer', async () => {
  const { clock, runner } = running('');
  const line = parseLine(deskLike, 'mute a');
  if (isRefusal(line)) throw new Error('mute');
  const outcomes = [undefined, { code: 'offline', got: 'lights' } as const];
  const answers = outcomes.map((outcome) => ({ says: '', changes: [], refusals: [], later: Promise.resolve(outcome) }));
  const panic = new Panic({ runner, clock, lines: () => [line, line], say: () => answers.shift() ?? { code: 'busy', got: '' } });
  expect(await panic.press(HAND).later).toEqual({ code: 'offline', got: 'lights' });
});

test('a viewer may read the list and start nothing', () => {
  const { says } = house(SHOW);
  expect(says('cues', false, VIEWER)).toHaveProperty('found');
  expect(says('go', false, VIEWER)).toMatchObject({ code: 'role' });
});

test('without a show the words are there, and refuse', () => {
  const list = cueVerbs(() => undefined);
  const { clock } = running(SHOW);
  for (const verb of list) {
    const args = Object.fromEntries(verb.args.map(({ name }) => [name, '1']));
    expect(runVerb(verb, args, { desk: new Desk(clock), actor: HAND })).toMatchObject({ code: 'offline' });
  }
  expect(list.map(({ name }) => name)).toEqual([
    'go',
    'back',
    'jump',
    'fire',
    'undo-go',
    'standby',
    'stop',
    'pause',
    'resume',
    'panic',
    'cues',
  ]);
});
