import { describe, expect, test } from 'vitest';
import { scene } from './recall-kit.ts';
import { house } from './verbs-kit.ts';

/** Along the fader, so that half of the time is half of the way. */
const slow = { fade: { ms: 4000, curve: 'linear' } } as const;
const two = () => {
  const kit = house([scene('A', { 'ch/1/fader': -20 }, slow), scene('B', { 'ch/2/fader': -20 }, slow)]);
  kit.does('recall A');
  kit.does('recall B');
  return kit;
};

describe('fades on their way', () => {
  test('run faster or slower, one or all, and end exactly at their goal', () => {
    const { does, get, clock } = two();
    clock.advance(1000);
    expect(does('faster 3 1').says).toBe('3 times as fast: recall "A"');
    clock.advance(1020);
    expect(get('ch/1/fader')).toBe(-20);
    expect(does('running').says).toMatch(/^2 recall "B" of Anna: fading, 0 of 1, 2.0 s left$/);
    does('faster 0.5');
    clock.advance(3800);
    expect(get('ch/2/fader')).not.toBe(-20);
    clock.advance(240);
    expect([get('ch/2/fader'), does('running').says]).toEqual([-20, 'nothing is on its way']);
  });

  test('are held and go on, one or all', () => {
    const { does, get, clock } = two();
    clock.advance(1000);
    expect(does('pause-fade 1').says).toBe('held: recall "A"');
    const stands = get('ch/1/fader');
    clock.advance(4000);
    expect([get('ch/1/fader'), get('ch/2/fader')]).toEqual([stands, -20]);
    expect(does('resume-fade').says).toBe('going on: recall "A"');
    clock.advance(3020);
    expect(get('ch/1/fader')).toBe(-20);
  });

  test('held between the last step and the end still come to the end', () => {
    const { does, get, clock } = two();
    clock.advance(3999);
    clock.sleep(10);
    does('pause-fade');
    clock.advance(1000);
    expect(get('ch/1/fader')).not.toBe(-20);
    does('resume-fade');
    clock.advance(40);
    expect([get('ch/1/fader'), get('ch/2/fader')]).toEqual([-20, -20]);
  });

  test('are cut to their end or stopped where they are, by number', () => {
    const { does, get, clock } = two();
    clock.advance(1000);
    expect(does('cut 2', true).changes).toMatchObject([{ path: 'ch/2/fader', to: '-20.0 dB' }]);
    does('cut 2');
    expect(get('ch/2/fader')).toBe(-20);
    const stands = get('ch/1/fader');
    does('stop-fade 1');
    clock.advance(10_000);
    expect(get('ch/1/fader')).toBe(stands);
  });

  test('a cut comes before the fades of a recall have begun, too', () => {
    const { does, get, clock } = house([scene('A', { 'ch/1/fader': -20, 'ch/2/mute': true }, slow)]);
    does('recall A');
    does('cut');
    clock.advance(100);
    expect([get('ch/1/fader'), get('ch/2/mute')]).toEqual([-20, true]);
  });

  test('refuse what is no speed and no number of theirs', () => {
    const { refused } = two();
    expect(refused('faster 0')).toContain('how many times as fast');
    expect(refused('faster 2 9')).toContain('run 9');
    expect(refused('cut x')).toContain('the number of a recall or fade');
    expect(refused('finish')).toBe('nothing was interrupted');
  });
});

test('a roll back and a finish say beforehand what they would do', () => {
  const { does, desk, foh, id, clock } = house([scene('A', { 'ch/1/mute': true, 'ch/2/fader': -20, 'mon:ch/2/fader': -20 })]);
  does('recall A');
  desk.setLink('foh', 'down', 'no reply');
  clock.advance(3000);
  foh.says([[id('ch/1/mute'), 0]], 'read');
  desk.setLink('foh', 'live');
  expect(does('rollback', true)).toMatchObject({
    says: 'recall "A" would be rolled back: 1 would be restored; would leave ch/1/mute (changed since by foh (test))',
    changes: [{ path: 'mon:ch/2/fader', from: '-20.0 dB', to: '0.0 dB' }],
  });
  expect(does('finish', true).changes.map(({ path, to }) => `${path} ${to}`)).toEqual(['ch/2/fader -20.0 dB', 'ch/1/mute on']);
});

describe('a recall of what a preview showed', () => {
  const shown = () => {
    const kit = house([scene('A', { 'ch/1/fader': -20, 'ch/2/fader': 0, 'ch/3/fader': -20 })]);
    // Cast: what the verb finds is the plan with its mark.
    const { seen } = kit.does('recall A', true).found as { seen: string };
    return { ...kit, seen };
  };

  test('is that very plan, and where nothing moved since it says no more than that', () => {
    const { does, get, seen, clock } = shown();
    expect(seen).toMatch(/^[0-9a-f]{8}$/);
    expect(does(`recall A seen ${seen}`).says).toBe('recalls "A" as it was shown: 2 changes');
    clock.advance(500);
    expect([get('ch/1/fader'), get('ch/3/fader')]).toEqual([-20, -20]);
  });

  test('says what moved since, and leaves what it did not show', () => {
    const { does, get, seen, clock } = shown();
    does('set ch/1/fader -6');
    does('set ch/2/fader -3');
    const says = 'as it was shown: 2 changes; 2 moved since it was shown: ch/1/fader 0.0 dB -> -6.0 dB, ch/2/fader 0.0 dB -> -3.0 dB';
    expect(does(`recall A seen ${seen}`, true).says).toBe(`would recall "A" ${says}`);
    const answer = does(`recall A seen ${seen}`);
    expect(answer.says).toBe(`recalls "A" ${says}`);
    expect(answer.found).toMatchObject({ moved: [{ path: 'ch/1/fader', was: '0.0 dB', now: '-6.0 dB' }, { path: 'ch/2/fader' }] });
    clock.advance(500);
    expect([get('ch/1/fader'), get('ch/2/fader')]).toEqual([-20, -3]);
  });

  test('leaves what was made safe since', () => {
    const { does, get, seen, clock } = shown();
    does('safe ch/3');
    expect(does(`recall A seen ${seen}`).says).toContain('; 1 kept (safe: by the scene, by the show, or by the recall): ch/3/fader');
    clock.advance(500);
    expect([get('ch/1/fader'), get('ch/3/fader')]).toEqual([-20, 0]);
  });

  test('is refused where the preview is not known, was of another scene, or asked for another part', () => {
    const { does, refused, seen, shelf } = shown();
    shelf.scenes.push(scene('B', { 'ch/1/fader': -20 }));
    expect(refused('recall A seen 00000000')).toContain('look at it again');
    expect(refused(`recall B seen ${seen}`)).toContain('a preview of "B"');
    expect(refused(`recall A only ch/1 seen ${seen}`)).toContain('look at it again with these words');
    expect(refused('recall A seen it')).toContain('the mark of a preview');
    expect(does('running').says).toBe('nothing is on its way');
  });

  test('of a part needs no word twice', () => {
    const { does, get, clock } = shown();
    // Cast: what the verb finds is the plan with its mark.
    const { seen } = does('recall A only ch/1 over 1s', true).found as { seen: string };
    does(`recall A seen ${seen}`);
    clock.advance(500);
    expect(get('ch/1/fader')).not.toBe(-20);
    clock.advance(1000);
    expect([get('ch/1/fader'), get('ch/3/fader')]).toEqual([-20, 0]);
  });
});
