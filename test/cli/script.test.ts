import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCondition, type Script, USUAL_BUDGET } from '../../src/cli/script.ts';
import { readScript, readTime } from '../../src/cli/script-file.ts';
import { type Ending, Gone, holds, type Said, ScriptRun } from '../../src/cli/script-runner.ts';
import type { Unit } from '../../src/desk/law.ts';
import { say as sayLine } from '../../src/desk/line.ts';
import { explain, isRefusal } from '../../src/desk/refusal.ts';
import { houseVerbs } from '../../src/verbs.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';
import { actor, deskKit } from '../desk/desk-kit.ts';

const verbs = houseVerbs();
const somebody = actor('a script', 'script');

function good(text: string): Script {
  const reading = readScript(text, 'walk-in.yaml', verbs);
  if ('errors' in reading) throw new Error(showErrors(reading.errors));
  return reading.good;
}

const errors = (text: string): string => {
  const reading = readScript(text, 'walk-in.yaml', verbs);
  return 'errors' in reading ? showErrors(reading.errors) : '';
};

/** Runs on a desk in this process; time passes only where a script waits, and `during` happens meanwhile. */
async function run(text: string, options: { dry?: boolean; during?: (kit: ReturnType<typeof deskKit>, atMs: number) => void } = {}) {
  const kit = deskKit();
  const script = good(text);
  let nowMs = 0;
  let sends = 0;
  const pass = async (ms: number): Promise<void> => {
    nowMs += ms;
    options.during?.(kit, nowMs);
  };
  const told: string[] = [];
  const door = {
    async say(line: string, dry: boolean): Promise<Said> {
      sends += 1;
      nowMs += 0.1;
      if (nowMs > 1_000_000) throw new Gone('the daemon has gone');
      const answer = sayLine(kit.verbs, line, { desk: kit.desk, actor: somebody, dry });
      if (isRefusal(answer)) return { says: '', changes: [], refused: [explain(answer)] };
      return { ...answer, refused: answer.refusals.map(explain) };
    },
    watch: () => {},
    news: pass,
    unitOf: (path: string): Unit => {
      const entry = kit.desk.find(path);
      return isRefusal(entry) ? '' : entry.parameter.law.unit;
    },
  };
  const ending: Ending = await new ScriptRun(script, {
    door,
    time: { nowMs: () => nowMs, sleep: pass },
    dry: options.dry === true,
    budget: script.budget,
    tell: (line, says) => void told.push(`${line}: ${says}`),
  }).run();
  return { kit, ending, told, nowMs: () => nowMs, sends: () => sends };
}

test('steps are done in their order, and waiting takes its time', async () => {
  const { kit, ending, nowMs } = await run(`
steps:
  - set ch/1/fader -20
  - wait 2s
  - set: { ch/1/mute: on, ch/2/fader: -inf }
  - say: nudge ch/1/fader +1
  - expect: [ ch/1/fader == -19, ch/1/mute == on ]
`);
  expect(ending).toMatchObject({ how: 'done', changed: 4 });
  expect([kit.get('ch/1/fader'), kit.get('ch/2/fader')]).toEqual([-19, '-inf']);
  expect(nowMs()).toBeGreaterThanOrEqual(2000);
});

test('a wait goes on when its value is there, and ends the script with its line when it is not', async () => {
  const text = 'steps:\n  - mute ch/2\n  - wait until ch/1/fader <= -20 within 5s\n  - unmute ch/2\n';
  const come = await run(text, { during: (kit, atMs) => atMs > 1000 && kit.say('set ch/1/fader -30') });
  expect(come.ending.how).toBe('done');
  expect(come.nowMs()).toBeLessThan(1600);
  const vain = await run(text);
  expect(vain.ending).toMatchObject({ how: 'unmet', line: 3, says: 'waited 5 s for ch/1/fader <= -20, but ch/1/fader is 0.0 dB' });
  expect(vain.kit.get('ch/2/mute')).toBe(true);
});

test('if takes one of its ways, repeat goes round as often as it says or until a value is there', async () => {
  const { kit, ending } = await run(`
steps:
  - if: ch/1/mute == off
    then: [ set ch/1/fader -5 ]
    else: [ set ch/1/fader -50 ]
  - repeat: 3
    do: [ nudge ch/1/fader -1 ]
  - repeat: until ch/2/fader <= -3
    do: [ nudge ch/2/fader -1 ]
`);
  expect(ending.how).toBe('done');
  expect([kit.get('ch/1/fader'), kit.get('ch/2/fader')]).toEqual([-8, -3]);
});

test('the first refusal ends it with its line; what came before stays', async () => {
  const { kit, ending } = await run('steps:\n  - mute ch/1\n  - set ch/1/fader +50\n  - mute ch/2\n');
  expect(ending).toMatchObject({ how: 'refused', line: 3, says: 'ch/1/fader: +50.0 dB is outside -inf..+10 dB' });
  expect([kit.get('ch/1/mute'), kit.get('ch/2/mute')]).toEqual([true, false]);
});

test('an endless loop, with work in it, with a wait or with nothing, ends at its budget with its line', async () => {
  const work = await run('limits: { steps: 100 }\nsteps:\n  - repeat: forever\n    do: [ toggle ch/1/mute ]\n');
  expect(work.ending).toMatchObject({ how: 'budget', line: 4, says: 'its budget of 100 steps is used up', steps: 100 });
  const nothing = await run(
    'steps:\n  - repeat: until ch/1/fader <= -90\n    do:\n      - if: ch/1/mute == on\n        then: [ mute ch/2 ]\n',
  );
  expect(nothing.ending).toMatchObject({ how: 'budget', steps: USUAL_BUDGET.steps });
  const slow = await run('limits: { time: 10s }\nsteps:\n  - repeat: forever\n    do: [ wait 3s ]\n');
  expect(slow.ending).toMatchObject({ how: 'budget', line: 4, says: 'its time of 10 s is used up' });
  expect(slow.nowMs()).toBeLessThan(10_100);
});

test('10,000 sends end at the budget of 1,000', async () => {
  const { ending, sends } = await run(`steps:\n${'  - nudge ch/1/pan 1\n'.repeat(10_000)}`);
  expect(ending).toMatchObject({ how: 'budget', line: 1002 });
  expect(sends()).toBe(1000);
});

test('a dry run changes nothing, waits for nothing, and knows what its own steps would have set', async () => {
  const { kit, ending, told, nowMs } = await run(
    `
steps:
  - set ch/1/fader -20
  - wait 20s
  - wait until ch/4/fader <= -60 within 30s
  - if: ch/1/fader <= -20
    then: [ mute ch/2 ]
  - repeat: forever
    do: [ mute ch/3 ]
  - expect ch/5/mute == on
`,
    { dry: true },
  );
  expect(ending).toMatchObject({ how: 'done', changed: 3 });
  expect(told).toEqual([
    '3: would set ch/1/fader 0.0 dB -> -20.0 dB',
    '7: would set ch/2/mute off -> on',
    '9: would set ch/3/mute off -> on',
    '10: expects ch/5/mute == on, but ch/5/mute is off now',
  ]);
  expect([kit.get('ch/1/fader'), kit.get('ch/2/mute')]).toEqual([0, false]);
  expect(nowMs()).toBeLessThan(10);
});

test('mistakes are told with line and column, all of them at once', () => {
  const text = `
steps:
  - togle ch/1/mute
  - wait a bit
  - expect ch/1/fader
  - if: ch/1/mute == on
    than: [ mute ch/2 ]
  - repeat: often
    do: []
  - set: {}
limits: { steps: 0, time: soon }
`;
  expect(errors(text)).toBe(`walk-in.yaml:3:5: no verb "togle"; did you mean "toggle"?
      - togle ch/1/mute
        ^^^^^
walk-in.yaml:4:10: wait: "a bit" is not a time such as 2s, or until ch/1/fader <= -20 within 5s
      - wait a bit
             ^^^^^
walk-in.yaml:5:5: "ch/1/fader" is not a comparison such as ch/1/fader <= -20 or ch/1/mute == on
      - expect ch/1/fader
        ^^^^^^^^^^^^^^^^^
walk-in.yaml:6:5: then: a list of steps such as [ mute ch/1, wait 2s ]
      - if: ch/1/mute == on
        ^^^^^^^^^^^^^^^^^^^
walk-in.yaml:7:5: no "than" here; did you mean "then"?
        than: [ mute ch/2 ]
        ^^^^
walk-in.yaml:8:13: repeat: often is not a number of times, forever, or until ch/1/fader <= -20
      - repeat: often
                ^^^^^
walk-in.yaml:9:9: do: a list of steps such as [ mute ch/1, wait 2s ]
        do: []
            ^^
walk-in.yaml:10:10: set: { ch/1/fader: -10, ch/1/mute: on }
      - set: {}
             ^^
walk-in.yaml:11:18: steps: 0 is not a number of 1..100000
    limits: { steps: 0, time: soon }
                     ^
walk-in.yaml:11:27: time: soon is not a time such as 30s or 5 min, at most 24 h
    limits: { steps: 0, time: soon }
                              ^^^^`);
});

test.each([
  ['ch/1/fader <= -20 dB', -20.5, 'dB', true],
  ['ch/1/fader <= -20', '-inf', 'dB', true],
  ['ch/1/fader == -inf', '-inf', 'dB', true],
  ['ch/1/fader > -20', '-10.0 dB', 'dB', true],
  ['ch/1/hpf/freq >= 1.2 kHz', 1200, 'Hz', true],
  ['ch/1/gate/hold < 0.1 s', 50, 'ms', true],
  ['ch/1/mute = on', true, '', true],
  ['ch/1/mute != on', true, '', false],
  ['ch/1/eq/1/type == Bell', 'bell', '', true],
  ['"Kick In/name" == Kick In', 'Kick In', '', true],
  ['ch/1/name < Kick', 'Kick', '', false],
] as const)('%s holds for %s: %s %s', (text, value, unit, expected) => {
  const condition = readCondition(text);
  expect(condition && holds(condition, value, unit)).toBe(expected);
});

test.each([
  ['2s', 2000],
  ['2', 2000],
  ['250ms', 250],
  ['5 min', 300_000],
  ['1 h', 3_600_000],
])('%s is %d ms', (text, ms) => expect(readTime(text)).toBe(ms));

test('whatever a file holds, reading it gives a script or errors, and is never thrown at', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('steps:\n', '  - ', 'repeat: 3\n', '    do:', 'wait until ', '[', '{', ': ', '\n', '&a ', '*a', 'set: '),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const reading = readScript(pieces.join(''), 'any.yaml', verbs);
      return 'good' in reading || reading.errors.length > 0;
    }),
    { numRuns: 300 },
  );
});
