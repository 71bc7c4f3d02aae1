import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runVerb, say } from '../../../src/desk/line.ts';
import { isRefusal } from '../../../src/desk/refusal.ts';
import { formatValue } from '../../../src/desk/value.ts';
import { Verbs } from '../../../src/desk/verb.ts';
import { readCues } from '../../../src/scenes/cues/cue-file.ts';
import { Panic } from '../../../src/scenes/cues/panic.ts';
import { CueRunner } from '../../../src/scenes/cues/runner.ts';
import { cueVerbs } from '../../../src/scenes/cues/verbs.ts';
import { deskKit } from '../../desk/desk-kit.ts';

const HAND = { id: 'x', kind: 'surface', name: 'X-Touch', origin: 'midi', role: 'mixer' } as const;

/** A cue of some lines on a small desk: what a dry Go says, and what Go then does. */
function cueOf(lines: readonly string[]) {
  const kit = deskKit();
  const read = readCues(`- cue: 1\n  do: ${JSON.stringify(lines)}\n`, 'cues.yaml', kit.verbs);
  const runner = new CueRunner({
    cues: 'good' in read ? read.good : [],
    clock: kit.clock,
    say: (line, actor) => runVerb(line.verb, line.args, { desk: kit.desk, actor }, line.overMs, line.as),
  });
  const panic = new Panic({ runner, lines: () => [], say: () => ({ says: '', changes: [], refusals: [] }), clock: kit.clock });
  const verbs = new Verbs().add(
    cueVerbs(() => ({
      runner,
      panic,
      plan: (line) => runVerb(line.verb, line.args, { desk: kit.desk, actor: HAND, dry: true }, line.overMs, line.as),
    })),
  );
  const go = (dry: boolean) => {
    const answer = say(verbs, 'go', { desk: kit.desk, actor: HAND, dry });
    if (isRefusal(answer)) throw new Error(answer.got);
    return answer.changes;
  };
  const values = () =>
    new Map(kit.desk.model.entries.map((entry) => [entry.path, formatValue(entry.parameter, kit.desk.wanted(entry.id))]));
  return { kit, go, values };
}

test('a mute that the next line takes off again is no change', () => {
  const { kit, go } = cueOf(['mute ch/2', 'unmute ch/2', 'set ch/3/fader -20', 'nudge ch/3/fader +5']);
  expect(go(true)).toEqual([{ path: 'ch/3/fader', from: '0.0 dB', to: '-15.0 dB' }]);
  expect([kit.get('ch/2/mute'), kit.get('ch/3/fader')]).toEqual([false, 0]);
});

const strip = fc.constantFrom('ch/1', 'ch/2', 'bus/1');
const line = fc.oneof(
  strip.map((one) => `mute ${one}`),
  strip.map((one) => `unmute ${one}`),
  strip.map((one) => `toggle ${one}/mute`),
  fc.tuple(strip, fc.integer({ min: -60, max: 10 })).map(([one, db]) => `set ${one}/fader ${db}`),
  fc.tuple(strip, fc.integer({ min: -9, max: 9 })).map(([one, db]) => `nudge ${one}/fader ${db}`),
  fc.integer({ min: -60, max: 10 }).map((db) => `set ch/1..3/fader,bus/1/fader ${db}`),
);

test('whatever lines a cue has, Go makes of the desk what the look before it said, and the look itself nothing', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
      const { go, values } = cueOf(lines);
      const before = values();
      const changes = go(true);
      expect(values()).toEqual(before);
      for (const { path, from } of changes) expect([path, from]).toEqual([path, before.get(path)]);
      go(false);
      const said = new Map([...before, ...changes.map(({ path, to }) => [path, to] as const)]);
      const derived = /\/(audible|level)$/;
      const of = (map: ReadonlyMap<string, string>) => [...map].filter(([path]) => !derived.test(path));
      expect(of(values())).toEqual(of(said));
    }),
  );
});
