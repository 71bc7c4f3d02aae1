import { describe, expect, test } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import { describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { MappedSurface } from '../../src/mapping/mapped-surface.ts';
import { Meters } from '../../src/meters/meters.ts';
import { actor, deskKit, SMALL } from '../desk/desk-kit.ts';
import { houseVerbs, mappingFrom, RecordingFace, surfaceKit, X_TOUCH, X_TOUCH_MAPPING } from './mapping-kit.ts';

const large = () => surfaceKit(deskKit({}, buildLayout(describeMixer({ ...SMALL, channels: 20 }))));

describe('verbs of a view', () => {
  test.each([
    ['bank +8', 'X-Touch: goes from strip 1 to 9 of 20'],
    ['bank -8', 'X-Touch: stays at strip 1 of 20'],
    ['channel +1', 'X-Touch: goes from strip 1 to 2 of 20'],
    ['layer buses', 'X-Touch: shows buses'],
    ['select ch/3', 'X-Touch: selects ch/3'],
    ['select main', 'X-Touch: selects main'],
    ['flip', 'X-Touch: faders and knobs are swapped'],
    ['flip off', 'X-Touch: faders and knobs are as usual'],
    ['values', 'X-Touch: displays show values'],
    ['mode eq', 'X-Touch: is in mode eq'],
    ['mode off', 'X-Touch: leaves its mode'],
    ['spill off', 'X-Touch: goes back to inputs'],
    ['clear clip', 'took the clip marks of X-Touch off'],
  ])('%s', (line, says) => expect(large().line(line)).toBe(says));

  test.each([
    ['bank 0', '"0" is not a number of strips with its sign: +8, -1'],
    ['bank x', '"x" is not a number of strips with its sign: +8, -1'],
    ['layer bues', '"bues" is not a layer; did you mean buses?'],
    ['layer zebra', '"zebra" is not a layer of inputs, buses, fx, outputs, groups'],
    ['mode eqq', '"eqq" is not a mode; did you mean eq?'],
    ['select ch/99', 'no parameter "ch/99"'],
    ['select ch/3/fader', '"ch/3/fader" is not a strip such as ch/7 or main'],
    ['select strip', '"strip" needs a surface or page; name a strip instead (for instance ch/7)'],
    ['flip maybe', '"maybe" is not on or off, or nothing'],
    ['spill ch/1', '"ch/1" is not a DCA, mute group or bus: dca/2, group/1, bus/3'],
    ['spill dca/99', 'no parameter "dca/99"'],
    ['follow nobody', '"nobody" is not the name of another surface that is here'],
  ])('%s is refused', (line, why) => expect(large().line(line)).toBe(why));

  test.each([
    ['bank +8', 'X-Touch: would go from strip 1 to 9 of 20'],
    ['layer buses', 'X-Touch: would show buses'],
    ['select ch/3', 'X-Touch: would select ch/3'],
    ['flip', 'X-Touch: would be: faders and knobs are swapped'],
    ['mode eq', 'X-Touch: would go to mode eq'],
    ['spill dca/1', 'X-Touch: would show 0 of dca/1'],
    ['clear clip', 'would take the clip marks of X-Touch off'],
  ])('%s only says what it would do, on a dry run', (line, says) => {
    const kit = large();
    const { view } = kit.surface;
    const before = [view.strips, view.layer, view.selected, view.flip, view.mode, view.spilled];
    expect(kit.line(line, { dry: true })).toBe(says);
    expect([view.strips, view.layer, view.selected, view.flip, view.mode, view.spilled]).toEqual(before);
  });

  test('said by nobody in particular they ask whose view is meant; "as" says it', () => {
    const kit = large();
    expect(kit.line('bank +8', { as: true })).toBe('"bank" needs a surface or page; say whose: bank +8 as "X-Touch"');
    expect(kit.line('clear clip', { as: true })).toBe('"clear clip" needs a surface or page; say whose: clear clip as "X-Touch"');
    expect(kit.line('bank +8 as "X-Tuch"', { as: true })).toBe('"X-Tuch" is not the name of a surface that is here');
    expect(kit.line('bank +8 as "X-Touch"', { as: true })).toBe('X-Touch: goes from strip 1 to 9 of 20');
  });

  test('"as" brings that surface\'s selection too', () => {
    const kit = large();
    kit.press('select 3');
    expect(kit.line('mute selected as X-Touch', { as: true })).toBe('ch/3/mute off -> on');
  });

  test('spill shows what feeds a bus, and what a mute group mutes', () => {
    const kit = large();
    kit.say('set ch/4/send/1/level -10');
    kit.say('set ch/6/group/2 on');
    kit.line('spill bus/1');
    expect(kit.surface.view.strips.slice(0, 2)).toEqual(['ch/4', null]);
    kit.line('spill group/2');
    expect(kit.surface.view.strips.slice(0, 2)).toEqual(['ch/6', null]);
    kit.line('layer inputs');
    expect([kit.surface.view.spilled, kit.surface.view.strips[0]]).toEqual([undefined, 'ch/1']);
  });
});

describe('an extender beside its main unit', () => {
  function pair() {
    const kit = large();
    const face = new RecordingFace();
    const mapping = mappingFrom(
      'profile: behringer-x-touch\nlayers: { own: [main] }\nstrip: { fader: strip/fader, select: select strip }\nbuttons: { bank-right: bank +16 }\nmodes: { sends: { strip: { fader: strip/send/selected/level } } }\n',
      X_TOUCH,
    );
    const extender = new MappedSurface({
      desk: kit.desk,
      meters: new Meters(),
      verbs: houseVerbs,
      clock: kit.clock,
      actor: actor('Extender', 'surface'),
      profile: X_TOUCH,
      mapping,
      name: 'Extender',
      face,
      say: () => {},
      views: () => kit.surface.view,
    });
    extender.view.follow(kit.surface.view);
    return { kit, extender, face };
  }

  test('continues its bank, its layer and its selection', () => {
    const { kit, extender } = pair();
    expect(extender.view.strips.slice(0, 2)).toEqual(['ch/9', 'ch/10']);
    kit.press('bank-right');
    expect(extender.view.strips).toEqual(['ch/17', 'ch/18', 'ch/19', 'ch/20', null, null, null, null]);
    extender.key({ name: 'select', strip: 2 }, true);
    expect([kit.surface.view.selected, extender.view.leader]).toEqual(['ch/19', 'X-Touch']);
    kit.press('view-busses');
    expect(extender.view.strips[0]).toBeNull();
  });

  test('banks both, and by channel at most until the last strip is under the last fader of the row', () => {
    const { kit, extender } = pair();
    for (let step = 0; step < 20; step++) kit.press('channel-right');
    expect([kit.surface.view.strips[0], extender.view.strips[7]]).toEqual(['ch/5', 'ch/20']);
    extender.key({ name: 'bank-right' }, true);
    expect(kit.surface.view.strips[0]).toBe('ch/17');
  });

  test('goes along into a mode it has, and not into others', () => {
    const { kit, extender } = pair();
    kit.line('select bus/2');
    kit.key('global-view', true);
    expect(extender.view.mode).toBe('sends');
    kit.key('global-view', false);
    kit.line('mode eq');
    expect([kit.surface.view.mode, extender.view.mode]).toEqual(['eq', '']);
  });

  test('a main unit that goes leaves it its own layer', () => {
    const { kit, extender } = pair();
    kit.surface.stop();
    expect([extender.view.leader, extender.view.strips[0]]).toEqual([undefined, 'main']);
  });

  test('nobody follows itself around a corner; let go, it has its own layer again', () => {
    const { kit, extender } = pair();
    kit.surface.view.follow(extender.view);
    expect(kit.surface.view.leader).toBeUndefined();
    extender.view.follow(undefined);
    expect([extender.view.leader, extender.view.strips[0]]).toEqual([undefined, 'main']);
  });
});

test('a mapping without a layer of that name falls back to its first', () => {
  const kit = surfaceKit();
  kit.press('view-busses');
  kit.surface.setMapping(mappingFrom('profile: behringer-x-touch\nlayers: { all: [ch/1..4] }\nstrip: { fader: strip/fader }\n', X_TOUCH));
  expect([kit.surface.view.layer, kit.surface.view.strips[0], X_TOUCH_MAPPING.layers.size]).toEqual(['all', 'ch/1', 5]);
});
