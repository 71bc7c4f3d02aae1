import { expect, test } from 'vitest';
import type { Actor } from '../../../src/desk/actor.ts';
import { type Line, parseLine, runVerb, say } from '../../../src/desk/line.ts';
import { explain, isRefusal } from '../../../src/desk/refusal.ts';
import { Verbs } from '../../../src/desk/verb.ts';
import { deskVerbs } from '../../../src/desk/verbs.ts';
import { readCues } from '../../../src/scenes/cues/cue-file.ts';
import { mutedByHand } from '../../../src/scenes/cues/hand-mutes.ts';
import { Panic } from '../../../src/scenes/cues/panic.ts';
import { CueRunner } from '../../../src/scenes/cues/runner.ts';
import { lengthIn, motionsOf } from '../../../src/scenes/cues/scene-ties.ts';
import { cueVerbs } from '../../../src/scenes/cues/verbs.ts';
import { sceneVerbs } from '../../../src/scenes/verbs.ts';
import { actor } from '../../desk/desk-kit.ts';
import { recallKit, scene } from '../recall-kit.ts';

const ANNA: Actor = actor('Anna');

/** A desk with scenes and a cue list, wired as the house does it. */
function house(list: string) {
  const kit = recallKit([
    scene('Presenters', { 'ch/1/mute': false, 'ch/2/mute': false, 'ch/1/fader': -3 }),
    scene('Slow', { 'ch/1/fader': -20 }, { fade: { ms: 4000, curve: 'linear' } }),
  ]);
  const verbs = new Verbs()
    .add(deskVerbs)
    .add(sceneVerbs(() => ({ recalls: kit.recalls, library: kit.shelf })))
    .add(cueVerbs(() => ({ runner, panic, plan: (line, by) => run(line, by, true) })));
  const run = (line: Line, by: Actor, dry = false) => runVerb(line.verb, line.args, { desk: kit.desk, actor: by, dry }, line.overMs);
  const reading = readCues(list, 'cues.yaml', verbs);
  if ('errors' in reading) throw new Error(reading.errors[0]?.says);
  const told: string[] = [];
  const runner: CueRunner = new CueRunner({
    cues: reading.good,
    say: run,
    clock: kit.clock,
    lengthMs: lengthIn(kit.shelf),
    motions: motionsOf(kit.recalls),
    handMutes: () => mutedByHand(kit.desk),
    tell: (text) => told.push(text),
  });
  const fade = parseLine(verbs, 'fade ch/1/fader -60 over 2s');
  if (isRefusal(fade)) throw new Error(explain(fade));
  const panic = new Panic({ runner, lines: () => [fade], say: run, clock: kit.clock });
  const ask = (line: string, dry = false) => say(verbs, line, { desk: kit.desk, actor: ANNA, dry });
  return { ...kit, runner, told, ask };
}

// Field case cue-recall-opens-muted-mics (bitfocus/companion-module-soundcraft-ui #111), by cues.
test('a microphone that a hand has muted stays muted through a cue; what a cue has muted itself opens', () => {
  const { ask, get, clock, told } = house('- { cue: 1, do: mute ch/2 }\n- { cue: 2, do: recall Presenters }');
  ask('mute ch/1');
  ask('go');
  clock.advance(1000);
  expect([get('ch/1/mute'), get('ch/2/mute')]).toEqual([true, true]);
  expect(ask('go', true)).toMatchObject({ changes: [{ path: 'ch/2/mute' }, { path: 'ch/1/fader' }] });
  ask('go');
  clock.advance(1000);
  expect([get('ch/1/mute'), get('ch/2/mute'), get('ch/1/fader')]).toEqual([true, false, -3]);
  expect(told).toEqual([]);
});

test('a cue that says so opens it, and so does a recall by hand', () => {
  const opened = house('- { cue: 1, opens: on, do: recall Presenters }');
  opened.ask('mute ch/1');
  opened.ask('go');
  opened.clock.advance(1000);
  expect(opened.get('ch/1/mute')).toBe(false);
  const byHand = house('');
  byHand.ask('mute ch/1');
  byHand.ask('recall Presenters');
  byHand.clock.advance(1000);
  expect(byHand.get('ch/1/mute')).toBe(false);
});

test('a scope that the line has already is kept', () => {
  const { ask, get, clock } = house('- { cue: 1, do: recall Presenters only ch/1..8 except ch/1/fader }');
  ask('mute ch/1');
  ask('mute ch/2');
  ask('go');
  clock.advance(1000);
  expect([get('ch/1/mute'), get('ch/2/mute'), get('ch/1/fader')]).toEqual([true, true, 0]);
});

test('a cue that follows waits for the fade of the scene, and pause holds both', () => {
  const { ask, get, clock } = house('- { cue: 1, do: recall Slow, then: follow }\n- { cue: 2, do: mute ch/2 }');
  ask('go');
  clock.advance(2000);
  ask('pause');
  const held = get('ch/1/fader');
  clock.advance(60_000);
  expect(get('ch/1/fader')).toBe(held);
  ask('resume');
  clock.advance(1900);
  expect(get('ch/2/mute')).toBe(false);
  clock.advance(200);
  expect([get('ch/1/fader'), get('ch/2/mute')]).toEqual([-20, true]);
});

test('stop leaves fades where they stand; panic does what the show has for it, and at once when pressed again', () => {
  const { ask, get, clock } = house('- { cue: 1, do: recall Slow }');
  ask('go');
  clock.advance(2000);
  ask('stop');
  const held = get('ch/1/fader');
  clock.advance(10_000);
  expect(get('ch/1/fader')).toBe(held);
  ask('panic');
  clock.advance(500);
  expect(Number(get('ch/1/fader'))).toBeGreaterThan(-60);
  ask('panic');
  clock.advance(100);
  expect(get('ch/1/fader')).toBe(-60);
});
