import { Desk } from './desk/desk.ts';
import type { Verbs, View } from './desk/verb.ts';
import { limitsOf, type OpenedOsc, openHttpDoor, openOsc } from './doors.ts';
import type { Engine } from './engines/engine.ts';
import type { EngineType } from './engines/engine-type.ts';
import type { EnginePorts, FirstMix } from './engines/ports.ts';
import { ENGINES } from './engines/registry.ts';
import { seat } from './engines/seat.ts';
import { HandsAtDesk } from './hands.ts';
import { Meters } from './meters/meters.ts';
import { MidiHub } from './midi-hub.ts';
import type { DeviceStore } from './remote/devices.ts';
import type { HouseStatus } from './remote/house.ts';
import type { Remote } from './remote/remote.ts';
import type { SceneHost } from './scenes/scene-host.ts';
import type { EngineConfig } from './show/config.ts';
import { differences } from './show/config-diff.ts';
import type { Settings } from './show/config-file.ts';
import { memoryPath } from './show/folder.ts';
import { LogFile } from './show/log-file.ts';
import { MappingFiles } from './show/mappings.ts';
import { MappingsWatch } from './show/mappings-watch.ts';
import { FileMemory } from './show/memory.ts';
import { PresetFolder } from './show/presets.ts';
import { soundOf } from './sound.ts';
import { openStage, type Stage } from './stage.ts';
import { surfaceCues } from './surface-cues.ts';
import { SurfaceFiles } from './surface-files.ts';
import { houseVerbs } from './verbs.ts';
import type { Clock } from './wire/pace/clock.ts';
import type { Random } from './wire/pace/random.ts';
import { isFault, type PortFault } from './wire/ports/fault.ts';
import { type Midi, type MidiEvents, type MidiOptions, openMidi } from './wire/ports/midi.ts';

/** Time a door has to close. */
const CLOSE_MS = 400;

export interface BridgeOptions {
  /** The show folder, which this daemon holds. */
  readonly show: string;
  /** What the first mixer comes up with where it has no memory yet. */
  readonly firstMix: FirstMix;
  readonly version: string;
  /** What is not there, in plain words. */
  readonly missing: readonly string[];
  /** Opens the doors to local commands. */
  readonly token: string;
  /** Paired devices, and where they are kept. */
  readonly devices?: DeviceStore;
  /** A PIN for devices of the network stands all the time. */
  readonly lan?: boolean;
  /** How MIDI ports are opened here. */
  readonly midi: MidiOptions;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  /** A plain line about something a person should know. */
  readonly say: (line: string, level?: 'info' | 'warn') => void;
  /** A room threw; the others go on. */
  readonly fault: (where: string, error: unknown) => void;
}

interface Addresses {
  readonly http: string;
  readonly osc: number;
}

/** Names of settings: those in force now, and those that wait for the next start. */
interface Applied {
  readonly applied: readonly string[];
  readonly later: readonly string[];
}

export interface Bridge {
  readonly desk: Desk;
  readonly meters: Meters;
  readonly verbs: Verbs;
  readonly engines: readonly Engine[];
  readonly addresses: Addresses;
  /** Who may come in from elsewhere, and where. */
  readonly door: Pick<Remote, 'pairing' | 'pages'>;
  /** Control surfaces. */
  readonly hands: HandsAtDesk;
  /** Scenes, and what the run before left. */
  readonly scenes: SceneHost;
  /** Takes over changed settings, as far as that goes while it runs. */
  apply(settings: Settings): Applied;
  /** Writes nothing to any engine; everything is saved when it resolves. */
  stop(): Promise<void>;
}

/** Builds the house and connects its rooms. Decides nothing. */
export async function openBridge(options: BridgeOptions): Promise<Bridge | PortFault> {
  const { show, settings, clock, say, fault } = options;
  const presets = await PresetFolder.open(show, { clock, say: (line) => say(line, 'warn') });
  let stage: Stage | undefined;
  const verbs = houseVerbs({
    presets: () => presets,
    scenes: () => stage?.scenes,
    cues: () => stage?.cues,
    cueEdit: () => stage?.cueEdit,
    sends: () => stage?.sends,
  });
  const meters = new Meters();
  const desk = new Desk(clock, { holdRule: settings.holds, logLimit: settings.log.lines, onFault: (error) => fault('desk', error) });

  const log = new LogFile(show, { clock, say: (line) => say(line, 'warn') });
  desk.log.restore(await log.restore(settings.log.lines));
  desk.log.onLine = (line) => log.add(line);

  const engines = settings.engines.map((config, index) => openEngine(config, options, index === 0));
  const leave = engines.map((engine) =>
    seat(desk, meters, engine, clock, { say, recalled: (role, scene) => stage?.recalled(role, scene) }),
  );

  const stops: (() => Promise<unknown>)[] = [() => log.flush(), () => presets.stop(), () => Promise.all(leave.map((unseat) => unseat()))];
  const stop = async (): Promise<void> => {
    for (let end = stops.pop(); end; end = stops.pop()) await end().catch((error: unknown) => fault('stop', error));
  };
  // The OSC door answers before the files of surfaces and scenes are read.
  let hands: HandsAtDesk | undefined;
  const views = (name: string): View | undefined => hands?.view(name);
  const osc = await openOsc({ desk, verbs, meters, clock, views, starts: () => stage?.osc }, settings.doors.osc, say);
  if (isFault(osc)) {
    await stop();
    return osc;
  }
  stops.push(() => inTime(clock, 'the OSC door', osc.stop()));

  const status = (): HouseStatus => ({
    version: options.version,
    show,
    missing: [...options.missing, ...silence(engines), ...(stage?.missing() ?? [])],
  });
  const midi = new MidiHub((events) => openMidi(events, options.midi));
  const useMidi = (events: MidiEvents): Midi => midi.use(events);
  let files: SurfaceFiles | undefined;
  stage = await openStage({ desk, verbs, clock, show, settings, openMidi: useMidi, say, keyLines: () => files?.lines() ?? [] });
  const played = stage;
  stops.push(() => played.stop());
  files = await SurfaceFiles.load(new MappingFiles(verbs, show), (line) => say(line, 'warn'));
  const playback = surfaceCues({ cues: played.cues, scenes: played.scenes, clock });
  const atDesk = new HandsAtDesk({ desk, meters, verbs, clock, say, files, surfaces: settings.surfaces, openMidi: useMidi, playback });
  hands = atDesk;
  const watch = new MappingsWatch(show, { clock, say, changed: () => void files.reload().then(() => atDesk.reload()) });
  stops.push(async () => watch.stop());
  stops.push(() => atDesk.stop());
  const house = { desk, meters, verbs, clock, engines: () => engines, status, say, hands, views, show: played.house };
  const http = await openHttpDoor(house, settings.doors.http, options);
  if (isFault(http)) {
    await stop();
    return http;
  }
  stops.push(() => inTime(clock, 'the HTTP door', http.stop()));

  return {
    desk,
    meters,
    verbs,
    engines,
    addresses: { http: http.url, osc: osc.port },
    door: http,
    hands,
    scenes: played.scenes,
    apply: reload(settings, { desk, osc, http, hands, stage: played }),
    stop,
  };
}

/** A door that does not close keeps nobody from saving. */
function inTime(clock: Clock, name: string, closing: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(CLOSE_MS, () => reject(new Error(`${name} did not close in time`)));
    closing.then(resolve, reject).finally(() => timer.cancel());
  });
}

interface Changeable {
  readonly desk: Desk;
  readonly osc: OpenedOsc;
  readonly http: Remote;
  readonly hands: HandsAtDesk;
  readonly stage: Stage;
}

/** Takes changed settings to where they are in force at once. */
function reload(first: Settings, { desk, osc, http, hands, stage }: Changeable): (next: Settings) => Applied {
  let current = first;
  return (next) => {
    const changed = differences(current, next);
    current = next;
    const limits = (): void => http.setLimits(limitsOf(next.doors.http));
    const settled: Readonly<Record<string, () => void>> = {
      'doors/osc/peers': () => osc.peers(next.doors.osc),
      'doors/http/sockets': limits,
      'doors/http/per-address': limits,
      'doors/http/rate': limits,
      holds: () => {
        desk.holdRule = next.holds;
      },
    };
    const blocks: Readonly<Record<string, () => void>> = {
      surfaces: () => hands.apply(next.surfaces),
      triggers: () => stage.apply(next),
      targets: () => stage.apply(next),
    };
    const live = (name: string): (() => void) | undefined => blocks[name.split('/', 1)[0] ?? ''] ?? settled[name];
    const applied = changed.filter((name) => live(name));
    for (const name of applied) live(name)?.();
    // What is back at what it was at the start waits for nothing.
    const other = new Set(differences(first, next));
    return { applied, later: changed.filter((name) => !live(name) && other.has(name)) };
  };
}

/** Engines that could make sound and have nowhere to let it out. */
const silence = (engines: readonly Engine[]): string[] =>
  engines.flatMap((engine) => {
    const sound = engine.sound?.();
    return sound?.output === 'none' ? [`${engine.role}: ${sound.reason}`] : [];
  });

function openEngine({ role, type, settings }: EngineConfig, options: BridgeOptions, isFirst: boolean): Engine {
  const { show, firstMix, settings: whole, clock, random, say } = options;
  const kind = ENGINES.find((known) => known.type === type);
  if (!kind) throw new Error(`no engine "${type}" in the registry; the settings were not checked against it`);
  const memory = new FileMemory(memoryPath(show, role), { clock, say: (line) => say(line, 'warn') });
  const openSound = soundOf(show, whole.audio, clock);
  const ports: EnginePorts = {
    clock,
    random,
    memory,
    ...(openSound ? { openSound } : {}),
    ...(isFirst ? { firstMix } : {}),
  };
  // The schema that read these settings is the one of this very row.
  return (kind as EngineType<unknown>).open(role, settings, ports);
}
