import { type Actor, allows } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import { explain, isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Intent, Turn } from '../desk/turn.ts';
import type { Verbs, View } from '../desk/verb.ts';
import type { Meters } from '../meters/meters.ts';
import { eachMessage, type OscMessage, type OscPacket, type OscValue } from '../wire/formats/osc.ts';
import { encodeOsc } from '../wire/formats/osc-encode.ts';
import { Budget } from '../wire/pace/budget.ts';
import type { Clock, Timer } from '../wire/pace/clock.ts';
import { Commands, type OscStarts, USUAL_RATE_HZ } from './osc-commands.ts';
import { MeterSubscriptions } from './osc-meters.ts';
import type { OscPeer } from './osc-peers.ts';
import { isWild, select } from './osc-select.ts';
import { Subscriptions } from './osc-subscriptions.ts';
import type { OscTargets, Target } from './osc-targets.ts';
import { addressOf, type Form, intentOf, isDown, meantBy, numberOf, told } from './osc-values.ts';

/** A peer that holds something and says nothing for this long has gone. */
const SILENT_MS = 15_000;
/** Parameters that one pattern may write, where patterns may write at all. */
const MAX_WILD = 512;
/** Verbs and subscriptions that one packet may ask for: a bundle of 700 verbs over the whole desk would stop it for seconds. */
const MAX_ACTS = 64;
/** What one peer is sent: a whole desk of 5,000 parameters takes half a second, so that no receiver is flooded. */
const FEEDBACK = { bytesPerS: 500_000, packetsPerS: 1_000_000, burstMs: 100 };
const ERRORS = { bytesPerS: 20_000, packetsPerS: 10, burstMs: 1000 };

/** What the house lends to the door. */
export interface OscHouse {
  readonly desk: Desk;
  readonly verbs: Verbs;
  readonly meters: Meters;
  readonly clock: Clock;
  readonly views?: (name: string) => View | undefined;
  /** Addresses that start something, besides those that the door has itself. */
  readonly starts?: () => OscStarts | undefined;
}

/** What all sessions of a door share besides. */
export interface SessionHouse extends OscHouse {
  readonly targets: OscTargets;
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
  /** Who the configuration says it is. */
  readonly peer: OscPeer;
  heardMs: number;
  readonly #house: SessionHouse;
  readonly #send: (packet: Uint8Array) => boolean;
  readonly #subscriptions: Subscriptions;
  readonly #meters: MeterSubscriptions;
  readonly #errors: Budget;
  readonly #commands: Commands;
  readonly #wishes: Wish[] = [];
  #timer: Timer | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;
  /** Verbs and subscriptions of the packet that is being read. */
  #acts = 0;

  /** @param send false when the peer does not take it now */
  constructor(house: SessionHouse, peer: OscPeer, where: string, send: (packet: Uint8Array) => boolean) {
    const { desk, clock, meters } = house;
    const origin = `osc ${where}`;
    this.#house = house;
    this.peer = peer;
    this.#send = send;
    this.actor = { id: origin, kind: 'surface', name: peer.name ?? origin, origin, role: peer.role ?? 'mixer' };
    this.heardMs = clock.nowMs();
    const budget = new Budget(FEEDBACK, this.heardMs);
    this.#subscriptions = new Subscriptions({ desk, clock, budget, send });
    this.#meters = new MeterSubscriptions({ meters, clock, budget, send, model: () => desk.model });
    this.#errors = new Budget(ERRORS, this.heardMs);
    const shared = { actor: this.actor, subscriptions: this.#subscriptions, meters: this.#meters };
    this.#commands = new Commands({ ...house, ...shared, refuse: (refusal) => this.#refuse(refusal) });
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
    this.#acts = 0;
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
    for (const pattern of this.peer.subscribe ?? []) this.#subscriptions.add(pattern, this.peer.rateHz ?? USUAL_RATE_HZ, true);
  }

  // ---- what it says ----

  #message(message: OscMessage): void {
    const { address, args } = message;
    const target = args.length > 0 ? this.#house.targets.find(address) : undefined;
    if (target) {
      this.#apply(target, args);
      return;
    }
    const act = this.#commands.find(message);
    if (act) {
      // What the bundle set before this message is done before it.
      this.#state();
      this.#acts += 1;
      this.#refuse(this.#acts > MAX_ACTS ? TOO_MANY_ACTS : act());
    } else if (args.length === 0) this.#query(address);
    else this.#write(address, args);
  }

  #query(address: string): void {
    this.#state();
    const { desk } = this.#house;
    const { path, form, touch } = meantBy(desk.model, address);
    const wrong = touch ? 'a question: send touch with 1 or 0' : isWild(address) ? 'one parameter: /subscribe to more' : undefined;
    const entry = wrong === undefined ? desk.find(path) : wrongly(address, wrong);
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
      else this.#apply({ entry, form, touch, told: addressOf(entry, form) }, args);
    }
  }

  #apply({ entry, form, touch, told: address }: Target, args: readonly OscValue[]): void {
    if (!allows(this.actor.role, 'mixer'))
      this.#refuse({ code: 'role', path: entry.path, got: `${this.actor.name} (${this.actor.role})`, want: 'mixer' });
    else if (touch) this.#touch(entry, args[0]);
    else this.#wish(entry, form, address, args);
  }

  #targets(path: string): readonly (Entry | Refusal)[] {
    const { desk } = this.#house;
    if (!isWild(path)) return [desk.find(path)];
    if (!this.peer.wildcards) return [wrongly(path, 'one parameter: patterns may not write unless the configuration allows it')];
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

  #wish(entry: Entry, form: Form, address: string, args: readonly OscValue[]): void {
    const wish = intentOf(entry, form, args);
    if (isRefusal(wish)) this.#refuse(wish);
    else this.#wishes.push({ entry, form, ...wish });
    const sent = numberOf(args[0]) ?? args[0];
    if (typeof sent === 'number' || typeof sent === 'string') this.#subscriptions.moved(entry.id, address, sent);
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

const TOO_MANY_ACTS: Refusal = {
  code: 'busy',
  got: `more than ${MAX_ACTS} verbs and subscriptions in one packet`,
  want: 'send the others later',
};

const wrongly = (got: string, want: string): Refusal => ({ code: 'malformed', got: got.slice(0, 80), want });
