import { signal } from '@preact/signals';
import { McuUnit, type Seen } from '../../surfaces/mcu/unit.ts';
import type { Key } from '../../surfaces/surface.ts';
import { BACKLIGHTS, Display, type StripDisplay } from './display.ts';
import { Motor } from './motor.ts';
import { X_TOUCH } from './x-touch.ts';

export const STRIPS = X_TOUCH.strips;
/** What is read aloud follows so often. */
const SECOND_HAND_MS = 250;
/** Of all lights of a meter the top one is the clip mark. */
const METER_LIGHTS = X_TOUCH.meter?.leds ?? 0;

export interface TwinPort {
  /** One whole message of the hand. */
  send(message: Uint8Array): void;
  /** Bytes of the host, as they came. */
  heard(bytes: Uint8Array): void;
}

/**
 * The unit on the screen: bytes of the host in, what can be seen of them out; gestures in, bytes of the hand out. Nothing is shown that
 * the bytes have not said. Without a link it is dark and deaf.
 */
export class Twin {
  readonly display = new Display(STRIPS);
  readonly live = signal(false);
  /** Lit lights of each meter, newest at each frame. */
  readonly meterLights = new Uint8Array(STRIPS);
  readonly #motors = Array.from({ length: STRIPS + 1 }, () => new Motor());
  readonly #port: TwinPort;
  readonly #frames = new Set<() => void>();
  readonly #seconds = new Set<() => void>();
  readonly #pressed = new Set<string>();
  readonly #lastMove: string[] = [];
  #unit: McuUnit | undefined;

  constructor(port: TwinPort) {
    this.#port = port;
  }

  /** Power on: a new unit that knows nothing. */
  connect(): void {
    this.disconnect();
    this.#unit = new McuUnit(X_TOUCH, { seen: (seen) => this.#see(seen) });
    this.live.value = true;
  }

  /** Nothing is sent any more, also not of fingers that are still down: what they hold ends here. */
  disconnect(): void {
    this.#unit = undefined;
    this.live.value = false;
    this.#pressed.clear();
    this.#lastMove.length = 0;
    for (const motor of this.#motors) motor.reset();
    this.meterLights.fill(0);
    this.display.blank();
  }

  hear(bytes: Uint8Array): void {
    if (!this.#unit) return;
    this.#port.heard(bytes);
    for (const answer of this.#unit.hear(bytes, performance.now())) this.#port.send(answer);
  }

  // ---- gestures ----

  key(key: Key, down: boolean): void {
    const id = `${key.name} ${key.strip ?? ''}`;
    // A key that was down when the link broke is not let go in the next one.
    if (!this.#unit || (!down && !this.#pressed.delete(id))) return;
    if (down) this.#pressed.add(id);
    this.#say(this.#unit.key(key, down));
  }
  touch(fader: number, down: boolean): void {
    const motor = this.#motors[fader];
    if (!this.#unit || !motor || motor.touched === down) return;
    motor.touch(down);
    this.#lastMove[fader] = '';
    this.#say(this.#unit.touch(fader, down, performance.now()));
  }
  move(fader: number, place: number): void {
    const motor = this.#motors[fader];
    if (!this.#unit || !motor?.touched) return;
    motor.put(place);
    const bytes = this.#unit.move(fader, place);
    // The sensor tells steps apart: within one nothing is said.
    const step = bytes.join();
    if (step === this.#lastMove[fader]) return;
    this.#lastMove[fader] = step;
    this.#say(bytes);
  }
  turn(knob: number, ticks: number): void {
    if (this.#unit) this.#say(this.#unit.turn(knob, ticks));
  }
  jog(ticks: number): void {
    if (this.#unit) this.#say(this.#unit.jog(ticks));
  }

  // ---- what is to be seen ----

  stripDisplay(strip: number): StripDisplay {
    const found = this.display.strips[strip];
    if (!found) throw new RangeError(`strip ${strip + 1}: this unit has ${STRIPS}`);
    return found;
  }
  /** Where the cap stands, 0..1. */
  place(fader: number): number {
    return this.#motors[fader]?.place ?? 0;
  }

  /** @param elapsedMs since the frame before */
  frame(elapsedMs: number, nowMs: number): void {
    for (const motor of this.#motors) motor.step(elapsedMs);
    for (let strip = 0; strip < STRIPS; strip++) this.meterLights[strip] = this.#lightsOf(strip, nowMs);
    for (const draw of this.#frames) draw();
  }
  onFrame(draw: () => void): () => void {
    this.#frames.add(draw);
    return () => this.#frames.delete(draw);
  }
  onSecondHand(say: () => void): () => void {
    this.#seconds.add(say);
    return () => this.#seconds.delete(say);
  }
  /** Runs until the page is gone. */
  start(): void {
    let last = performance.now();
    const loop = (): void => {
      const now = performance.now();
      this.frame(Math.min(100, now - last), now);
      last = now;
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
    setInterval(() => {
      for (const say of this.#seconds) say();
    }, SECOND_HAND_MS);
  }

  #lightsOf(strip: number, nowMs: number): number {
    if (!this.#unit) return 0;
    const lit = this.#unit.meterLeds(strip, nowMs);
    return this.#unit.clip(strip) ? METER_LIGHTS + 1 + lit : lit;
  }

  #say(messages: readonly Uint8Array[]): void {
    for (const message of messages) this.#port.send(message);
  }

  #see(seen: Seen): void {
    const unit = this.#unit;
    if (!unit) return;
    switch (seen.kind) {
      case 'motor':
        this.#motors[seen.fader]?.drive(seen.position);
        break;
      case 'light':
        this.display.setLight(seen.key, seen.light);
        break;
      case 'ring':
        this.stripDisplay(seen.knob).ring.value = bits(unit.ring(seen.knob));
        break;
      case 'text':
        this.stripDisplay(seen.strip).lines[seen.line].value = unit.text(seen.strip, seen.line);
        break;
      case 'colors':
        this.display.strips.forEach(({ backlight }, strip) => {
          backlight.value = BACKLIGHTS[unit.color(strip) & 7] ?? 'dark';
        });
        break;
      case 'digits':
        this.display[seen.place].value = unit.digits(seen.place);
        break;
      case 'meter':
      case 'clip':
        // Drawn by the frame: they fall by themselves.
        break;
    }
  }
}

const bits = (lights: readonly boolean[]): number => lights.reduce((sum, isOn, at) => (isOn ? sum | (1 << at) : sum), 0);
