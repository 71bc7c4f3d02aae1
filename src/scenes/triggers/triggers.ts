import type { Actor } from '../../desk/actor.ts';
import type { DeskClock } from '../../desk/clock.ts';
import type { Line } from '../../desk/line.ts';
import { explain, isRefusal, type Refusal } from '../../desk/refusal.ts';
import type { Answer } from '../../desk/verb.ts';
import { MidiReader } from '../../wire/formats/midi.ts';
import type { Timecode } from '../../wire/formats/timecode.ts';
import type { Cue } from '../cues/cue.ts';
import type { CueRunner } from '../cues/runner.ts';
import { type Bound, nameOf, type TriggerSettings } from './bound.ts';
import { Chase, type ChaseSettings, type ChaseState } from './chase.ts';
import type { Doing } from './doings.ts';
import { Echoes } from './echoes.ts';
import { MidiEar } from './heard.ts';
import { Intervals } from './intervals.ts';
import { matches } from './match.ts';
import { obey } from './show-control.ts';
import { ShowEar } from './show-ear.ts';
import { Storms } from './storms.ts';
import type { Trigger } from './trigger.ts';
import { WallClock } from './wall-clock.ts';
import { machineZone } from './zones.ts';

export interface TriggersOptions {
  readonly clock: DeskClock;
  readonly runner: CueRunner;
  readonly settings: TriggerSettings;
  /** Triggers of desk.yaml that say a line. */
  readonly doings: readonly Doing[];
  /** Whether an OSC address means something to the door itself. */
  readonly isTaken?: (address: string) => boolean;
  readonly say: (line: Line, actor: Actor) => Answer | Refusal;
  readonly tell: (text: string) => void;
  /** Clock cues that have fired, from before this start, and the list of them whenever it grows. */
  readonly fired?: readonly string[];
  readonly onFired?: (fired: readonly string[]) => void;
}

/** A MIDI port that is listened to. */
export interface TriggerPort {
  /** Bytes as they come, cut anywhere. */
  hear(bytes: Uint8Array): void;
}

/** Another source of timecode is taken when the first has been silent for so long. */
const SOURCE_MS = 1000;

/** Everything that starts cues besides a hand: MIDI, show control, machine control, timecode, the clock, the console's own scenes. */
export class Triggers {
  readonly #options: TriggersOptions;
  #settings: TriggerSettings;
  #doings: readonly Doing[];
  readonly #echoes: Echoes;
  readonly #storms: Storms;
  readonly #chase: Chase<Bound>;
  readonly #wall: WallClock<Bound>;
  readonly #intervals: Intervals<Bound>;
  readonly #shows: ShowEar;
  #bound: readonly Bound[] = [];
  #byOsc = new Map<string, Bound[]>();
  /** Told once, however often the list is edited. */
  readonly #taken = new Set<string>();
  /** The message that is being heard now. */
  #hearing: Uint8Array | undefined;
  #source: { readonly port: string; readonly atMs: number } | undefined;
  readonly #stopWatching: () => void;
  #cues: readonly Cue[] | undefined;
  readonly #actors = new Map<string, Actor>();

  constructor(options: TriggersOptions) {
    this.#options = options;
    const { clock, tell, runner, settings, fired, onFired } = options;
    this.#settings = settings;
    this.#doings = options.doings;
    this.#storms = new Storms(tell);
    this.#echoes = new Echoes(tell);
    const fire = (bound: Bound): void => this.#fire(bound, this.#actorOf('clock', bound.when.trigger.kind));
    this.#chase = new Chase({
      clock,
      settings: settings.timecode ?? NO_CHASE,
      fire: (bound) => this.#fire(bound, this.#actorOf('timecode', 'midi')),
      tell,
    });
    this.#wall = new WallClock({
      clock,
      zone: settings.zone ?? machineZone(),
      fire,
      tell,
      ...(fired ? { fired } : {}),
      ...(onFired ? { onFired } : {}),
    });
    this.#intervals = new Intervals(clock, fire);
    this.#shows = new ShowEar({
      settings: () => this.#settings,
      bound: () => this.#bound,
      fire: (bound, port, origin) => this.#fire(bound, this.#actorOf(port, origin)),
      obey: (message, port, decimal) => obey(message, runner, this.#actorOf(port, 'msc'), decimal),
      admits: (name) => this.#storms.admits(name, clock.nowMs()),
      locate: (at) => this.#chase.locate(at),
      tell,
    });
    this.#stopWatching = runner.watch(() => this.#look());
    this.#look();
  }

  /** desk.yaml was changed: what goes on goes on, and where timecode is stays known. */
  set(settings: TriggerSettings, doings: readonly Doing[]): void {
    this.#settings = settings;
    this.#doings = doings;
    this.#chase.adjust(settings.timecode ?? NO_CHASE);
    this.#wall.adjust(settings.zone ?? machineZone());
    this.#cues = undefined;
    this.#look();
  }

  /** For each MIDI port that is to be heard, as long as it is there. @param name of the port, as people know it */
  port(name: string): TriggerPort {
    const reader = new MidiReader();
    const ear = new MidiEar();
    return {
      hear: (bytes) => {
        for (const message of reader.read(bytes)) this.#because(message, () => this.#message(name, ear, message));
      },
    };
  }

  /** We have sent this to a MIDI port: heard back at once it is no trigger. */
  sent(message: Uint8Array): void {
    this.#echoes.sent(message, this.#options.clock.nowMs(), this.#hearing);
  }

  /** Whether an OSC address starts something. */
  hasOsc(address: string): boolean {
    return this.#byOsc.has(address);
  }

  /** A button of an OSC peer went down. */
  osc(address: string, from: string): void {
    for (const bound of this.#byOsc.get(address) ?? []) this.#fire(bound, this.#actorOf(from, 'osc'));
  }

  /** A console has recalled a scene of its own. */
  consoleScene(role: string, scene: { readonly number?: string; readonly name?: string }): void {
    const names = [scene.number, scene.name].map((name) => name?.toLowerCase());
    for (const bound of this.#bound) {
      const { trigger } = bound.when;
      if (trigger.kind !== 'console' || (trigger.role !== undefined && trigger.role !== role)) continue;
      if (names.includes(trigger.scene.toLowerCase())) this.#fire(bound, this.#actorOf(`scene of ${role}`, 'console'));
    }
  }

  /** What the page shows. */
  state(): {
    readonly timecode: { readonly state: ChaseState; readonly time: Timecode | undefined };
    readonly upcoming: ReturnType<WallClock<unknown>['upcoming']>;
  } {
    return { timecode: { state: this.#chase.state, time: this.#chase.time }, upcoming: this.#wall.upcoming() };
  }

  stop(): void {
    this.#stopWatching();
    this.#chase.stop();
    this.#wall.stop();
    this.#intervals.stop();
  }

  // ---- inside ----

  /** The list was edited: its triggers are the ones from now on. */
  #look(): void {
    const { runner } = this.#options;
    const doings = this.#doings;
    if (runner.cues === this.#cues) return;
    this.#cues = runner.cues;
    const ofCues = runner.cues.filter((cue) => !cue.skip).flatMap((cue) => cue.when.map((when) => ({ when, does: { cue: cue.number } })));
    this.#bound = [...doings.map((doing) => ({ when: doing.when, does: doing })), ...ofCues];
    this.#chase.set(this.#of('timecode').map(({ at, cue }) => ({ at, cue })));
    this.#wall.set(
      this.#of('clock').map(({ at, cue }) => ({
        id: idOf(cue),
        says: `${nameOf(cue)} (${cue.when.text})`,
        at,
        cue,
      })),
    );
    this.#intervals.set(this.#of('every').map(({ at, cue }) => ({ id: idOf(cue), at, cue })));
    this.#lookOsc();
  }

  #lookOsc(): void {
    this.#byOsc = new Map();
    for (const { at, cue } of this.#of('osc')) {
      this.#byOsc.set(at.address, [...(this.#byOsc.get(at.address) ?? []), cue]);
      const text = `${cue.when.text} (${nameOf(cue)}): the OSC door itself has ${at.address}`;
      if (!this.#options.isTaken?.(at.address) || this.#taken.has(text)) continue;
      this.#taken.add(text);
      this.#options.tell(text);
    }
  }

  #of<Kind extends Trigger['kind']>(kind: Kind): { at: Extract<Trigger, { kind: Kind }>; cue: Bound }[] {
    return this.#bound.flatMap((cue) => {
      const { trigger } = cue.when;
      // Narrowing by a generic kind is beyond the compiler.
      return trigger.kind === kind ? [{ at: trigger as Extract<Trigger, { kind: Kind }>, cue }] : [];
    });
  }

  #message(port: string, ear: MidiEar, message: Uint8Array): void {
    const [status = 0] = message;
    // Clock and active sensing come all the time and mean nothing here.
    if (status === 0xf8 || status === 0xfe) return;
    const nowMs = this.#options.clock.nowMs();
    if (this.#echoes.isOwn(message, nowMs)) return;
    if (this.#timecode(port, message, nowMs)) return;
    if (status === 0xf0) {
      if (!this.#echoes.isTwice(message, port, nowMs)) this.#shows.hear(port, message);
      return;
    }
    const heard = ear.hear(message);
    if (!heard) return;
    for (const bound of this.#bound) if (matches(bound.when.trigger, heard, port)) this.#fire(bound, this.#actorOf(port, 'midi'));
  }

  /** Whatever is sent while a message is heard is sent because of it. */
  #because(message: Uint8Array, hear: () => void): void {
    this.#hearing = message;
    try {
      hear();
    } finally {
      this.#hearing = undefined;
    }
  }

  #timecode(port: string, message: Uint8Array, nowMs: number): boolean {
    const settings = this.#settings;
    const isTimecode = message[0] === 0xf1 || (message[0] === 0xf0 && message[1] === 0x7f && message[3] === 0x01);
    if (!isTimecode) return false;
    const isOther = this.#source !== undefined && this.#source.port !== port && nowMs - this.#source.atMs < SOURCE_MS;
    if (!settings.timecode || !this.#shows.isChasing || isOther) return true;
    this.#source = { port, atMs: nowMs };
    this.#chase.hear(message);
    return true;
  }

  /** Who speaks when a trigger says a line: the port, the clock. */
  #actorOf(name: string, origin: string): Actor {
    const id = `trigger ${origin} ${name}`;
    const known = this.#actors.get(id) ?? { id, kind: 'script', name, origin, role: 'mixer' };
    this.#actors.set(id, known);
    return known;
  }

  #fire({ when, does }: Bound, actor: Actor): void {
    const { runner, say, tell, clock } = this.#options;
    const name = nameOf({ does });
    if (!this.#storms.admits(`${when.text} (${name})`, clock.nowMs())) return;
    const told = (refusal: Refusal): void => tell(`${when.text} (${name}): ${explain(refusal)}`);
    if ('cue' in does) {
      const cue = runner.find(does.cue);
      const started = isRefusal(cue) ? cue : runner.fire(cue);
      if (isRefusal(started)) told(started);
      return;
    }
    const answer = say(does.line, actor);
    for (const refusal of isRefusal(answer) ? [answer] : answer.refusals) told(refusal);
    if (!isRefusal(answer)) void answer.later?.then((refusal) => refusal && told(refusal));
  }
}

/** Names a trigger when the list is edited, and over a restart. */
const idOf = (bound: Bound): string => `${nameOf(bound)} ${bound.when.text}`;

/** Where timecode is not followed nothing comes to the chase. */
const NO_CHASE: ChaseSettings = { freewheelMs: 250, catchUp: false };
