import { MidiReader } from '../../wire/formats/midi.ts';
import type { Profile } from '../profile.ts';
import type { Key, Light } from '../surface.ts';
import { LcdCells } from './lcd-cells.ts';
import { keyOf, MAIN_TOUCH_NOTE, noteOf, TOUCH_NOTE } from './notes.ts';
import { Servo } from './servo.ts';
import { COMMAND, readSysex, responseTo, SERIAL_BYTES, sysex, wantsAnswer } from './sysex.ts';
import { CLIP_CLEAR, CLIP_SET, digitText, METER_FULL, ringPlaces, tickBytes } from './values.ts';

/** What a host's message has changed on the unit. The rest is asked of the unit: meters fall and servos pull without a message. */
export type Seen =
  /** @property position 0..1, where the host wants the cap */
  | { readonly kind: 'motor'; readonly fader: number; readonly position: number }
  | { readonly kind: 'light'; readonly key: Key; readonly light: Light }
  | { readonly kind: 'ring'; readonly knob: number }
  | { readonly kind: 'text'; readonly strip: number; readonly line: 0 | 1 }
  | { readonly kind: 'colors' }
  | { readonly kind: 'meter'; readonly strip: number }
  | { readonly kind: 'clip'; readonly strip: number; readonly on: boolean }
  | { readonly kind: 'digits'; readonly place: 'time' | 'assignment' };

export interface UnitOptions {
  /** Told of each change as it is heard. */
  readonly seen?: (seen: Seen) => void;
  /** Header byte; else the first of the profile. */
  readonly id?: number;
  /** Never answers a query, as many units in the field. */
  readonly silent?: boolean;
}

const SERIAL = [0x44, 0x42, 0x30, 0x30, 0x30, 0x30, 0x31] as const;
const CHALLENGE = Uint8Array.of(0x57, 0x18, 0x61, 0x05);
const FIRMWARE = [...'V1.00'].map((character) => character.charCodeAt(0));
const TIME_DIGITS = 10;

const isLight = (byte: number): Light => (byte === 0 ? 'off' : byte === 1 ? 'blink' : 'on');

/**
 * The unit's side of Mackie Control: what its lights, displays, meters and motors show of a host's bytes, and the bytes of a hand on it.
 * It is the virtual surface, the other end in tests, and what `doctor` compares with. Faders, knobs and strips count from 0; the main
 * fader follows the last strip. Pure: time is an argument, in ms of any clock.
 */
export class McuUnit {
  readonly id: number;
  /** Messages that mean nothing to such a unit, or were meant for another. */
  ignored = 0;
  readonly #profile: Profile;
  readonly #seen: (seen: Seen) => void;
  readonly #silent: boolean;
  readonly #stream = new MidiReader();
  readonly #servos: readonly Servo[];
  readonly #lcd: LcdCells;
  readonly #colors = new Uint8Array(8);
  readonly #lights = new Map<number, Light>();
  readonly #lit: ReadonlySet<string>;
  readonly #rings = new Uint8Array(8);
  readonly #meters = new Uint8Array(8);
  readonly #meterAtMs = new Float64Array(8);
  readonly #clips = new Uint8Array(8);
  /** Right to left: time, then assignment. */
  readonly #digits = new Uint8Array(TIME_DIGITS + 2).fill(0x20);

  constructor(profile: Profile, options: UnitOptions = {}) {
    this.#profile = profile;
    this.id = options.id ?? profile.mcu.ids[0] ?? 0;
    this.#seen = options.seen ?? (() => {});
    this.#silent = options.silent ?? profile.mcu.handshake === 'none';
    const { echo, settle } = profile.fader;
    this.#servos = Array.from({ length: profile.strips + (profile.main ? 1 : 0) }, () => new Servo(echo, settle));
    this.#lcd = new LcdCells(profile.lcd?.cells ?? 7);
    const { strip, unit, lamps, unlit } = profile.keys;
    this.#lit = new Set([...strip, ...unit, ...lamps].filter((name) => !unlit.includes(name)));
  }

  /** Host's bytes, cut anywhere. @returns whole messages the unit answers */
  hear(bytes: Uint8Array, nowMs: number): Uint8Array[] {
    return this.#stream.read(bytes).flatMap((message) => {
      const answer = this.#hear(message, nowMs);
      if (answer === undefined) this.ignored += 1;
      return answer ?? [];
    });
  }

  /** What it says when it is switched on. */
  announce(): Uint8Array[] {
    return this.#silent ? [] : [sysex(this.id, COMMAND.announce, ...SERIAL, ...CHALLENGE)];
  }

  // ── what it shows

  /** Where the cap of a fader stands, 0..1. */
  place(fader: number, nowMs: number): number {
    return (this.#servos[fader]?.at(nowMs) ?? 0) / this.#profile.fader.top;
  }
  light(key: Key): Light {
    return this.#lights.get(noteOf(key) ?? -1) ?? 'off';
  }
  /** Lights of a ring from left to right, as many as the unit has. */
  ring(knob: number): boolean[] {
    const places = ringPlaces(this.#rings[knob] ?? 0);
    const leds = this.#profile.ring?.leds ?? 0;
    const before = Math.max(0, Math.floor((leds - places.length) / 2));
    return Array.from({ length: leds }, (_, at) => places[at - before] ?? false);
  }
  /** The small light under a knob. */
  center(knob: number): boolean {
    return this.#profile.ring?.center === true && ((this.#rings[knob] ?? 0) & 0x40) !== 0;
  }
  /** The characters that can be seen of a strip. */
  text(strip: number, line: 0 | 1): string {
    const lcd = this.#profile.lcd;
    return lcd ? this.#lcd.text(strip, line, strip === this.#profile.strips - 1 ? lcd.last : lcd.cells) : '';
  }
  /** 1 red, 2 green, 4 blue, and their sums; 0 dark. */
  color(strip: number): number {
    return this.#colors[strip] ?? 0;
  }
  /** 0..12, falling by itself since it was last told. */
  meter(strip: number, nowMs: number): number {
    const fallMs = this.#profile.meter?.fall ?? 0;
    const fallen = fallMs > 0 ? (METER_FULL * (nowMs - (this.#meterAtMs[strip] ?? 0))) / fallMs : 0;
    return Math.max(0, (this.#meters[strip] ?? 0) - Math.max(0, fallen));
  }
  /** Lights of a strip's meter that are on. */
  meterLeds(strip: number, nowMs: number): number {
    return Math.ceil((this.meter(strip, nowMs) * (this.#profile.meter?.leds ?? 0)) / METER_FULL);
  }
  clip(strip: number): boolean {
    return this.#clips[strip] === 1;
  }
  /** From left to right, a dot behind its digit. */
  digits(place: 'time' | 'assignment'): string {
    const from = place === 'time' ? 0 : TIME_DIGITS;
    return [...this.#digits.subarray(from, from + this.#profile.digits[place])].reverse().map(digitText).join('');
  }

  // ── a hand on it: each returns the bytes the host hears

  touch(fader: number, down: boolean, nowMs: number): Uint8Array[] {
    const servo = this.#servos[fader];
    if (!servo || !this.#profile.fader.touch) return [];
    servo.touch(down, nowMs);
    const note = fader === this.#profile.strips ? MAIN_TOUCH_NOTE : TOUCH_NOTE + fader;
    return [Uint8Array.of(0x90, note, down ? 0x7f : 0)];
  }
  move(fader: number, position: number): Uint8Array[] {
    const servo = this.#servos[fader];
    if (!servo) return [];
    const { steps, top } = this.#profile.fader;
    const raw = Math.round((Math.round(Math.min(1, Math.max(0, position)) * (steps - 1)) * top) / (steps - 1));
    servo.put(raw);
    return [this.#faderBytes(fader, raw)];
  }
  turn(knob: number, ticks: number): Uint8Array[] {
    return knob >= 0 && knob < this.#profile.strips ? tickBytes(ticks).map((byte) => Uint8Array.of(0xb0, 0x10 + knob, byte)) : [];
  }
  jog(ticks: number): Uint8Array[] {
    return this.#profile.jog ? tickBytes(ticks).map((byte) => Uint8Array.of(0xb0, 0x3c, byte)) : [];
  }
  key(key: Key, down: boolean): Uint8Array[] {
    const note = noteOf(key);
    return note === undefined ? [] : [Uint8Array.of(0x90, note, down ? 0x7f : 0)];
  }
  pedal(position: number): Uint8Array[] {
    return [Uint8Array.of(0xb0, 0x2e, Math.round(Math.min(1, Math.max(0, position)) * 0x7f))];
  }

  // ── how it hears

  #hear(message: Uint8Array, nowMs: number): Uint8Array[] | undefined {
    const [status = 0, first = 0, second = 0] = message;
    if (status === 0xf0) return this.#sysex(message);
    if (status >= 0xe0 && status < 0xf0) return this.#drive(status & 0x0f, (second << 7) | first);
    if (status === 0x90) return this.#lightUp(first, second);
    if (status === 0xb0) return this.#control(first, second);
    if (status === 0xd0) return this.#pressure(first >> 4, first & 0x0f, nowMs);
    return undefined;
  }

  #drive(channel: number, raw: number): Uint8Array[] | undefined {
    const fader = channel === 8 ? (this.#profile.main ? this.#profile.strips : -1) : channel < this.#profile.strips ? channel : -1;
    const servo = this.#servos[fader];
    const { motor, top, reports } = this.#profile.fader;
    if (!servo || !motor) return undefined;
    const reached = Math.min(raw, top);
    servo.drive(reached);
    this.#seen({ kind: 'motor', fader, position: reached / top });
    return reports && !servo.touched ? [this.#faderBytes(fader, reached)] : [];
  }

  #faderBytes(fader: number, raw: number): Uint8Array {
    return Uint8Array.of(0xe0 | (fader === this.#profile.strips ? 8 : fader), raw & 0x7f, raw >> 7);
  }

  #lightUp(note: number, byte: number): Uint8Array[] | undefined {
    const key = keyOf(note);
    if (!key || !this.#lit.has(key.name) || (key.strip ?? 0) >= this.#profile.strips) return undefined;
    const light = isLight(byte);
    this.#lights.set(note, light);
    this.#seen({ kind: 'light', key, light });
    return [];
  }

  #control(controller: number, value: number): Uint8Array[] | undefined {
    const knob = controller - 0x30;
    if (knob >= 0 && knob < this.#profile.strips && this.#profile.ring) {
      this.#rings[knob] = value;
      this.#seen({ kind: 'ring', knob });
      return [];
    }
    const digit = controller - 0x40;
    if (digit < 0 || digit >= this.#digits.length) return undefined;
    this.#digits[digit] = value;
    this.#seen({ kind: 'digits', place: digit < TIME_DIGITS ? 'time' : 'assignment' });
    return [];
  }

  #pressure(strip: number, value: number, nowMs: number): Uint8Array[] | undefined {
    if (!this.#profile.meter || strip >= this.#profile.strips) return undefined;
    if (value === CLIP_SET || value === CLIP_CLEAR) {
      this.#clips[strip] = value === CLIP_SET ? 1 : 0;
      this.#seen({ kind: 'clip', strip, on: value === CLIP_SET });
    } else {
      this.#meters[strip] = Math.min(METER_FULL, value);
      this.#meterAtMs[strip] = nowMs;
      this.#seen({ kind: 'meter', strip });
    }
    return [];
  }

  #sysex(message: Uint8Array): Uint8Array[] | undefined {
    const said = readSysex(message);
    if (!said || said.id !== this.id) return undefined;
    const { command, payload } = said;
    switch (command) {
      case COMMAND.query:
        return this.announce();
      case COMMAND.answer:
        return wantsAnswer(this.id) ? [this.#judge(payload)] : undefined;
      case COMMAND.askVersion:
        return this.#silent ? [] : [sysex(this.id, COMMAND.version, ...FIRMWARE)];
      case COMMAND.meterMode:
        return this.#profile.mcu.meter === undefined ? undefined : [];
      case COMMAND.text:
        return this.#profile.lcd ? this.#print(payload[0] ?? 0, payload.subarray(1)) : undefined;
      case COMMAND.colors:
        return this.#profile.colors && payload.length === 8 ? this.#paint(payload) : undefined;
      default:
        return undefined;
    }
  }

  #judge(answer: Uint8Array): Uint8Array {
    const right = [...SERIAL, ...responseTo(CHALLENGE)];
    const isRight = answer.length === right.length && right.every((byte, at) => byte === answer[at]);
    return sysex(this.id, isRight ? COMMAND.confirmed : COMMAND.refused, ...SERIAL.slice(0, SERIAL_BYTES));
  }

  #print(from: number, text: Uint8Array): Uint8Array[] {
    for (const { strip, line } of this.#lcd.write(from, text)) this.#seen({ kind: 'text', strip, line });
    return [];
  }

  #paint(codes: Uint8Array): Uint8Array[] {
    this.#colors.set(codes);
    this.#seen({ kind: 'colors' });
    return [];
  }
}
