import type { Actor } from './desk/actor.ts';
import type { Desk } from './desk/desk.ts';
import { type Line, parseLine, runVerb } from './desk/line.ts';
import { explain, isRefusal, type Refusal } from './desk/refusal.ts';
import type { Answer, Verbs } from './desk/verb.ts';
import type { ConsoleScene } from './engines/engine.ts';
import { MidiLines } from './midi-lines.ts';
import type { ShowHouse } from './remote/show.ts';
import type { CueEdit } from './scenes/cues/edit-verbs.ts';
import { mutedByHand } from './scenes/cues/hand-mutes.ts';
import { Panic } from './scenes/cues/panic.ts';
import { CueRunner } from './scenes/cues/runner.ts';
import { lengthIn, motionsOf } from './scenes/cues/scene-ties.ts';
import type { CueHost } from './scenes/cues/verbs.ts';
import { keepLaidOut } from './scenes/laid-out.ts';
import { Recalls } from './scenes/recalls.ts';
import type { SceneHost } from './scenes/scene-host.ts';
import type { OtherLine } from './scenes/scene-uses.ts';
import { readSend, type SendHost } from './scenes/sends/verbs.ts';
import { StartOffer } from './scenes/start-offer.ts';
import type { TriggerSettings } from './scenes/triggers/bound.ts';
import { type Doing, readDoings } from './scenes/triggers/doings.ts';
import { Triggers } from './scenes/triggers/triggers.ts';
import { warmPlanner } from './scenes/warm.ts';
import { Sends } from './sends.ts';
import type { Settings } from './show/config-file.ts';
import { keepPlace } from './show/cue-place.ts';
import { CueFile } from './show/cues.ts';
import { FiredFile } from './show/fired-file.ts';
import { LastState } from './show/last-state.ts';
import { SceneFolder } from './show/scenes.ts';
import { targetsOf } from './show/targets-config.ts';
import type { Clock } from './wire/pace/clock.ts';
import type { Midi, MidiEvents } from './wire/ports/midi.ts';

export interface StageOptions {
  readonly desk: Desk;
  readonly verbs: Verbs;
  readonly clock: Clock;
  readonly show: string;
  readonly settings: StageSettings;
  readonly openMidi: (events: MidiEvents) => Midi;
  readonly say: (line: string, level?: 'info' | 'warn') => void;
  /** What keys of surfaces say. */
  readonly keyLines?: () => readonly OtherLine[];
}

/** What of desk.yaml the stage goes by. */
export type StageSettings = Pick<Settings, 'triggers' | 'targets' | 'offer'>;

/** What a show runs by: its scenes, its cue list, and what starts cues besides a hand. */
export interface Stage {
  readonly scenes: SceneHost;
  readonly cues: CueHost;
  readonly cueEdit: CueEdit;
  /** What the doors show of it. */
  readonly house: ShowHouse;
  /** Where cues send to. */
  readonly sends: SendHost;
  /** OSC addresses that start something, besides those that the door has itself. */
  readonly osc: { has(address: string): boolean; press(address: string, from: string): void };
  /** MIDI ports of triggers and targets that are not here, a sentence each. */
  missing(): readonly string[];
  /** A console has recalled a scene of its own. */
  recalled(role: string, scene: ConsoleScene): void;
  /** Takes over changed settings while all goes on. */
  apply(settings: StageSettings): void;
  stop(): Promise<void>;
}

/** Reads the show's scenes and cues, and connects them. Nothing is recalled by itself. */
export async function openStage({ desk, verbs, clock, show, settings, openMidi, say, keyLines }: StageOptions): Promise<Stage> {
  const tell = (line: string): void => say(line, 'warn');
  const library = await SceneFolder.open(show, { clock, say: tell });
  const recalls = new Recalls({ desk, clock, library, say });
  const ends = [warmPlanner(desk, clock), keepLaidOut(desk, clock, library)];
  const last = await LastState.open(desk, show, { clock, say: tell });
  const offered = new StartOffer({ desk, clock, library, last, named: settings.offer });
  if (offered.wrong) tell(`offer in desk.yaml: ${explain(offered.wrong)}`);
  const file = await CueFile.open(show, { verbs, clock, say: tell });
  const fired = await FiredFile.open(show, { clock, say: tell });

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
  const endPlace = keepPlace(show, runner, { clock, say, warn: tell });
  const cueFile = {
    faults: () => file.faults(library.list(), sends.targets),
    watchFaults: (changed: () => void) => file.watchFaults(changed),
  };
  const unwatch = file.watch((cues) => runner.setCues(cues));

  let { triggers: config } = settings;
  let said = readLines(config, verbs, tell);
  const panic = new Panic({ runner, lines: () => said.panic.map(({ line }) => line), say: sayLine, clock });
  const triggers = new Triggers({
    clock,
    runner,
    settings: triggerSettings(config),
    doings: said.doings,
    isTaken: (address) => verbs.get(address.slice(1)) !== undefined || !isRefusal(desk.find(address.slice(1))),
    say: sayLine,
    tell,
    fired: fired.fired,
    onFired: (list) => fired.save(list),
  });
  const midi = new MidiLines({ openMidi, port: (name) => triggers.port(name), say });
  const sends = new Sends({
    clock,
    midi: (words, bytes) => midi.send(words, bytes),
    midiPort: (words) => midi.portOf(words),
    sent: (message) => triggers.sent(message),
  });
  const connect = ({ triggers: { midi: heard }, targets }: StageSettings): void => {
    const known = targetsOf(targets);
    sends.set(known);
    midi.set({ heard, told: known.flatMap((target) => (target.kind === 'midi' ? [target.port] : [])) });
    for (const { where, text, line } of said.all) {
      const message = line.verb.name === 'send' ? readSend(line.args, known) : undefined;
      if (isRefusal(message)) tell(`${where}: ${text}: ${explain(message)}`);
    }
  };
  connect(settings);
  let applied = JSON.stringify([settings.triggers, settings.targets]);
  return {
    scenes: { recalls, library, last: offered, otherLines: () => [...said.all, ...(keyLines?.() ?? [])] },
    cues: { runner, panic, plan: (line, actor) => sayLine(line, actor, true), faults: cueFile.faults },
    cueEdit: { verbs, cues: () => file.cues, save: (cues, from) => file.save(cues, from) },
    house: { library, recalls, runner, last: offered, cueFile },
    sends,
    missing: () => midi.missing(),
    osc: { has: (address) => triggers.hasOsc(address), press: (address, from) => triggers.osc(address, from) },
    recalled(role, scene) {
      const name = [scene.number, scene.name].filter((one) => one !== undefined).join(' ');
      say(`${role}: recalled its own scene ${name}`);
      // What of ours goes on there has ended before a cue begins something new.
      recalls.consoleRecalled(role, `scene ${name} was recalled on the desk`);
      triggers.consoleScene(role, scene);
    },
    apply(next) {
      // Told for each setting that differs, and taken over whole.
      const whole = JSON.stringify([next.triggers, next.targets]);
      if (whole === applied) return;
      applied = whole;
      if (JSON.stringify(next.triggers) !== JSON.stringify(config)) {
        config = next.triggers;
        said = readLines(config, verbs, tell);
        triggers.set(triggerSettings(config), said.doings);
      }
      connect(next);
    },
    async stop() {
      for (const end of ends) end();
      triggers.stop();
      // First, so that what the list ends writes nothing more.
      recalls.close();
      runner.stop();
      unwatch();
      file.stop();
      sends.stop();
      await Promise.all([library.close(), last.close(), fired.flush(), endPlace(), midi.stop()]);
    },
  };
}

/** A line that stands in desk.yaml. */
interface SaidLine {
  readonly where: string;
  readonly text: string;
  readonly line: Line;
}

/** Lines that triggers and panic say. Those that cannot be read are told, and left out. */
function readLines(
  { do: said, panic: texts }: Settings['triggers'],
  verbs: Verbs,
  tell: (line: string) => void,
): { doings: readonly Doing[]; panic: readonly SaidLine[]; all: readonly SaidLine[] } {
  const { doings, wrong } = readDoings(said, verbs);
  for (const sentence of wrong) tell(sentence);
  const panic = texts.flatMap((text): SaidLine[] => {
    const line = parseLine(verbs, text);
    if (!isRefusal(line)) return [{ where: 'panic in desk.yaml', text, line }];
    tell(`panic "${text}": ${explain(line)}`);
    return [];
  });
  return {
    doings,
    panic,
    all: [...panic, ...doings.map(({ when, text, line }) => ({ where: `"${when.text}" in desk.yaml`, text, line }))],
  };
}

const triggerSettings = ({ msc, mmc, timecode, zone }: Settings['triggers']): TriggerSettings => ({
  msc,
  mmcId: mmc.id,
  timecode: timecode && {
    freewheelMs: timecode.freewheel,
    catchUp: timecode['catch-up'],
    ...(timecode.rate === undefined ? {} : { rate: timecode.rate }),
  },
  zone,
});
