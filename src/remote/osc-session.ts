import { type Actor, allows } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { runVerb, say } from '../desk/line.ts';
import type { Entry } from '../desk/model.ts';
import { explain, isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Intent, Turn } from '../desk/turn.ts';
import type { Answer, Verb, Verbs } from '../desk/verb.ts';
import type { Meters } from '../meters/meters.ts';
import { eachMessage, type OscMessage, type OscPacket, type OscValue } from '../wire/formats/osc.ts';
import { encodeOsc } from '../wire/formats/osc-encode.ts';
import { Budget } from '../wire/pace/budget.ts';
import type { Clock, Timer } from '../wire/pace/clock.ts';
import { METER_FORMS, MeterSubscriptions } from './osc-meters.ts';
import type { OscPeer } from './osc-peers.ts';
import { isWild, select } from './osc-select.ts';
import { Subscriptions } from './osc-subscriptions.ts';
import { Presses } from './osc-triggers.ts';
import { addressOf, type Form, intentOf, isDown, meantBy, numberOf, told } from './osc-values.ts';

/** A peer that holds something and says nothing for this long has gone. */
const SILENT_MS = 15_000;
/** Subscriptions that name no rate. */
const USUAL_RATE_HZ = 25;
/** Parameters that one pattern may write, where patterns may write at all. */
const MAX_WILD = 512;
/** What one peer is sent: a whole desk of 5,000 parameters takes half a second, so that no receiver is flooded. */
const FEEDBACK = { bytesPerS: 500_000, packetsPerS: 1_000_000, burstMs: 100 };
const ERRORS = { bytesPerS: 20_000, packetsPerS: 10, burstMs: 1000 };

/** What the house lends to the door. */
export interface OscHouse {
  readonly desk: Desk;
  readonly verbs: Verbs;
  readonly meters: Meters;
  readonly clock: Clock;
}

interface Wish {
  readonly entry: Entry;
  readonly form: Form;
  readonly intent: Intent;
  readonly hand: boolean;
}

/** One peer: what it says becomes intents, touches and verbs; what it asked for is told. */
export class OscSession {
  readonly actor: Actor;
  heardMs: number;
  readonly #house: OscHouse;
  readonly #peer: OscPeer;
  readonly #send: (packet: Uint8Array) => boolean;
  readonly #subscriptions: Subscriptions;
  readonly #meters: MeterSubscriptions;
  readonly #errors: Budget;
  readonly #presses: Presses;
  readonly #wishes: Wish[] = [];
  #timer: Timer | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;

  /** @param send false when the peer does not take it now */
  constructor(house: OscHouse, peer: OscPeer, where: string, send: (packet: Uint8Array) => boolean) {
    const { desk, clock, meters } = house;
    const origin = `osc ${where}`;
    this.#house = house;
    this.#peer = peer;
    this.#send = send;
    this.actor = { id: origin, kind: 'surface', name: peer.name ?? origin, origin, role: peer.role ?? 'mixer' };
    this.heardMs = clock.nowMs();
    const budget = new Budget(FEEDBACK, this.heardMs);
    this.#subscriptions = new Subscriptions({ desk, clock, budget, send });
    this.#meters = new MeterSubscriptions({ meters, clock, budget, send, model: () => desk.model });
    this.#errors = new Budget(ERRORS, this.heardMs);
    this.#presses = new Presses(clock);
    this.#subscribeLasting();
  }

  /** True while it waits for something from us, or holds something. */
  get isBusy(): boolean {
    return this.#subscriptions.size > 0 || this.#meters.size > 0 || this.#subscriptions.touches;
  }

  /** A packet of this peer. All values of a bundle land in one turn. */
  hear(packet: OscPacket): void {
    this.heardMs = this.#house.clock.nowMs();
    this.#wishes.length = 0;
    eachMessage(packet, (message) => this.#message(message));
    this.#state();
    this.#arm();
  }

  turn(turn: Turn): void {
    this.#subscriptions.turn(turn);
  }

  frame(role: string): void {
    this.#meters.frame(role);
  }

  relayout(): void {
    this.#subscriptions.relayout();
    this.#meters.relayout();
    this.#subscribeLasting();
  }

  /** The link is gone: holds are free, nothing is sent any more. */
  end(): void {
    this.#timer?.cancel();
    this.#subscriptions.remove();
    this.#meters.remove();
    this.#house.desk.actorLost(this.actor);
  }

  #subscribeLasting(): void {
    for (const pattern of this.#peer.subscribe ?? []) this.#subscriptions.add(pattern, this.#peer.rateHz ?? USUAL_RATE_HZ, true);
  }

  // ---- what it says ----

  #message({ address, args }: OscMessage): void {
    if (Object.hasOwn(COMMANDS, address)) {
      this.#state();
      this.#refuse(this.#command(address, args));
      return;
    }
    const verb = this.#house.verbs.get(address.slice(1));
    if (verb) this.#refuse(this.#verb(verb, args));
    else if (args.length === 0) this.#query(address);
    else this.#write(address, args);
  }

  #command(address: string, args: readonly OscValue[]): Refusal | undefined {
    const [first, second, third] = args;
    const pattern = typeof first === 'string' ? first : undefined;
    switch (address) {
      case '/verb':
        return pattern === undefined ? wants('/verb ,s "toggle ch/7/mute"') : this.#line(pattern, second);
      case '/subscribe':
        return pattern === undefined
          ? wants('/subscribe ,si ch/*/fader 25')
          : this.#subscriptions.add(pattern, numberOf(second) ?? USUAL_RATE_HZ);
      case '/unsubscribe':
        this.#subscriptions.remove(pattern);
        return undefined;
      case '/refresh':
        this.#subscriptions.refresh();
        return undefined;
      case '/subscribe/meters': {
        const form = METER_FORMS.find((known) => known === (second ?? 'blob'));
        return pattern === undefined || !form
          ? wants('/subscribe/meters ,ssi ch/*/meter/post blob 20, or floats')
          : this.#meters.add(pattern, form, numberOf(third) ?? USUAL_RATE_HZ);
      }
      default:
        this.#meters.remove();
        return undefined;
    }
  }

  /** A line of the one verb language; with a number behind it, the number is a button's. */
  #line(line: string, level: OscValue | undefined): Refusal | undefined {
    if (level !== undefined && !this.#presses.press(line, level)) return undefined;
    return this.#tellRefusals(say(this.#house.verbs, line, { desk: this.#house.desk, actor: this.actor }));
  }

  /** A verb by its own address: texts are its arguments in order, a number left over is a button's. */
  #verb(verb: Verb, args: readonly OscValue[]): Refusal | undefined {
    const rest = [...args];
    const given: Record<string, string> = {};
    for (const { name, type } of verb.args) {
      const next = rest[0];
      const fits = typeof next === 'string' || ((type === 'value' || type === 'number') && typeof next === 'number');
      if (fits) given[name] = String(rest.shift());
    }
    const [level, ...extra] = rest;
    if (extra.length > 0 || typeof level === 'string') return wants(`/${verb.name} with ${verb.args.length} arguments at most`);
    if (level !== undefined && !this.#presses.press(`/${verb.name} ${Object.values(given).join(' ')}`, level)) return undefined;
    this.#state();
    return this.#tellRefusals(runVerb(verb, given, { desk: this.#house.desk, actor: this.actor }));
  }

  #tellRefusals(answer: Answer | Refusal): Refusal | undefined {
    if (isRefusal(answer)) return answer;
    for (const refusal of answer.refusals) this.#refuse(refusal);
    return undefined;
  }

  #query(address: string): void {
    this.#state();
    const { desk } = this.#house;
    const { path, form } = meantBy(desk.model, address);
    const entry = isWild(address) ? wrongly(address, '/subscribe for more than one parameter') : desk.find(path);
    if (isRefusal(entry)) this.#refuse(entry);
    else {
      const { tags, value } = told(entry, form, desk.wanted(entry.id));
      this.#send(encodeOsc(addressOf(entry, form), tags, [value]));
    }
  }

  #write(address: string, args: readonly OscValue[]): void {
    const { path, form, touch } = meantBy(this.#house.desk.model, address);
    for (const entry of this.#targets(path)) {
      if (isRefusal(entry)) this.#refuse(entry);
      else if (!allows(this.actor.role, 'mixer'))
        this.#refuse({ code: 'role', path: entry.path, got: `${this.actor.name} (${this.actor.role})`, want: 'mixer' });
      else if (touch) this.#touch(entry, args[0]);
      else this.#wish(entry, form, args);
    }
  }

  #targets(path: string): readonly (Entry | Refusal)[] {
    const { desk } = this.#house;
    if (!isWild(path)) return [desk.find(path)];
    if (!this.#peer.wildcards) return [wrongly(path, 'one parameter: patterns may not write unless the configuration allows it')];
    const found = select(desk.model, path);
    if (isRefusal(found)) return [found];
    return found.length <= MAX_WILD
      ? found
      : [{ code: 'out-of-range', got: `${found.length} parameters`, want: `at most ${MAX_WILD} at once` }];
  }

  #touch(entry: Entry, argument: OscValue | undefined): void {
    const down = isDown(argument);
    if (down === undefined) {
      this.#refuse({ code: 'malformed', path: entry.path, got: 'touch', want: 'touch 1 or 0' });
      return;
    }
    this.#state();
    const refusal = this.#house.desk.touch(this.actor, entry.id, down);
    this.#refuse(refusal);
    if (!refusal) this.#subscriptions.touched(entry.id, down);
  }

  #wish(entry: Entry, form: Form, args: readonly OscValue[]): void {
    const wish = intentOf(entry, form, args);
    if (isRefusal(wish)) this.#refuse(wish);
    else this.#wishes.push({ entry, form, ...wish });
    const sent = numberOf(args[0]) ?? args[0];
    if (typeof sent === 'number' || typeof sent === 'string') this.#subscriptions.moved(entry, form, sent);
  }

  /** States what has been gathered, in one turn. A bundle that is not only faders is a script's: nothing is held or clamped. */
  #state(): void {
    if (this.#wishes.length === 0) return;
    const wishes = this.#wishes.splice(0);
    const hand = wishes.every((wish) => wish.hand);
    const outcome = this.#house.desk.intend(
      this.actor,
      wishes.map(({ intent }) => intent),
      { hand },
    );
    for (const result of outcome.results) if (isRefusal(result)) this.#refuse(result);
  }

  // ---- answers ----

  /** `/error ,sss code path text`, no more than ten a second. */
  #refuse(refusal: Refusal | undefined): void {
    const nowMs = this.#house.clock.nowMs();
    if (!refusal || this.#errors.waitMs(nowMs) > 0) return;
    const packet = encodeOsc('/error', 'sss', [refusal.code, refusal.path ?? '', explain(refusal)]);
    this.#errors.spend(packet.length, nowMs);
    this.#send(packet);
  }

  // ---- time ----

  #arm(): void {
    const silentMs = this.#subscriptions.touches ? this.heardMs + SILENT_MS : Number.POSITIVE_INFINITY;
    const dueMs = Math.min(silentMs, this.#subscriptions.nextDueMs(), this.#meters.nextDueMs());
    // A stream pushes its end ahead with every value: the timer that stands rings too early once and looks again.
    if (this.#timer && this.#timerDueMs <= dueMs) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    this.#timerDueMs = dueMs;
    this.#timer = this.#house.clock.setTimer(dueMs - this.#house.clock.nowMs(), () => this.#ring());
  }

  #ring(): void {
    this.#timer = undefined;
    if (this.#subscriptions.touches && this.heardMs + SILENT_MS <= this.#house.clock.nowMs()) {
      this.#house.desk.actorLost(this.actor);
      this.#subscriptions.letGo();
    }
    this.#subscriptions.expire();
    this.#meters.expire();
    this.#arm();
  }
}

/** Addresses that are neither a parameter nor a verb. */
const COMMANDS: Readonly<Record<string, string>> = {
  '/verb': 'a line of the verb language',
  '/subscribe': 'pattern and rate: be told changes, renewed within 30 s',
  '/unsubscribe': 'pattern, or all',
  '/refresh': 'be told all subscribed values once more',
  '/subscribe/meters': 'pattern, blob or floats, rate',
  '/unsubscribe/meters': 'no meters any more',
};

const wants = (usage: string): Refusal => ({ code: 'malformed', got: usage.split(' ', 1)[0] ?? '', want: `complete: ${usage}` });
const wrongly = (got: string, want: string): Refusal => ({ code: 'malformed', got: got.slice(0, 80), want });
