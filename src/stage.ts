import { readFile } from 'node:fs/promises';
import type { Actor } from './desk/actor.ts';
import type { Desk } from './desk/desk.ts';
import { type Line, parseLine, runVerb } from './desk/line.ts';
import { isRefusal, type Refusal } from './desk/refusal.ts';
import type { Answer, Verbs } from './desk/verb.ts';
import type { ShowHouse } from './remote/show.ts';
import type { CueEdit } from './scenes/cues/edit-verbs.ts';
import { mutedByHand } from './scenes/cues/hand-mutes.ts';
import { Panic } from './scenes/cues/panic.ts';
import { CueRunner } from './scenes/cues/runner.ts';
import { lengthIn, motionsOf } from './scenes/cues/scene-ties.ts';
import type { CueHost } from './scenes/cues/verbs.ts';
import { Recalls } from './scenes/recalls.ts';
import type { SceneHost } from './scenes/scene-host.ts';
import { readDoings } from './scenes/triggers/doings.ts';
import { type TriggerPort, Triggers } from './scenes/triggers/triggers.ts';
import { writeWhole } from './show/atomic.ts';
import type { Settings } from './show/config-file.ts';
import { CueFile, firedPath } from './show/cues.ts';
import { LastState } from './show/last-state.ts';
import { SceneFolder } from './show/scenes.ts';
import type { Clock } from './wire/pace/clock.ts';

export interface StageOptions {
  readonly desk: Desk;
  readonly verbs: Verbs;
  readonly clock: Clock;
  readonly show: string;
  readonly triggers: Settings['triggers'];
  readonly say: (line: string, level?: 'info' | 'warn') => void;
}

/** What a show runs by: its scenes, its cue list, and what starts cues besides a hand. */
export interface Stage {
  readonly scenes: SceneHost;
  readonly cues: CueHost;
  readonly cueEdit: CueEdit;
  /** What the doors show of it. */
  readonly house: ShowHouse;
  /** Words of the MIDI ports that are listened to, and the ear for one. */
  readonly ports: readonly string[];
  port(name: string): TriggerPort;
  stop(): Promise<void>;
}

/** Reads the show's scenes and cues, and connects them. Nothing is recalled by itself. */
export async function openStage({ desk, verbs, clock, show, triggers: config, say }: StageOptions): Promise<Stage> {
  const tell = (line: string): void => say(line, 'warn');
  const library = await SceneFolder.open(show, { clock, say: tell });
  const recalls = new Recalls({ desk, clock, library, say });
  const last = await LastState.open(desk, show, { clock, say: tell });
  const file = await CueFile.open(show, { verbs, clock, say: tell });

  const sayLine = (line: Line, actor: Actor, dry = false): Answer | Refusal =>
    runVerb(line.verb, line.args, { desk, actor, dry }, line.overMs, line.as);
  const runner = new CueRunner({
    cues: file.cues,
    say: sayLine,
    oneStep: (actor, cause, deed) => desk.hands.inOneStep(actor, cause, deed),
    clock,
    lengthMs: lengthIn(library),
    motions: motionsOf(recalls),
    handMutes: () => mutedByHand(desk),
    tell,
  });
  const unwatch = file.watch((cues) => runner.setCues(cues));

  const { doings, wrong } = readDoings(config.do, verbs);
  for (const sentence of wrong) tell(sentence);
  const lines = linesOf(config.panic, verbs, tell);
  const otherLines = [
    ...config.panic.flatMap((text) => linesOf([text], verbs, () => {}).map((line) => ({ where: 'panic in desk.yaml', text, line }))),
    ...doings.map(({ when, text, line }) => ({ where: `"${when.text}" in desk.yaml`, text, line })),
  ];
  const panic = new Panic({ runner, lines: () => lines, say: sayLine, clock });
  const triggers = new Triggers({
    clock,
    runner,
    settings: {
      msc: config.msc,
      mmcId: config.mmc.id,
      timecode: config.timecode && {
        freewheelMs: config.timecode.freewheel,
        catchUp: config.timecode['catch-up'],
        ...(config.timecode.rate === undefined ? {} : { rate: config.timecode.rate }),
      },
      zone: config.zone,
    },
    doings,
    say: sayLine,
    tell,
    fired: await readFired(show),
    onFired: (fired) => void writeWhole(firedPath(show), JSON.stringify(fired), 0o600),
  });
  return {
    scenes: { recalls, library, last, otherLines: () => otherLines },
    cues: { runner, panic, plan: (line, actor) => sayLine(line, actor, true), faults: () => file.faults() },
    cueEdit: { verbs, cues: () => file.cues, save: (cues, from) => file.save(cues, from) },
    house: { library, recalls, runner, last, cueFile: file },
    ports: config.midi,
    port: (name) => triggers.port(name),
    async stop() {
      triggers.stop();
      // First, so that what the list ends writes nothing more.
      recalls.close();
      runner.stop();
      unwatch();
      file.stop();
      await Promise.all([library.close(), last.close()]);
    },
  };
}

function linesOf(texts: readonly string[], verbs: Verbs, tell: (line: string) => void): Line[] {
  return texts.flatMap((text) => {
    const line = parseLine(verbs, text);
    if (!isRefusal(line)) return [line];
    tell(`panic "${text}": ${line.got}${line.want ? `; ${line.want}` : ''}`);
    return [];
  });
}

/** Clock cues that have fired before; without the file, or with one that is none, nothing has. */
async function readFired(show: string): Promise<readonly string[]> {
  try {
    const fired: unknown = JSON.parse(await readFile(firedPath(show), 'utf8'));
    return Array.isArray(fired) ? fired.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
