import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '../../../src/desk/refusal.ts';
import { cuesOf, running } from './kit.ts';

const SHOW = `
- { cue: 1, name: Preset, do: mute a }
- { cue: 2, name: Walk-in, wait: 0.5 s, do: mute b, then: go after 2 s }
- { cue: 3, do: fade c over 4s, then: follow after 1 s }
- { cue: 4, wait: 0.25 s, do: mute d }
- { cue: 5, do: mute e }
`;

test('Go starts the cue on standby, as the actor of that cue, and stands by for the next that no cue leads to', () => {
  const { runner, said, actors, clock } = running(SHOW);
  expect(runner.state()).toMatchObject({ standby: { number: '1' }, active: undefined, running: [] });
  runner.go();
  expect(said).toEqual(['0 mute a']);
  expect(actors[0]).toMatchObject({ kind: 'cue', name: 'cue 1 Preset' });
  clock.advance(1000);
  runner.go();
  expect(runner.state()).toMatchObject({ standby: { number: '5' }, active: { number: '2' }, running: [{ number: '2', phase: 'waiting' }] });
});

test('pre-wait, post-wait from the start of the action, follow from completion, and the next cue waits on top', () => {
  const { runner, said, clock } = running(SHOW);
  runner.jump('2');
  clock.advance(20_000);
  // 2: 500; 3: 500 + 2000; done at 6500, and 1 s later 4 begins its own wait.
  expect(said).toEqual(['500 mute b', '2500 fade c', '7750 mute d']);
  expect(runner.state()).toMatchObject({ standby: { number: '5' }, active: { number: '4' }, running: [] });
});

test('a chain is counted from planned times: late timers do not add up', () => {
  const chain = Array.from({ length: 40 }, (_, index) => `- { cue: ${index + 1}, do: mute x, then: go after 0.1 s }`).join('\n');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 250 }), { minLength: 5, maxLength: 100 }), (gapsMs) => {
      const { runner, said, clock } = running(chain);
      runner.go();
      let nowMs = 0;
      for (const gapMs of gapsMs) {
        // The loop stands, then whatever is due rings.
        clock.sleep(gapMs);
        clock.advance(0);
        nowMs += gapMs;
        expect(said.length).toBe(Math.min(40, Math.floor(nowMs / 100) + 1));
      }
    }),
    { numRuns: 50 },
  );
});

test('a second Go within 0.3 s of an accepted one is refused, and refusals do not make that longer', () => {
  const { runner, said, clock } = running(SHOW);
  runner.go();
  for (const gapMs of [100, 100, 99]) {
    clock.advance(gapMs);
    expect(runner.go()).toMatchObject({ code: 'busy' });
  }
  clock.advance(1);
  expect(isRefusal(runner.go())).toBe(false);
  expect(said).toHaveLength(1);
  expect(runner.state().active?.number).toBe('2');
});

test('a disarmed cue keeps its waits and says nothing; a skipped one is not there', () => {
  const { runner, said, clock } = running(`
- { cue: 1, do: mute a, then: go after 1 s, armed: off }
- { cue: 2, do: mute b, skip: on }
- { cue: 3, do: mute c }
`);
  expect(runner.go()).toMatchObject({ number: '1' });
  clock.advance(5000);
  expect(said).toEqual(['1000 mute c']);
  expect(runner.find('2')).toMatchObject({ code: 'malformed' });
});

test('a cue that a trigger starts does not move standby; the same one again within 0.3 s does not count', () => {
  const { runner, said } = running(SHOW);
  const cue = runner.find('5');
  if (isRefusal(cue)) throw new Error('cue 5');
  runner.fire(cue);
  expect(runner.fire(cue)).toMatchObject({ code: 'busy' });
  expect(said).toEqual(['0 mute e']);
  expect(runner.state()).toMatchObject({ standby: { number: '1' }, active: { number: '5' } });
});

test('back starts the head of the chain before the one that is on, and Go comes to that one again', () => {
  const { runner, said, clock } = running(SHOW);
  runner.jump('5');
  expect(runner.back()).toMatchObject({ number: '2' });
  expect(runner.state().standby?.number).toBe('5');
  expect(runner.back()).toMatchObject({ number: '1' });
  expect(runner.back()).toMatchObject({ code: 'malformed' });
  clock.advance(60_000);
  expect(said.map((line) => line.split(' ').at(-1))).toEqual(['e', 'a', 'b', 'c', 'd']);
});

test('stop ends every wait: nothing more is said', () => {
  const { runner, said, clock } = running(SHOW);
  runner.jump('2');
  clock.advance(600);
  runner.stop();
  clock.advance(60_000);
  expect(said).toEqual(['500 mute b']);
  expect(clock.timers).toBe(0);
  expect(runner.state().running).toEqual([]);
});

test('pause holds the waits, and resume goes on with what was left of them', () => {
  const { runner, said, clock } = running(SHOW);
  runner.jump('2');
  clock.advance(400);
  runner.pause();
  clock.advance(10_000);
  expect(said).toEqual([]);
  expect(runner.state().paused).toBe(true);
  runner.resume();
  clock.advance(99);
  expect(said).toEqual([]);
  clock.advance(2001);
  expect(said).toEqual(['10500 mute b', '12500 fade c']);
  expect(runner.state().running.find(({ number }) => number === '3')).toMatchObject({ startMs: 12_500, endMs: 16_500 });
});

test('a Go while the list is held waits for resume, and then its own wait', () => {
  const { runner, said, clock } = running('- { cue: 1, wait: 1 s, do: mute a }\n- { cue: 2, do: mute b }');
  runner.pause();
  clock.advance(1000);
  runner.go();
  clock.advance(5000);
  expect(runner.state()).toMatchObject({ paused: true, standby: { number: '2' }, running: [{ number: '1', phase: 'waiting' }] });
  runner.resume();
  clock.advance(5000);
  expect(said).toEqual(['7000 mute a']);
});

test('a line that fails is told, and the list goes on', () => {
  const { runner, said, told, clock } = running(
    '- { cue: 1, do: [ mute a, mute b ], then: go after 1 s }\n- { cue: 2, do: mute c }',
    (line) => (line.args.target === 'a' ? { code: 'held', path: 'ch/1/mute', got: 'on', by: 'X-Touch' } : undefined),
  );
  runner.go();
  clock.advance(2000);
  expect(said).toEqual(['0 mute a', '0 mute b', '1000 mute c']);
  expect(told).toEqual(['cue 1: mute a: ch/1/mute: held by X-Touch']);
});

test('a fault of ours in one cue leaves the others their time', () => {
  const { runner, said, clock } = running('- { cue: 1, do: mute a, then: go }\n- { cue: 2, do: mute b, wait: 1 s }', ({ args }) => {
    if (args.target === 'a') throw new Error('a bug');
    return undefined;
  });
  expect(() => runner.go()).toThrow('a bug');
  clock.advance(2000);
  expect(said).toEqual(['0 mute a', '1000 mute b']);
});

test('a cue may start others; a circle without a wait is cut off, said once, and the list works again a second later', () => {
  const { runner, said, told, clock } = running('- { cue: 1, do: jump 2 }\n- { cue: 2, do: jump 1 }', (line, list) => {
    list.jump(line.args.target ?? '');
    return undefined;
  });
  runner.go();
  clock.advance(0);
  expect(said).toHaveLength(50);
  expect(told).toEqual([expect.stringContaining('more than 50 cues in a second')]);
  clock.advance(1001);
  expect(isRefusal(runner.jump('1'))).toBe(false);
  expect(said).toHaveLength(100);
});

test('an edited list keeps its standby by number, and goes to the next one where that is gone', () => {
  const { runner } = running(SHOW);
  runner.jump('1');
  expect(runner.state().standby?.number).toBe('2');
  runner.setCues(cuesOf('- { cue: 2 }\n- { cue: 1 }'));
  expect(runner.state().standby?.number).toBe('2');
  runner.setCues(cuesOf('- { cue: 0 }\n- { cue: 1 }\n- { cue: 3 }'));
  expect(runner.state().standby?.number).toBe('1');
  runner.setCues([]);
  expect(runner.go()).toMatchObject({ want: 'possible: there is no cue' });
  expect(runner.state().standby).toBeUndefined();
});

test('a cue that is given another number in its place is still the one on standby, on, and counted from', () => {
  const { runner } = running('- { cue: 1 }\n- { cue: 2 }\n- { cue: 3 }');
  runner.jump('1');
  runner.setCues(cuesOf('- { cue: 1 }\n- { cue: 2.5 }\n- { cue: 3 }'));
  expect(runner.state().standby?.number).toBe('2.5');
  runner.setCues(cuesOf('- { cue: 1.2 }\n- { cue: 2.5 }\n- { cue: 3 }'));
  expect(runner.state()).toMatchObject({ standby: { number: '2.5' }, active: { number: '1.2' } });
  runner.jump('3');
  expect(runner.planBack()).toMatchObject({ number: '2.5' });
});

test('numbers are text: 0.1 is not 0.10; zeros that say nothing may be left out; never the nearest', () => {
  const { runner } = running('- { cue: 0.1 }\n- { cue: 0.10 }\n- { cue: 1 }\n- { cue: 1.5 }');
  const found = (number: string, fixed = false): string | undefined => {
    const cue = runner.find(number, fixed);
    return isRefusal(cue) ? undefined : cue.number;
  };
  expect(['0.1', '0.10', '01.000', '1.0', '1.50', '2', '1.4'].map((number) => found(number))).toEqual([
    '0.1',
    '0.10',
    '1',
    '1',
    undefined,
    undefined,
    undefined,
  ]);
  expect(['1.500', '1.000', '0.10'].map((number) => found(number, true))).toEqual(['1.5', '1', '0.10']);
});
