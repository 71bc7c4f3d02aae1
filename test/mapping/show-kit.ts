import { runVerb } from '../../src/desk/line.ts';
import { Verbs } from '../../src/desk/verb.ts';
import { deskVerbs } from '../../src/desk/verbs.ts';
import { transportVerbs } from '../../src/engines/embedded/verbs.ts';
import type { Playback } from '../../src/mapping/playback.ts';
import { viewVerbs } from '../../src/mapping/verbs.ts';
import { readCues } from '../../src/scenes/cues/cue-file.ts';
import { mutedByHand } from '../../src/scenes/cues/hand-mutes.ts';
import { Panic } from '../../src/scenes/cues/panic.ts';
import { CueRunner } from '../../src/scenes/cues/runner.ts';
import { lengthIn, motionsOf } from '../../src/scenes/cues/scene-ties.ts';
import { type CueHost, cueVerbs } from '../../src/scenes/cues/verbs.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import type { Scene } from '../../src/scenes/scene.ts';
import type { SceneHost } from '../../src/scenes/scene-host.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import { surfaceCues } from '../../src/surface-cues.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';
import type { Kit } from '../desk/desk-kit.ts';
import { Shelf, SlowEngine, scene } from '../scenes/recall-kit.ts';

/** How long the mixer takes to confirm (ms): a recall's phases wait for it. */
export const CONFIRM_MS = 10;

/** The show that is open: verbs are understood once, and run where a test has opened one. */
const open: { scenes?: SceneHost; cues?: CueHost } = {};

/** All that a key can say. */
export const houseVerbs = new Verbs()
  .add(deskVerbs)
  .add(viewVerbs)
  .add(transportVerbs)
  .add(sceneVerbs(() => open.scenes))
  .add(cueVerbs(() => open.cues));

export interface Show {
  readonly playback: Playback;
  readonly runner: CueRunner;
  readonly recalls: Recalls;
  readonly shelf: Shelf;
  /** How many plans have been made. */
  plans(): number;
}

/** Nobody has opened a show. */
export function closeShow(): void {
  delete open.scenes;
  delete open.cues;
}

/** Opens scenes and a cue list at the desk of a kit. */
export function openShow(kit: Kit, scenes: readonly Scene[] = SCENES, list = CUES): Show {
  const reading = readCues(list, 'cues.yaml', houseVerbs);
  if ('errors' in reading) throw new Error(showErrors(reading.errors));
  const { desk, clock } = kit;
  new SlowEngine(kit, 'foh', CONFIRM_MS);
  const shelf = new Shelf(scenes);
  const recalls = new Recalls({ desk, clock, library: shelf, say: () => {} });
  let plans = 0;
  const plan = recalls.plan.bind(recalls);
  recalls.plan = (...args) => {
    plans += 1;
    return plan(...args);
  };
  const runner = new CueRunner({
    cues: reading.good,
    say: (line, actor) => runVerb(line.verb, line.args, { desk, actor }, line.overMs, line.as),
    clock,
    lengthMs: lengthIn(shelf),
    motions: motionsOf(recalls),
    handMutes: () => mutedByHand(desk),
  });
  const panic = new Panic({ runner, lines: () => [], say: () => ({ says: '', changes: [], refusals: [] }), clock });
  const cues: CueHost = {
    runner,
    panic,
    plan: (line, actor) => runVerb(line.verb, line.args, { desk, actor, dry: true }, line.overMs, line.as),
  };
  open.scenes = { recalls, library: shelf };
  open.cues = cues;
  return { playback: surfaceCues({ cues, scenes: open.scenes, clock }), runner, recalls, shelf, plans: () => plans };
}

/** A set of three songs, as a small band has it. */
export const SCENES = [
  scene('Opener', { 'ch/1/fader': -10, 'ch/2/fader': -5, 'ch/3/mute': true }, { number: '1' }),
  scene('Ballad', { 'ch/1/fader': -4, 'ch/2/fader': -20, 'ch/3/mute': false, 'ch/4/mute': false, 'ch/5/pan': -30 }, { number: '2' }),
  scene('Closer', { 'ch/1/fader': -10 }, { number: '3', fade: { ms: 4000, curve: 'linear' } }),
];

export const CUES = `
- { cue: 1, name: Walk-in, do: recall Opener }
- { cue: 12, name: Ballad for Ann, do: recall Ballad }
- { cue: 13, name: Closer, do: recall Closer }
- { cue: 14, name: Encore, wait: 2 s, do: mute ch/6 }
- { cue: 15, name: Lights out, do: mute ch/7 }
`;
