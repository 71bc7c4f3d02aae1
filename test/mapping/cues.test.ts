import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { HOLD_MS } from '../../src/mapping/keys.ts';
import { SENTENCE_MS } from '../../src/mapping/moments.ts';
import type { Scene } from '../../src/scenes/scene.ts';
import { actor, deskKit } from '../desk/desk-kit.ts';
import { mappingFrom, shipped, surfaceKit, X_TOUCH, X_TOUCH_MAPPING } from './mapping-kit.ts';
import { CONFIRM_MS, CUES, openShow, SCENES } from './show-kit.ts';

/** An X-Touch at a desk with scenes and cues. */
function stage({
  scenes = SCENES,
  cues = CUES,
  mapping = X_TOUCH_MAPPING,
}: {
  scenes?: readonly Scene[];
  cues?: string;
  mapping?: typeof X_TOUCH_MAPPING;
} = {}) {
  const desk = deskKit();
  const show = openShow(desk, scenes, cues);
  const kit = surfaceKit(desk, mapping, X_TOUCH, 'X-Touch', show);
  return {
    ...kit,
    ...show,
    /** All displays, from the left. */
    row: (): string[] => Array.from({ length: 8 }, (_, strip) => kit.face.lcd(strip + 1)),
    names: (): string[] => Array.from({ length: 8 }, (_, strip) => kit.face.lcd(strip + 1).split('|')[0] ?? ''),
    hold(key: string): void {
      kit.key(key, true);
      kit.clock.advance(HOLD_MS);
      kit.key(key, false);
    },
    light: (key: string) => kit.face.lights.get(key),
    /** Go, and the time in which a second one does not count. */
    go(): void {
      kit.press('f8');
      kit.clock.advance(SENTENCE_MS);
    },
    lock(): void {
      for (const _ of 'on') kit.press('marker');
    },
  };
}
const FULL = { code: 'offline', what: 'not usable', got: 'the disk', want: 'it is full' } as const;
/** All keys but those that lead into modes, and the one that looks. */
const KEYS = [...X_TOUCH.keys.unit, ...X_TOUCH.keys.strip.flatMap((key) => [`${key} 1`, `${key} 8`])].filter(
  (key) => key !== 'nudge' && !X_TOUCH_MAPPING.ways.has(key),
);
const NAMES = Array.from({ length: 8 }, (_, strip) => `Ch ${strip + 1}|C`);

describe('the cue list on the displays', () => {
  test('MARKER held shows what Go starts and the three after it; let go, the strips have their names back', () => {
    const kit = stage();
    expect(kit.row()).toEqual(NAMES);
    kit.key('marker', true);
    expect(kit.row()).toEqual(['|', '|', 'GO 1|Walk-in', '|', '12|Ballad', '13|Closer', '14|Encore', '|']);
    expect(kit.face.strips).toEqual(['dark', 'dark', 'yellow', 'yellow', 'white', 'white', 'white', 'dark']);
    expect(kit.face.digitTexts.get('assignment')).toBe('CU');
    expect(kit.light('marker')).toBe('on');
    kit.key('marker', false);
    expect([kit.row(), kit.light('marker')]).toEqual([NAMES, 'off']);
  });

  test('pressed twice it stays; what is on, what comes and what the last recall did follow each Go', () => {
    const kit = stage();
    kit.lock();
    kit.press('play');
    expect(kit.row()).toEqual(['ON 1|Walk-in', '|', 'GO 12|Ballad', '|for Ann', '13|Closer', '14|Encore', '15|Lights', '3 chg|']);
    expect(kit.face.strips).toEqual(['green', 'green', 'yellow', 'yellow', 'white', 'white', 'white', 'cyan']);
    kit.clock.advance(400);
    kit.press('play');
    expect(kit.row().slice(0, 4)).toEqual(['ON 12|Ballad', '|for Ann', 'GO 13|Closer', '|']);
    kit.press('marker');
    expect(kit.names()).toEqual(NAMES.map((text) => text.split('|')[0]));
  });

  test('Go by any other hand is seen at once, and at the end of the list it says so', () => {
    const kit = stage();
    kit.lock();
    kit.runner.jump('15');
    expect(kit.row()).toEqual(['ON 15|Lights', '|out', 'GO|end', '|', '|', '|', '|', '|']);
    expect(kit.light('play')).toBe('off');
  });

  test('without cues it says that there are none', () => {
    const kit = stage({ cues: '[]' });
    kit.lock();
    expect(kit.row()).toEqual(['|', '|', 'GO|no cues', '|', '|', '|', '|', '|']);
  });

  test('the time of a fade counts down in tenths, GO blinks meanwhile; held it stands, and no timer runs', () => {
    const kit = stage();
    kit.desk.intend(actor('Ann'), [{ kind: 'set', id: kit.id('ch/1/fader'), value: 0 }]);
    kit.lock();
    kit.runner.jump('13');
    expect([kit.row()[7], kit.light('play'), kit.light('stop')]).toEqual(['FADE|4.0s', 'blink', 'on']);
    kit.clock.advance(1020);
    expect(kit.row()[7]).toBe('FADE|3.0s');
    kit.press('drop');
    expect([kit.row()[7], kit.light('drop'), kit.light('replace')]).toEqual(['HELD|3.0s', 'on', 'blink']);
    kit.clock.advance(5000);
    expect(kit.row()[7]).toBe('HELD|3.0s');
    kit.press('replace');
    kit.clock.advance(3020);
    expect([kit.row()[7], kit.light('play')]).toEqual(['1 chg|', 'on']);
  });

  test('a wait of a cue counts down too', () => {
    const kit = stage();
    kit.lock();
    kit.runner.jump('14');
    expect([kit.row()[7], kit.face.digitTexts.get('time')]).toEqual(['WAIT|2.0s', '  0.00.02.000']);
    kit.clock.advance(1500);
    expect([kit.row()[7], kit.face.digitTexts.get('time')]).toEqual(['WAIT|0.5s', '  0.00.00.500']);
    kit.say('set player/position 90');
    kit.clock.advance(500);
    expect([kit.row()[7], kit.get('ch/6/mute'), kit.face.digitTexts.get('time')]).toEqual(['|', true, '  0.01.30.000']);
  });

  test('no timer runs for a fade that nobody sees', () => {
    const kit = stage();
    kit.clock.advance(CONFIRM_MS);
    const before = kit.face.flushes;
    kit.runner.jump('14');
    const begun = kit.face.flushes;
    kit.clock.advance(1900);
    expect([begun > before, kit.face.flushes - begun]).toEqual([true, 0]);
  });

  test('a hand on a fader sees its strip and value there, and the screen again when it has let go', () => {
    const kit = stage();
    kit.lock();
    kit.surface.touch(2, true);
    kit.surface.move(2, 1);
    expect(kit.row().slice(2, 4)).toEqual(['Ch 3|+10.0', '|']);
    kit.surface.touch(2, false);
    kit.clock.advance(1000);
    expect(kit.row().slice(2, 4)).toEqual(['GO 1|Walk-in', '|']);
  });

  test('keys mean the list only while it is shown: PLAY plays the tape else', () => {
    const kit = stage();
    kit.press('play');
    expect([kit.get('player/state'), kit.runner.state().active]).toEqual(['play', undefined]);
    kit.lock();
    kit.press('forward');
    expect(kit.row()[2]).toBe('GO 12|Ballad');
    kit.press('rewind');
    expect([kit.row()[2], kit.runner.state().active]).toEqual(['GO 1|Walk-in', undefined]);
    kit.press('play');
    kit.clock.advance(400);
    kit.press('play');
    kit.hold('rewind');
    expect([kit.runner.state().active?.number, kit.get('player/state')]).toEqual(['1', 'play']);
    kit.press('stop');
    expect(kit.get('player/state')).toBe('play');
  });

  test('a key that was down when the mode went means what it meant', () => {
    const kit = stage();
    kit.key('marker', true);
    kit.key('f1', true);
    kit.key('marker', false);
    kit.clock.advance(HOLD_MS + 2 * CONFIRM_MS);
    expect(kit.get('ch/1/fader')).toBe(-10);
  });
});

describe('Go and recalls from keys', () => {
  test('F8 is Go: its light says that something is armed, and the displays what has started and what it did', () => {
    const kit = stage();
    expect(kit.light('f8')).toBe('on');
    kit.press('f8');
    expect(kit.row()).toEqual(['1|3', 'Walk-in|changes', '|', '|', '|', '|', '|', '|']);
    kit.clock.advance(SENTENCE_MS);
    expect([kit.get('ch/1/fader'), kit.row()]).toEqual([-10, NAMES]);
  });

  test('two presses within 0.3 s are one Go, and the second says why', () => {
    const kit = stage();
    kit.press('f8');
    kit.clock.advance(250);
    kit.press('f8');
    expect(kit.runner.state().active?.number).toBe('1');
    expect(kit.said).toEqual(['X-Touch: Go 250 ms after Go; the second within 0.3 s does not count']);
    expect(kit.row().join(' ')).toBe('Go 250|not ms|count after| Go; the| second| within| 0.3 s| does|');
  });

  test('a scene by its number on a held F key; a press alone does nothing', () => {
    const kit = stage();
    kit.lock();
    kit.press('f2');
    expect(kit.get('ch/1/fader')).toBe('-inf');
    kit.hold('f2');
    expect([kit.get('ch/1/fader'), kit.get('ch/2/fader')]).toEqual([-4, -20]);
    expect(kit.row().slice(0, 3)).toEqual(['Ballad|3', '|changes', '|']);
    expect([kit.light('f1'), kit.light('f2')]).toEqual(['off', 'on']);
  });

  test('what a hand holds is left alone, and the displays say whose it is', () => {
    const kit = stage();
    kit.desk.touch(actor('Sam'), kit.id('ch/2/fader'), true);
    kit.lock();
    kit.hold('f2');
    expect(kit.get('ch/2/fader')).toBe('-inf');
    expect(kit.row().map((text) => text.split('|')[1])).toEqual(['2', 'changes', '1 left', "(Sam's", 'hand)', '', '', '']);
    kit.clock.advance(SENTENCE_MS);
    expect(kit.row()[7]).toBe('2 chg|1 left');
  });

  test('a scene that is not there says so, and the next key takes the sentence away', () => {
    const kit = stage();
    kit.lock();
    kit.hold('f7');
    expect(kit.row().map((text) => text.split('|')[1])).toEqual(['no', 'scene', '"7"', '', '', '', '', '']);
    kit.key('bank-right', true);
    expect(kit.row()[2]).toBe('GO 1|Walk-in');
  });
});

test('a recall that is interrupted says how much is missing; ENTER does the rest', () => {
  const kit = stage();
  kit.lock();
  kit.runner.jump('1');
  kit.desk.setLink('foh', 'down', 'unplugged');
  expect([kit.row()[7], kit.light('enter'), kit.light('cancel')]).toEqual(['PARTIAL|3 miss', 'blink', 'blink']);
  kit.desk.setLink('foh', 'live');
  kit.press('enter');
  kit.clock.advance(4 * CONFIRM_MS + SENTENCE_MS);
  expect([kit.row()[7], kit.light('enter'), kit.get('ch/1/fader')]).toEqual(['3 chg|', 'off', -10]);
});

describe('a look', () => {
  test('NUDGE held says what Go would do, and nothing is done', () => {
    const kit = stage();
    kit.go();
    const { revision } = kit.desk;
    kit.desk.touch(actor('Sam'), kit.id('ch/5/pan'), true);
    kit.say('mute ch/4');
    const muted = kit.desk.revision;
    kit.key('nudge', true);
    expect(kit.row()).toEqual(['12|', 'Ballad|', 'for Ann|', '2|UNMUTE', '+6.0dB|Ch 1', '4|changes', '1 left|Sam', '|']);
    expect(kit.face.strips).toEqual(['yellow', 'yellow', 'yellow', 'red', 'red', 'white', 'cyan', 'cyan']);
    expect(kit.light('nudge')).toBe('on');
    kit.key('nudge', false);
    expect([kit.desk.revision, kit.runner.state().active?.number]).toEqual([muted, '1']);
    expect(muted).toBeGreaterThan(revision);
    expect(kit.row()).toEqual(NAMES);
  });

  test('any other key tells what it would do: a scene, a mute, a bank', () => {
    const kit = stage();
    kit.lock();
    const { revision } = kit.desk;
    kit.key('nudge', true);
    kit.press('f2');
    kit.clock.advance(HOLD_MS);
    expect(kit.row().slice(0, 6)).toEqual(['Ballad|', '|', '|', '|', '+inf|Ch 1', '3|changes']);
    kit.press('mute 3');
    expect(kit.row().slice(0, 6)).toEqual(['Ch 3|off >', 'mute|on', '|', '|', '|', '1|changes']);
    kit.press('bank-right');
    expect(kit.row()).toEqual(['bank +8|X-Touch', '|stays', '|at', '|strip 1', '|of 8', '|', '|', '|']);
    kit.press('push 1');
    kit.key('nudge', false);
    expect([kit.desk.revision, kit.surface.view.start, kit.said]).toEqual([revision, 0, []]);
  });

  test('right after a Go it tells of the next: a look is no second press', () => {
    const kit = stage();
    kit.press('f8');
    kit.key('nudge', true);
    expect(kit.row()[0]).toBe('12|');
  });

  test('a refusal is told as it would be', () => {
    const kit = stage();
    kit.runner.jump('15');
    kit.key('nudge', true);
    expect(kit.row()).toEqual(['go|"go" is', '|not', '|possibl', '|e: this', '|is the', '|end of', '|the', '|list']);
    expect(kit.face.strips).toEqual(Array.from({ length: 8 }, () => 'white'));
  });

  test('a plan is made when somebody looks, and again when another cue is armed; changes of the mix make none', () => {
    const kit = stage();
    kit.lock();
    for (let level = -50; level < 0; level++) kit.say(`set ch/6/fader ${level}`);
    kit.runner.jump('1');
    const before = kit.plans();
    kit.key('nudge', true);
    const looked = kit.plans();
    expect(looked).toBeGreaterThan(before);
    for (let level = -50; level < 0; level++) kit.say(`set ch/6/fader ${level}`);
    expect(kit.plans()).toBe(looked);
    kit.press('marker');
    kit.say('standby 13');
    kit.line('standby 13');
    expect(kit.row()[0]).toBe('13|');
    expect(kit.plans()).toBeGreaterThan(looked);
    kit.key('nudge', false);
    const over = kit.plans();
    kit.line('standby 12');
    expect(kit.plans()).toBe(over);
  });

  test('whatever is pressed and turned meanwhile, in whatever mode: nothing reaches mix, list, tape or disk', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.integer({ min: 0, max: 700 })), { maxLength: 30 }),
        fc.boolean(),
        (keys, locked) => {
          const kit = stage();
          kit.clock.advance(CONFIRM_MS);
          if (locked) kit.lock();
          kit.key('nudge', true);
          const stands = () => [
            kit.desk.revision,
            kit.runner.state(),
            kit.surface.view.strips,
            kit.surface.view.selected,
            kit.recalls.list(),
            kit.shelf.scenes,
          ];
          const before = stands();
          for (const [key, ms] of keys) {
            kit.key(key, true);
            kit.clock.advance(ms);
            kit.key(key, false);
          }
          kit.key('nudge', false);
          kit.clock.advance(SENTENCE_MS);
          expect([stands(), kit.said]).toEqual([before, []]);
        },
      ),
      { numRuns: 40 },
    ));

  test('a mapping that is saved while the key is down lets it go', () => {
    const kit = stage();
    kit.key('nudge', true);
    kit.surface.setMapping(X_TOUCH_MAPPING);
    expect(kit.row()).toEqual(NAMES);
  });

  test('a lost link lets the key go', () => {
    const kit = stage();
    kit.key('nudge', true);
    kit.surface.offline();
    kit.surface.online();
    expect(kit.row()).toEqual(NAMES);
    kit.press('mute 1');
    expect(kit.get('ch/1/mute')).toBe(true);
  });
});

describe('what the disk says later', () => {
  const own = mappingFrom(shipped('behringer-x-touch.yaml').replace('  f8:  ', '  f7: store "Song 2"\n  f8:  '), X_TOUCH);

  test('a scene that is stored is told when it is durable', async () => {
    const kit = stage({ mapping: own });
    kit.press('f7');
    expect(kit.row()).toEqual(NAMES);
    await vi.waitFor(() => expect(kit.names()).toEqual(['store', 'Song 2', '', '', '', '', '', '']));
    expect(kit.shelf.scenes.map(({ name }) => name)).toContain('Song 2');
  });

  test('one that cannot be written says why, as every other refusal', async () => {
    const kit = stage({ mapping: own });
    Object.assign(kit.shelf, { store: () => Promise.resolve(FULL) });
    kit.press('f7');
    await vi.waitFor(() => expect(kit.said).toEqual(['X-Touch: the disk is not usable (it is full)']));
    expect(kit.row().map((text) => text.split('|')[1])).toEqual(['the', 'disk is', 'not', 'usable', '(it is', 'full)', '', '']);
  });

  test('after the unit has gone nothing is told', async () => {
    const kit = stage({ mapping: own });
    let full: (refusal: typeof FULL) => void = () => {};
    const stored = new Promise((resolve) => {
      full = resolve;
    });
    Object.assign(kit.shelf, { store: () => stored });
    kit.press('f7');
    kit.surface.stop();
    const { flushes } = kit.face;
    full(FULL);
    // Whatever waits for it has had its turn when a timer rings.
    await new Promise((resolve) => setTimeout(resolve));
    expect([kit.said, kit.face.flushes]).toEqual([[], flushes]);
  });
});
