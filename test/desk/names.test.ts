import { expect, test } from 'vitest';
import { deskKit, smallLayout } from './desk-kit.ts';

function named() {
  const kit = deskKit();
  kit.say('set ch/1/name Kick In');
  kit.say('set ch/2/name Gtr L/R');
  kit.say('set ch/3/name Vox');
  kit.say('set bus/1/name vox');
  kit.say('set ch/4/name main');
  return kit;
}

test('a strip is meant by its name in quotes, capitals aside', () => {
  const { say, get } = named();
  say('mute "Kick In"');
  say('set "kick in/fader" -7');
  expect([get('ch/1/mute'), get('ch/1/fader')]).toEqual([true, -7]);
});

test('a stroke may be part of the name', () => {
  const { say, get } = named();
  say('set "Gtr L/R/eq/2/gain" 3');
  say("mute 'gtr l/r'");
  expect([get('ch/2/eq/2/gain'), get('ch/2/mute')]).toEqual([3, true]);
});

test('a name that two strips have is refused, and both are named', () => {
  const { refused, get } = named();
  expect(refused('mute "Vox"')).toBe('"Vox" is not the name of one strip: ch/3, bus/1 have it; say which');
  expect(get('ch/3/mute')).toBe(false);
});

test('a path stays a path whatever a strip is called', () => {
  const { say, get } = named();
  say('mute main');
  expect([get('main/mute'), get('ch/4/mute')]).toEqual([true, false]);
});

test('nearly a name is refused with the name that was meant', () => {
  expect(named().refused('mute "Kick Im"')).toBe('no parameter "Kick Im"; did you mean "kick in" (ch/1)?');
});

test('with two engines a name speaks of the first, and of another behind its role', () => {
  const kit = named();
  kit.desk.attach('mon', smallLayout());
  kit.desk.setLink('mon', 'live');
  kit.say('set mon:ch/5/name Kick In');
  kit.say('mute "Kick In"');
  kit.say('mute "mon:Kick In"');
  expect([kit.get('ch/1/mute'), kit.get('mon:ch/1/mute'), kit.get('mon:ch/5/mute')]).toEqual([true, false, true]);
});

test('several targets stand in one line, by commas, with names and patterns; a name may have a comma of its own', () => {
  const kit = deskKit();
  kit.say('set ch/3/name "Vox, lead"');
  kit.say('set ch/4/name "Kick In"');
  expect(kit.say('mute ch/1, "Kick In", ch/6..7')).toMatchObject({ changes: [{ path: 'ch/1/mute' }, {}, {}, {}] });
  expect(['ch/1', 'ch/2', 'ch/4', 'ch/6', 'ch/7'].map((strip) => kit.get(`${strip}/mute`))).toEqual([true, false, true, true, true]);
  // Taken back as the one gesture it was.
  kit.say('undo any');
  expect(kit.get('ch/7/mute')).toBe(false);
  kit.say('mute "Vox, lead"');
  expect([kit.get('ch/3/mute'), kit.get('ch/1/mute')]).toEqual([true, false]);
  kit.say('set ch/1/fader,ch/2/fader,ch/1/fader -7');
  expect([kit.get('ch/1/fader'), kit.get('ch/2/fader')]).toEqual([-7, -7]);
  expect(kit.refused('mute ch/1, ch/99')).toContain('ch/99');
  expect([kit.refused('mute ,'), kit.get('ch/1/mute')]).toEqual(['"," is not a path such as ch/7/fader', false]);
});
