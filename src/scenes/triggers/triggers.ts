import type { Actor } from '../../desk/actor.ts';
import type { DeskClock } from '../../desk/clock.ts';
import type { Line } from '../../desk/line.ts';
import { explain, isRefusal, type Refusal } from '../../desk/refusal.ts';
import type { Answer } from '../../desk/verb.ts';
import { MidiReader } from '../../wire/formats/midi.ts';
import { type MmcCommand, parseMmc } from '../../wire/formats/mmc.ts';
import { isMsc, type Msc, parseMsc } from '../../wire/formats/msc.ts';
import type { Timecode } from '../../wire/formats/timecode.ts';
import type { Cue } from '../cues/cue.ts';
import { byNumber } from '../cues/numbers.ts';
import type { CueRunner } from '../cues/runner.ts';
import { Chase, type ChaseSettings, type ChaseState } from './chase.ts';
import type { Doing } from './doings.ts';
import { Echoes } from './echoes.ts';
import { MidiEar } from './heard.ts';
import { Intervals } from './intervals.ts';
import { matches } from './match.ts';
import { type MscSettings, notForUs } from './msc-ear.ts';
import { obey } from './show-control.ts';
import { Storms } from './storms.ts';
import type { Trigger, When } from './trigger.ts';
import { WallClock } from './wall-clock.ts';
import { machineZone } from './zones.ts';

export interface TriggerSettings {
  /** undefined: show control is not listened to. */
  readonly msc: MscSettings | undefined;
  /** Number we have for machine control, 0..126. */
  readonly mmcId: number;
  /** undefined: timecode is not followed. */
  readonly timecode: ChaseSettings | undefined;
  /** Of clock triggers that name none; undefined: the machine's. */
  readonly zone: string | undefined;
}

export interface TriggersOptions {
  readonly clock: DeskClock;
  readonly runner: CueRunner;
  readonly settings: TriggerSettings;
  /** Triggers of desk.yaml that say a line. */
  readonly doings: readonly Doing[];
  readonly say: (line: Line, actor: Actor) => Answer | Refusal;
  readonly tell: (text: string) => void;
  /** Clock cues that have fired, from before this start, and the list of them whenever it grows. */
  readonly fired?: readonly string[];
  readonly onFired?: (fired: readonly string[]) => void;
}

/** What a trigger starts. */
interface Bound {
  readonly when: When;
  readonly does: { readonly cue: string } | Doing;
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
  readonly #echoes = new Echoes();
  readonly #storms: Storms;
  readonly #chase: Chase<Bound>;
  readonly #wall: WallClock<Bound>;
  readonly #intervals: Intervals<Bound>;
  #bound: readonly Bound[] = [];
  #source: { readonly port: string; readonly atMs: number } | undefined;
  #isChasing = true;
  readonly #stopWatching: () => void;
  #cues: readonly Cue[] | undefined;
  readonly #actors = new Map<string, Actor>();

  constructor(options: TriggersOptions) {
    this.#options = options;
    const { clock, tell, runner, settings, fired, onFired } = options;
    this.#storms = new Storms(tell);
    const fire = (bound: Bound): void => this.#fire(bound, this.#actorOf('clock', bound.when.trigger.kind));
    this.#chase = new Chase({
      clock,
      settings: settings.timecode ?? { freewheelMs: 250, catchUp: false },
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
    this.#stopWatching = runner.watch(() => this.#look());
    this.#look();
  }

  /** For each MIDI port that is to be heard, as long as it is there. @param name of the port, as people know it */
  port(name: string): TriggerPort {
    const reader = new MidiReader();
    const ear = new MidiEar();
    return {
      hear: (bytes) => {
        for (const message of reader.read(bytes)) this.#message(name, ear, message);
      },
    };
  }

  /** We have sent this to a MIDI port: heard back at once it is no trigger. */
  sent(message: Uint8Array): void {
    this.#echoes.sent(message, this.#options.clock.nowMs());
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
    const { runner, doings } = this.#options;
    if (runner.cues === this.#cues) return;
    this.#cues = runner.cues;
    const ofCues = runner.cues.filter((cue) => !cue.skip).flatMap((cue) => cue.when.map((when) => ({ when, does: { cue: cue.number } })));
    this.#bound = [...doings.map((doing) => ({ when: doing.when, does: doing })), ...ofCues];
    this.#chase.set(this.#of('timecode').map(({ at, cue }) => ({ at, cue })));
    this.#wall.set(
      this.#of('clock').map(({ at, cue }) => ({
        id: `${nameOf(cue)} ${cue.when.text}`,
        says: `${nameOf(cue)} (${cue.when.text})`,
        at,
        cue,
      })),
    );
    this.#intervals.set(this.#of('every'));
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
      if (!this.#echoes.isTwice(message, port, nowMs)) this.#sysex(port, message);
      return;
    }
    const heard = ear.hear(message);
    if (!heard) return;
    for (const bound of this.#bound) if (matches(bound.when.trigger, heard, port)) this.#fire(bound, this.#actorOf(port, 'midi'));
  }

  #timecode(port: string, message: Uint8Array, nowMs: number): boolean {
    const { settings } = this.#options;
    const isTimecode = message[0] === 0xf1 || (message[0] === 0xf0 && message[1] === 0x7f && message[3] === 0x01);
    if (!isTimecode) return false;
    const isOther = this.#source !== undefined && this.#source.port !== port && nowMs - this.#source.atMs < SOURCE_MS;
    if (!settings.timecode || !this.#isChasing || isOther) return true;
    this.#source = { port, atMs: nowMs };
    this.#chase.hear(message);
    return true;
  }

  #sysex(port: string, message: Uint8Array): void {
    const { settings, tell } = this.#options;
    const machine = parseMmc(message);
    if (machine) {
      const isOurs = machine.device === 127 || machine.device === settings.mmcId;
      for (const command of isOurs ? machine.commands : []) this.#machine(port, command);
      return;
    }
    if (!settings.msc) return;
    const show = parseMsc(message);
    if (!isMsc(show)) {
      if (show.not !== 'show control') tell(`MIDI show control on ${port}: not ${show.not}`);
      return;
    }
    const why = notForUs(show, settings.msc);
    if (why === undefined) this.#show(port, show, settings.msc.decimal);
    else tell(`MIDI show control ${show.command} on ${port} is not for us: ${why}`);
  }

  #machine(port: string, command: MmcCommand): void {
    if (command.command === 'locate') {
      if (this.#options.settings.timecode) this.#chase.locate(command.time);
      return;
    }
    // Many PLAY keys send the deferred one.
    const key = command.command === 'deferred-play' ? 'play' : command.command;
    for (const bound of this.#bound) {
      const { trigger } = bound.when;
      if (trigger.kind === 'mmc' && (trigger.key === 'deferred-play' ? 'play' : trigger.key) === key)
        this.#fire(bound, this.#actorOf(port, 'mmc'));
    }
  }

  #show(port: string, message: Msc, decimal: boolean): void {
    const actor = this.#actorOf(port, 'msc');
    const own = this.#bound.filter(({ when: { trigger } }) => trigger.kind === 'msc' && isSame(trigger, message, decimal));
    for (const bound of own) this.#fire(bound, actor);
    if (own.length > 0) return;
    if (message.command === 'mtc-chase-on' || message.command === 'mtc-chase-off') this.#isChasing = message.command === 'mtc-chase-on';
    const name = message.command === 'fire' ? `fire ${message.macro}` : message.command;
    if (!this.#storms.admits(`MIDI show control ${name}${'cue' in message ? ` ${message.cue}` : ''}`, this.#options.clock.nowMs())) return;
    const done = obey(message, this.#options.runner, actor, decimal);
    this.#options.tell(`MIDI show control ${name} on ${port}: ${done ?? 'nothing is made for it'}`);
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
    const name = 'cue' in does ? `cue ${does.cue}` : does.text;
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
  }
}

const nameOf = ({ does }: Bound): string => ('cue' in does ? `cue ${does.cue}` : does.text);

function isSame(trigger: Extract<Trigger, { kind: 'msc' }>, message: Msc, decimal: boolean): boolean {
  if (trigger.command === 'fire') return message.command === 'fire' && message.macro === trigger.macro;
  if (message.command !== 'go' && message.command !== 'timed-go') return false;
  const isList = trigger.list === undefined || trigger.list === message.list;
  return isList && byNumber([{ number: trigger.cue }], message.cue, decimal) !== undefined;
}
