import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { runVerb } from '../../../src/desk/line.ts';
import { readCues } from '../../../src/scenes/cues/cue-file.ts';
import { Panic } from '../../../src/scenes/cues/panic.ts';
import { CueRunner } from '../../../src/scenes/cues/runner.ts';
import { cueVerbs } from '../../../src/scenes/cues/verbs.ts';
import { sceneVerbs } from '../../../src/scenes/verbs.ts';
import { actor } from '../../desk/desk-kit.ts';
import { apply, snapshot, tinyKit, valuesOf } from '../recall-arbitraries.ts';
import { scene } from '../recall-kit.ts';

// Hundreds of cues, one after the other: a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

const LINES = [
  'recall A',
  'recall B over 0.5s',
  'fade ch/1/fader -20 over 0.4s',
  'fade ch/1..3/fader -inf over 1s',
  'set ch/1/fader -3',
  'nudge ch/2/fader +2',
  'mute ch/1..2',
  'unmute ch/*',
  'toggle group/1/mute',
  'set ch/1/link on',
  'set mon:ch/1/fader -12',
];
const lines = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 5 });
const cue = fc.record({ lines, next: fc.constantFrom('', ', then: go', ', then: go after 0.3 s', ', then: follow') });

function house(list: string, a: Parameters<typeof scene>[1], b: Parameters<typeof scene>[1]) {
  const kit = tinyKit([scene('A', a), scene('B', b)]);
  const { desk, clock, verbs, recalls, shelf } = kit;
  const say: ConstructorParameters<typeof CueRunner>[0]['say'] = (line, by) =>
    runVerb(line.verb, line.args, { desk, actor: by }, line.overMs);
  verbs.add(sceneVerbs(() => ({ recalls, library: shelf })));
  verbs.add(cueVerbs(() => ({ runner, panic, plan: say })));
  const read = readCues(list, 'cues.yaml', verbs);
  if (!('good' in read)) throw new Error(JSON.stringify(read.errors));
  const runner: CueRunner = new CueRunner({
    cues: read.good,
    clock,
    say,
    oneStep: (by, cause, deed) => desk.hands.inOneStep(by, cause, deed),
  });
  const panic: Panic = new Panic({ runner, lines: () => [], say, clock });
  return { ...kit, anna: actor('Anna') };
}

test('whatever a cue does, one undo takes all of it back, at any moment', () => {
  fc.assert(
    fc.property(valuesOf(), valuesOf(1), valuesOf(1), lines, fc.integer({ min: 0, max: 2000 }), (before, a, b, said, afterMs) => {
      const kit = house(`- { cue: 1, do: ${JSON.stringify(said)} }`, a, b);
      apply(kit, before);
      const was = snapshot(kit);
      kit.say('go', kit.anna);
      kit.clock.advance(afterMs);
      const steps = new Set<number>();
      for (const { who, gesture } of kit.desk.log.newest(100)) if (who === 'cue 1') steps.add(gesture);
      expect(steps.size).toBeLessThanOrEqual(1);
      const moved = [...snapshot(kit)].some(([path, value]) => was.get(path) !== value);
      if (moved) kit.say('undo any', kit.anna);
      else kit.say('undo-go', kit.anna);
      kit.clock.advance(5000);
      expect(snapshot(kit)).toEqual(was);
      expect(kit.recalls.list()).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a Go is taken back with all that followed it by itself, at any moment', () => {
  fc.assert(
    fc.property(valuesOf(), valuesOf(1), valuesOf(1), cue, cue, fc.integer({ min: 0, max: 3000 }), (before, a, b, one, two, afterMs) => {
      const list = [one, two].map(({ lines: said, next }, at) => `- { cue: ${at + 1}, do: ${JSON.stringify(said)}${next} }`);
      const kit = house(`${list.join('\n')}\n- { cue: 3, do: mute ch/4 }\n`, a, b);
      apply(kit, before);
      const was = snapshot(kit);
      kit.say('go', kit.anna);
      kit.clock.advance(afterMs);
      kit.say('undo-go', kit.anna);
      kit.clock.advance(10_000);
      expect(snapshot(kit)).toEqual(was);
      expect(kit.recalls.list()).toEqual([]);
      expect(kit.clock.timers).toBe(0);
    }),
    { numRuns: 150 },
  );
});
