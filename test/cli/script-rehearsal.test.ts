import { expect, test } from 'vitest';
import { readScript } from '../../src/cli/script-file.ts';
import { ScriptRun } from '../../src/cli/script-runner.ts';
import { say } from '../../src/desk/line.ts';
import { explain, isRefusal } from '../../src/desk/refusal.ts';
import { houseVerbs } from '../../src/verbs.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';
import { actor } from '../desk/desk-kit.ts';
import { recallKit, scene } from '../scenes/recall-kit.ts';

/** A dry run on a desk with scenes in memory. */
async function rehearsed(steps: string) {
  const { desk, recalls, shelf } = recallKit([scene('Old', { 'ch/1/fader': -3 }, { number: '001' })]);
  const verbs = houseVerbs({ scenes: () => ({ library: shelf, recalls }) });
  const reading = readScript(`steps:\n${steps}`, 'script.yaml', verbs);
  if ('errors' in reading) throw new Error(showErrors(reading.errors));
  const told: string[] = [];
  const ending = await new ScriptRun(reading.good, {
    door: {
      async say(line, dry) {
        const answer = say(verbs, line, { desk, actor: actor('a script', 'script'), dry });
        if (isRefusal(answer)) return { says: '', changes: [], refused: [explain(answer)] };
        const refusal = await answer.later;
        return refusal ? { says: '', changes: [], refused: [explain(refusal)] } : { ...answer, refused: answer.refusals.map(explain) };
      },
      watch: () => {},
      news: () => Promise.resolve(),
      unitOf: (path) => {
        const entry = desk.find(path);
        return isRefusal(entry) ? '' : entry.parameter.law.unit;
      },
    },
    time: { nowMs: () => 0, sleep: () => Promise.resolve() },
    dry: true,
    budget: reading.good.budget,
    tell: (line, says) => void told.push(`${line}: ${says}`),
  }).run();
  expect([desk.revision, shelf.scenes.length]).toEqual([0, 1]);
  return { ending, told };
}

test('a dry run knows the scene that an earlier step would have stored, and what a recall of it would change by then', async () => {
  const { ending, told } = await rehearsed(`
  - set ch/1/fader -20
  - store "Walk in"
  - set: { ch/1/fader: -5, ch/2/mute: on }
  - recall "walk in" over 2s
  - expect ch/1/fader == -20
  - expect ch/2/mute == on
`);
  expect(ending).toMatchObject({ how: 'done', changed: 6 });
  expect(told.slice(3)).toEqual([
    '5: would set ch/2/mute off -> on',
    '6: would recall "Walk in" as line 4 would have stored it: 2 changes',
    '8: expects ch/2/mute == on, but ch/2/mute is off now',
  ]);
});

test('a strip is known by the name that an earlier step would have given it', async () => {
  const { ending, told } = await rehearsed(`
  - set ch/3/name "Lead Vox"
  - mute "Lead Vox"
  - if: '"Lead Vox/mute" == on'
    then: [ set "lead vox/fader" -10 ]
`);
  expect(ending.how).toBe('done');
  expect(told.slice(1)).toEqual(['4: would set ch/3/mute off -> on', '6: would set ch/3/fader 0.0 dB -> -10.0 dB']);
});

test('what only an earlier step would make is told as not known yet, with its line', async () => {
  const { ending, told } = await rehearsed(
    '  - store New only ch/1\n  - diff New\n  - recall New\n  - rename-scene Old Older\n  - recall Older\n',
  );
  expect(ending.how).toBe('done');
  expect(told.filter((line) => line.includes('not known'))).toEqual([
    '3: diff New: not known before line 2 was done',
    '4: recall New: not known before line 2 was done',
    '6: recall Older: not known before line 5 was done',
  ]);
});

test('what an earlier step would take away is not found, and what no step would make is refused', async () => {
  expect((await rehearsed('  - rename-scene Old Older\n  - recall Old\n')).ending).toMatchObject({
    how: 'refused',
    line: 3,
    says: '"recall Old" finds nothing: line 2 would have taken it away',
  });
  expect((await rehearsed('  - store New\n  - recall Now\n')).ending).toMatchObject({ how: 'refused', line: 3, says: 'no scene "Now"' });
  expect((await rehearsed('  - store New\n  - set ch/1/fader +50\n')).ending).toMatchObject({ how: 'refused', line: 3 });
});

test('a step that sets what is there already takes back what an earlier one would have set', async () => {
  const { told } = await rehearsed(
    '  - set ch/1/fader -20\n  - set ch/1/fader 0\n  - mute ch/2\n  - unmute ch/2\n  - expect: [ ch/1/fader == 0, ch/2/mute == off ]\n',
  );
  expect(told).toEqual([
    '2: would set ch/1/fader 0.0 dB -> -20.0 dB',
    '3: would set ch/1/fader -20.0 dB -> 0.0 dB',
    '4: would set ch/2/mute off -> on',
    '5: would set ch/2/mute on -> off',
  ]);
});
