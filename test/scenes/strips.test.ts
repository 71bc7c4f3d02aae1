import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal, type Refusal } from '../../src/desk/refusal.ts';
import type { Answer } from '../../src/desk/verb.ts';
import type { Preset, PresetLibrary } from '../../src/scenes/presets.ts';
import { stripVerbs } from '../../src/scenes/strip-verbs.ts';
import { actor, deskKit } from '../desk/desk-kit.ts';

/** Presets in memory. */
class Kept implements PresetLibrary {
  readonly kept = new Map<string, Preset>();
  list = () => [...this.kept.values()];
  find = (name: string): Preset | Refusal => this.kept.get(name) ?? { code: 'unknown-path', got: name };
  faults = () => [];
  store = async (preset: Preset): Promise<undefined> => void this.kept.set(preset.name, preset);
}

function kit() {
  const presets = new Kept();
  const desk = deskKit();
  desk.verbs.add(stripVerbs(() => presets));
  const answer = (line: string): Answer => {
    const said = desk.say(line);
    if (isRefusal(said)) throw new Error(JSON.stringify(said));
    return said;
  };
  return { ...desk, presets, answer };
}

const ofStrip = ({ desk }: ReturnType<typeof kit>, strip: string): Record<string, unknown> =>
  Object.fromEntries(
    desk.model.entries
      .filter(({ path, parameter }) => path.startsWith(`${strip}/`) && parameter.leaf.is === undefined)
      .map(({ path, id }) => [path.slice(strip.length + 1), desk.wanted(id)]),
  );

test('a strip is copied and pasted without its name, colour and source; one undo takes it all back', () => {
  const k = kit();
  for (const line of ['name Kick', 'color red', 'source input/3', 'fader -7', 'eq/2/gain 4', 'send/3/level -12', 'dca/2 on', 'solo on'])
    k.say(`set ch/1/${line}`);
  k.say('set ch/2/name Snare');
  k.say('copy ch/1');
  const before = ofStrip(k, 'ch/2');
  const { changes } = k.answer('paste ch/2');
  expect(changes.map(({ path }) => path).sort()).toEqual(['ch/2/dca/2', 'ch/2/eq/2/gain', 'ch/2/fader', 'ch/2/send/3/level']);
  expect([k.get('ch/2/name'), k.get('ch/2/color'), k.get('ch/2/source'), k.get('ch/2/solo')]).toEqual(['Snare', 'white', 'none', false]);
  k.say('undo');
  expect(ofStrip(k, 'ch/2')).toEqual(before);
});

test('names and sources go along when they are asked for', () => {
  const k = kit();
  k.say('set ch/1/name Kick');
  k.say('copy ch/1 label');
  k.say('paste ch/2');
  expect(k.get('ch/2/name')).toBe('Kick');
});

test('a section alone is pasted, and one band of it', () => {
  const k = kit();
  k.say('set ch/1/eq/1/gain 3');
  k.say('set ch/1/eq/2/gain 5');
  k.say('set ch/1/dyn/ratio 6');
  k.say('copy ch/1');
  expect(k.answer('paste ch/2 eq/2').changes.map(({ path }) => path)).toEqual(['ch/2/eq/2/gain']);
  expect(k.answer('paste ch/3..4 eq').changes).toHaveLength(4);
});

test('a clipboard belongs to the hand that copied', () => {
  const k = kit();
  const [anna, bert] = [actor('Anna'), actor('Bert')];
  k.say('set ch/1/fader -7');
  k.say('copy ch/1', anna);
  expect(k.refused('paste ch/2', bert)).toBe('"paste" is not possible before you copy a strip: copy ch/1');
  k.say('copy ch/3', bert);
  k.say('paste ch/2', anna);
  expect(k.get('ch/2/fader')).toBe(-7);
});

test('what the other strip does not have is told, and the rest is pasted', () => {
  const k = kit();
  k.say('set ch/1/fader -7');
  k.say('set ch/1/gate/on on');
  k.say('copy ch/1');
  const { says, found } = k.answer('paste dca/1');
  expect(k.get('dca/1/fader')).toBe(-7);
  expect(says).toMatch(/do not fit: .*gate \(\d+\)/);
  expect(found).toMatchObject({
    misfits: expect.arrayContaining([{ leaf: 'gate/on', path: 'dca/1/gate/on', why: 'missing', says: 'dca/1 has none' }]),
  });
});

test('a paste that opens a microphone says so, before and after', () => {
  const k = kit();
  k.say('mute ch/2');
  k.say('copy ch/1');
  const dry = k.say('paste ch/2');
  expect(isRefusal(dry) ? '' : dry.says).toContain('opened ch/2');
});

test('a dry run lists the changes and makes none', () => {
  const k = kit();
  k.say('set ch/1/fader -7');
  k.say('copy ch/1');
  const verb = k.verbs.get('paste');
  const answer = verb?.run({ desk: k.desk, actor: actor('other'), args: { strip: 'ch/2' }, dry: true, context: {} });
  expect(isRefusal(answer)).toBe(true);
  const swap = k.verbs
    .get('swap')
    ?.run({ desk: k.desk, actor: actor('other'), args: { strip: 'ch/1', other: 'ch/2' }, dry: true, context: {} });
  expect(swap).toMatchObject({ changes: [{ path: 'ch/1/fader' }, { path: 'ch/2/fader' }] });
  expect([k.get('ch/1/fader'), k.get('ch/2/fader')]).toEqual([-7, 0]);
});

test('a strip in another hand is refused for what is held, and the rest is done', () => {
  const k = kit();
  const other = actor('Bert', 'surface');
  k.say('set ch/1/fader -7');
  k.say('set ch/1/pan 20');
  k.desk.touch(other, k.id('ch/2/fader'), true);
  k.say('copy ch/1');
  expect(k.refused('paste ch/2')).toBe('ch/2/fader: held by Bert');
  expect([k.get('ch/2/fader'), k.get('ch/2/pan')]).toEqual([0, 20]);
});

test('a reset leaves the level alone unless it is asked for', () => {
  const k = kit();
  for (const line of ['fader -30', 'mute on', 'name Kick', 'eq/1/gain 6', 'send/1/level -3']) k.say(`set ch/3/${line}`);
  k.say('reset ch/3');
  expect([k.get('ch/3/fader'), k.get('ch/3/mute'), k.get('ch/3/name')]).toEqual([-30, true, 'Kick']);
  expect([k.get('ch/3/eq/1/gain'), k.get('ch/3/send/1/level')]).toEqual([0, '-inf']);
  k.say('reset ch/3 mix');
  expect([k.get('ch/3/fader'), k.get('ch/3/mute')]).toEqual([0, false]);
});

test('a preset is kept and put on any strip', async () => {
  const k = kit();
  k.say('set ch/1/dyn/ratio 6');
  k.say('set ch/1/fader -20');
  const saved = k.answer('save-preset "Lead Vox" ch/1');
  expect(saved.changes).toEqual([{ path: 'presets/Lead Vox', from: '', to: expect.stringContaining('of ch/1') }]);
  expect(await saved.later).toBeUndefined();
  expect(k.answer('save-preset "Lead Vox" ch/1').changes).toEqual([]);
  expect(k.answer('preset "Lead Vox" ch/7').changes).toEqual([{ path: 'ch/7/dyn/ratio', from: '3:1', to: '6:1' }]);
  expect(k.answer('presets').says).toMatch(/^Lead Vox: \d+ values$/);
});

test.each([
  ['copy ch/1..2', '"ch/1..2" is not one strip'],
  ['copy rack/1', 'no parameter "rack/1/name"; did you mean rack/1/time?'],
  ['copy ch/99', 'no parameter "ch/99/name"; did you mean ch/8/name?'],
  ['copy ch/1 eqq', '"eqq" is not a section of the strip; did you mean eq?'],
  ['reset dca/1 gate', /^"gate" is not a section of the strip/],
  ['preset "Lead" ch/1', 'no parameter "Lead"'],
  ['save-preset "" ch/1', '"" is not a name of 1..80 characters'],
])('%s is refused with a sentence that helps', (line, says) => {
  const refused = kit().refused(line);
  if (typeof says === 'string') expect(refused).toBe(says);
  else expect(refused).toMatch(says);
});

test('without a show folder presets are refused, and everything else works', () => {
  const k = deskKit();
  k.verbs.add(stripVerbs(() => undefined));
  expect(k.refused('preset "Lead Vox" ch/1')).toBe('the folder of presets is not there (no show is open)');
  expect(k.refused('swap ch/1 ch/2')).toBe('');
});

test('swapping twice is nothing, and one undo of a swap is nothing either, whatever stood there', () => {
  const leaves = ['fader', 'pan', 'eq/1/gain', 'eq/3/freq', 'dyn/threshold', 'send/2/level', 'mute', 'dca/1'];
  const level = fc.integer({ min: -20, max: 15 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('ch/1', 'ch/2'), fc.constantFrom(...leaves), level), { maxLength: 20 }), (moves) => {
      const k = kit();
      for (const [strip, leaf, value] of moves)
        k.say(`set ${strip}/${leaf} ${leaf === 'mute' || leaf === 'dca/1' ? (value > 0 ? 'on' : 'off') : value}`);
      const [one, two] = [ofStrip(k, 'ch/1'), ofStrip(k, 'ch/2')];
      k.say('swap ch/1 ch/2');
      expect([ofStrip(k, 'ch/2'), ofStrip(k, 'ch/1')]).toEqual([one, two]);
      k.say('swap ch/1 ch/2');
      expect([ofStrip(k, 'ch/1'), ofStrip(k, 'ch/2')]).toEqual([one, two]);
    }),
    { numRuns: 50 },
  );
});
