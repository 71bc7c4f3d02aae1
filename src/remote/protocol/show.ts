import { z } from 'zod';
import { timeMs } from './common.ts';

const durationMs = z.number().min(0);

/** A scene as pages and scripts list it. */
export const sceneState = z.object({
  number: z.string().describe('text: 012'),
  name: z.string(),
  values: z.int().describe('how many parameters it names'),
  fadeMs: durationMs.nullable().describe('its own fade, null for none'),
  curve: z.string().nullable().describe('along what that fade goes'),
  only: z.array(z.string()).readonly().describe('patterns that it is kept to; none: all it names'),
  safe: z.array(z.string()).readonly().describe('patterns that it leaves alone'),
  preamps: z.boolean().describe('it recalls gain and 48 V too'),
  note: z.string(),
});

/** A cue, with its times and lines as its file says them. */
export const cueState = z.object({
  number: z.string().describe('text: 12.5'),
  name: z.string(),
  lines: z.array(z.string()).readonly().describe('what it does: recall "Verse 2"'),
  when: z.array(z.string()).readonly().describe('what starts it besides Go'),
  waitMs: durationMs.describe('before its action'),
  postMs: durationMs.describe('from its action to the next cue, with next "go"'),
  next: z.enum(['go', 'follow']).nullable().describe('what follows by itself'),
  afterMs: durationMs.describe('with next "follow": so long after it is done'),
  armed: z.boolean().describe('false: its lines are not said'),
  skip: z.boolean().describe('as if it were not there'),
  opens: z.boolean().describe('its recalls also take off mutes that a hand has put on'),
  note: z.string(),
  startedAt: timeMs.nullable().describe('when it started last, in this run of the daemon'),
});

/** A recall or fade on its way, or one that was interrupted. */
export const runState = z.object({
  id: z.int(),
  cause: z.string().describe('recall "Verse 2"'),
  who: z.string(),
  state: z.enum(['mutes', 'values', 'unmutes', 'fading', 'partial', 'done', 'undone']),
  paused: z.boolean(),
  done: z.int(),
  of: z.int(),
  leftMs: durationMs.describe('of its slowest fade, at the time of this message'),
  lost: z
    .array(z.object({ path: z.string(), why: z.string() }))
    .readonly()
    .describe('left out of it by a hand, another recall or the console'),
  missing: z.int().describe('not done, of one that is partial'),
});

export const cueRun = z.object({
  number: z.string(),
  phase: z.enum(['waiting', 'running']),
  leftMs: durationMs.describe('until its action, or until it is done, at the time of this message'),
});

/** A mistake in a file of the show; what stood in it before runs on. */
export const fileFault = z.object({
  file: z.string().describe('in the show folder: scenes/012 Verse 2.yaml, scenes/safes.yaml, cues.yaml'),
  line: z.int().describe('from 1'),
  column: z.int().describe('from 1'),
  says: z.string().describe('what is wrong'),
  meanwhile: z.string().describe('until it is mended: the last good "Verse 2" stays; it is not there'),
});

/** Scenes, cues and what is on its way. */
export const showState = z.object({
  scenes: z.array(sceneState).readonly().describe('in their order'),
  scene: z.object({ name: z.string(), at: timeMs }).nullable().describe('recalled last'),
  safes: z.array(z.string()).readonly().describe('patterns that every recall leaves alone'),
  cues: z.array(cueState).readonly().describe('in their order'),
  standby: z.string().nullable().describe('number of the cue that Go starts'),
  active: z.string().nullable().describe('number of the cue that started last'),
  cueRuns: z.array(cueRun).readonly(),
  paused: z.boolean().describe('waits of cues are held'),
  running: z.array(runState).readonly(),
  last: z
    .object({ at: timeMs, scene: z.string().nullable().describe('a scene of the show is offered instead, by desk.yaml') })
    .nullable()
    .describe('the state of the run before, saved then, is offered; the verb "last" shows, takes or leaves it'),
  faults: z.array(fileFault).readonly().describe('scene files, safes.yaml and cues.yaml that cannot be read as they are now'),
});
export type ShowState = z.infer<typeof showState>;
