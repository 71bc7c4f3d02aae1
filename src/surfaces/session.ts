import type { Clock, Timer } from '../wire/pace/clock.ts';
import { Blinking } from './blinking.ts';
import { Board } from './board.ts';
import { MeterBars } from './meter-bars.ts';
import { Motor } from './motor.ts';
import { Outlet } from './outlet.ts';
import { PIECE_BYTES } from './pace.ts';
import type { Profile } from './profile.ts';
import { Slots } from './slots.ts';
import { type Stage, StartUp } from './start-up.ts';
import type { Codec, Face, Hand, Heard, Key, Light, Ring, Shown } from './surface.ts';
import { Traffic } from './traffic.ts';

export interface SessionOptions {
  readonly profile: Profile;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly hand: Hand;
  /** Whole messages, one or more. */
  send(bytes: Uint8Array): void;
  /** What the port is: how fast it may be written. */
  readonly wire?: 'usb' | 'din';
}

export interface SessionFigures {
  readonly stage: Stage;
  /** What the unit said of itself last; empty: nothing. */
  readonly says: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** What part of the way out the last second took, 0..1. */
  readonly load: number;
  /** Until everything that waits now has gone, ms. */
  readonly waitingMs: number;
  readonly motorWrites: number;
  /** Moves that were the motor's own, or a trembling finger. */
  readonly droppedEchoes: number;
  /** Whole messages without a meaning. */
  readonly unknown: number;
}

/**
 * One unit: what its hardware shows now, and who moves its faders. Between a codec (bytes) and a mapping (meaning); knows neither paths nor
 * protocols. Statements of the mapping leave at its `flush`, newest only and differences only, in the rounds of the link's budget.
 */
export class SurfaceSession implements Face {
  readonly #profile: Profile;
  readonly #codec: Codec;
  readonly #clock: Clock;
  readonly #hand: Hand;
  readonly #slots: Slots;
  readonly #motors: readonly Motor[];
  readonly #board: Board;
  readonly #bars: MeterBars;
  readonly #blinking = new Blinking();
  readonly #outlet: Outlet;
  readonly #start: StartUp;
  readonly #traffic: Traffic;
  readonly #bytesPerMs: number;
  #timer: Timer | undefined;
  #timerMs = Number.POSITIVE_INFINITY;
  #says = '';
  #motorWrites = 0;
  #droppedEchoes = 0;
  #unknown = 0;

  constructor({ profile, codec, clock, hand, send, wire = 'usb' }: SessionOptions) {
    this.#profile = profile;
    this.#codec = codec;
    this.#clock = clock;
    this.#hand = hand;
    const slots = new Slots(profile);
    const bytesPerS = profile.wire[wire];
    this.#slots = slots;
    this.#motors = Array.from({ length: slots.faders }, () => new Motor(profile.fader, (position) => codec.stepOf(position)));
    this.#board = new Board(codec);
    this.#bars = new MeterBars(codec, profile, slots.faders);
    this.#traffic = new Traffic(bytesPerS);
    this.#bytesPerMs = bytesPerS / 1000;
    this.#outlet = new Outlet(
      {
        clock,
        bytesPerS,
        meters: this.#bars.bars,
        send: (bytes) => {
          this.#traffic.sent(bytes.length, clock.nowMs());
          send(bytes);
          this.#schedule();
        },
      },
      slots,
      (slot) => this.#messagesOf(slot),
    );
    const { handshake, wait } = profile.mcu;
    this.#start = new StartUp({
      clock,
      handshake,
      waitMs: wait,
      greet: () => this.#outlet.sendAtOnce(codec.greet()),
      online: (isNew) => this.#online(isNew),
    });
  }

  get figures(): SessionFigures {
    const nowMs = this.#clock.nowMs();
    return {
      stage: this.#start.stage,
      says: this.#says,
      bytesIn: this.#traffic.bytesIn,
      bytesOut: this.#traffic.bytesOut,
      load: this.#traffic.load(nowMs),
      waitingMs: this.#waitingBytes() / this.#bytesPerMs,
      motorWrites: this.#motorWrites,
      droppedEchoes: this.#droppedEchoes,
      unknown: this.#unknown,
    };
  }

  /** The port is open. */
  up(): void {
    this.#lose();
    this.#codec.reset();
    this.#start.open();
  }

  /** The port is lost. */
  down(): void {
    this.#lose();
  }

  stop(): void {
    this.#lose();
  }

  /** What the port received; pieces may end anywhere. */
  hear(bytes: Uint8Array): void {
    if (this.#start.stage === 'down') return;
    this.#traffic.bytesIn += bytes.length;
    for (const heard of this.#codec.read(bytes)) this.#heard(heard);
    this.flush();
  }

  fader(fader: number, position: number): void {
    const motor = this.#motors[fader];
    if (!motor) return;
    motor.aim(position);
    this.#offerMotor(fader, motor);
  }

  light(key: Key, light: Light): void {
    const slot = this.#slots.light(key);
    const isHostBlink = this.#profile.lights.blink === 'host';
    this.#state(slot, { kind: 'light', key, light: isHostBlink ? this.#blinking.set(slot, key, light, this.#clock.nowMs()) : light });
  }

  ring(knob: number, ring: Ring | undefined): void {
    if (knob >= 0 && knob < this.#slots.strips) this.#state(this.#slots.ring(knob), { kind: 'ring', knob, ring });
  }

  text(strip: number, line: 0 | 1, text: string): void {
    if (strip >= 0 && strip < this.#slots.strips) this.#state(this.#slots.text(strip, line), { kind: 'text', strip, line, text });
  }

  colors(colors: readonly string[]): void {
    this.#state(this.#slots.colors, { kind: 'colors', colors });
  }

  meters(levelsDb: Float32Array): void {
    this.#bars.frame(levelsDb, this.#clock.nowMs());
    for (let strip = 0; strip < this.#bars.strips; strip++) this.#offerMeter(strip);
  }

  clip(strip: number, on: boolean): void {
    if (strip >= 0 && strip < this.#slots.faders) this.#state(this.#slots.clip(strip), { kind: 'clip', strip, on });
  }

  digits(place: 'time' | 'assignment', text: string): void {
    this.#state(this.#slots.digits(place), { kind: 'digits', place, text });
  }

  /** Sends what the link takes now; the rest follows by itself. */
  flush(): void {
    if (this.#start.stage === 'online') this.#outlet.flush();
    this.#schedule();
  }

  #heard(heard: Heard): void {
    if (heard.kind === 'unknown') {
      this.#unknown += 1;
      return;
    }
    if (heard.kind === 'hello') this.#greeted(heard);
    else {
      this.#start.alive();
      this.#gesture(heard);
    }
  }

  #greeted({ ready, reply, says }: Heard & { readonly kind: 'hello' }): void {
    this.#says = says;
    this.#outlet.sendAtOnce(reply);
    if (ready) this.#start.ready();
    else if (reply.length > 0) this.#start.challenged();
  }

  #gesture(heard: Exclude<Heard, { readonly kind: 'hello' | 'unknown' }>): void {
    // A finger that lies on a fader before the unit is online must be known: its motor may not move.
    if (heard.kind === 'touch') this.#touched(heard.fader, heard.down);
    else if (this.#start.stage !== 'online') return;
    else if (heard.kind === 'move') this.#moved(heard.fader, heard.position);
    else if (heard.kind === 'turn') this.#hand.turn(heard.knob, heard.ticks);
    else if (heard.kind === 'key') this.#hand.key(heard.key, heard.down);
    else if (heard.kind === 'jog') this.#hand.jog(heard.ticks);
  }

  #touched(fader: number, down: boolean): void {
    const motor = this.#motors[fader];
    if (!motor?.touch(down, this.#clock.nowMs())) return;
    if (this.#start.stage === 'online') this.#hand.touch(fader, down);
    this.#offerMotor(fader, motor);
  }

  #moved(fader: number, position: number): void {
    const motor = this.#motors[fader];
    if (!motor) return;
    const wasHeld = motor.held;
    const place = motor.hear(position, this.#clock.nowMs());
    if (!wasHeld && motor.held) {
      this.#offerMotor(fader, motor);
      this.#hand.touch(fader, true);
    }
    if (place === undefined) this.#droppedEchoes += 1;
    else this.#hand.move(fader, place);
  }

  #online(isNew: boolean): void {
    this.#outlet.clear();
    this.#motors.forEach((motor, fader) => {
      motor.forget();
      if (isNew && motor.free()) this.#hand.touch(fader, false);
    });
    this.#hand.online();
    this.#motors.forEach((motor, fader) => {
      if (motor.held) this.#hand.touch(fader, true);
      this.#offerMotor(fader, motor);
    });
    for (const slot of this.#board.repaint()) this.#offer(slot, true);
    this.flush();
  }

  /** Nothing is left of this link: no timer, nothing that waits, no hand. */
  #lose(): void {
    const wasOnline = this.#start.stage === 'online';
    this.#start.close();
    this.#outlet.clear();
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerMs = Number.POSITIVE_INFINITY;
    for (const motor of this.#motors) motor.free();
    if (wasOnline) this.#hand.offline();
  }

  #state(slot: number, shown: Shown): void {
    this.#offer(slot, this.#board.state(slot, shown));
  }

  #offerMeter(strip: number): void {
    const slot = this.#slots.meter(strip);
    if (this.#clock.nowMs() >= this.#bars.fadesMs(strip)) this.#board.fade(slot);
    this.#offer(slot, this.#board.put(slot, this.#bars.messages(strip)));
  }

  #offerMotor(fader: number, motor: Motor): void {
    this.#offer(fader, motor.wants(this.#clock.nowMs()) !== undefined);
  }

  #offer(slot: number, waits: boolean): void {
    this.#outlet.offer(slot, waits && this.#start.stage === 'online');
  }

  /** What goes of a place now. */
  #messagesOf(slot: number): readonly Uint8Array[] {
    const { faders } = this.#slots;
    if (slot < faders) return this.#motorMessages(slot, this.#clock.nowMs());
    const piece = this.#board.piece(slot, PIECE_BYTES);
    if (slot < faders + this.#bars.strips) this.#bars.sent(slot - faders, this.#clock.nowMs());
    else if (this.#board.waits(slot)) this.#offer(slot, true);
    return piece;
  }

  #motorMessages(fader: number, nowMs: number): readonly Uint8Array[] {
    const motor = this.#motors[fader];
    const position = motor?.wants(nowMs);
    if (!motor || position === undefined) return [];
    motor.wrote(nowMs);
    this.#motorWrites += 1;
    return this.#codec.write({ kind: 'fader', fader, position });
  }

  /** One timer for all that time alone brings: settling faders, bars that fade, lights that blink. None when nothing does. */
  #schedule(): void {
    const dueMs = this.#start.stage === 'online' ? this.#dueMs() : Number.POSITIVE_INFINITY;
    if (dueMs === this.#timerMs) return;
    this.#timer?.cancel();
    this.#timerMs = dueMs;
    this.#timer = Number.isFinite(dueMs) ? this.#clock.setTimer(dueMs - this.#clock.nowMs(), () => this.#tick()) : undefined;
  }

  /** What is offered already waits for the link, not for time. */
  #dueMs(): number {
    let dueMs = this.#blinking.dueMs;
    for (let strip = 0; strip < this.#bars.strips; strip++) {
      if (!this.#outlet.waits(this.#slots.meter(strip))) dueMs = Math.min(dueMs, this.#bars.fadesMs(strip));
    }
    this.#motors.forEach((motor, fader) => {
      if (!this.#outlet.waits(fader)) dueMs = Math.min(dueMs, motor.dueMs);
    });
    return dueMs;
  }

  #tick(): void {
    this.#timer = undefined;
    this.#timerMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.nowMs();
    this.#motors.forEach((motor, fader) => {
      const { released, position } = motor.lapse(nowMs);
      if (position !== undefined) this.#hand.move(fader, position);
      if (released) this.#hand.touch(fader, false);
      this.#offerMotor(fader, motor);
    });
    for (let strip = 0; strip < this.#bars.strips; strip++) if (nowMs >= this.#bars.fadesMs(strip)) this.#offerMeter(strip);
    const turned = this.#blinking.turn(nowMs);
    if (turned) for (const [slot, key] of turned.keys) this.#state(slot, { kind: 'light', key, light: turned.light });
    this.flush();
  }

  #waitingBytes(): number {
    let bytes = 0;
    for (let slot = 0; slot < this.#slots.capacity; slot++) {
      if (this.#outlet.waits(slot)) bytes += slot < this.#slots.faders ? 3 : this.#board.waitingBytes(slot);
    }
    return bytes;
  }
}
