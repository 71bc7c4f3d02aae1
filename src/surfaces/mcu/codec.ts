import { MidiReader } from '../../wire/formats/midi.ts';
import type { Profile } from '../profile.ts';
import type { Codec, Heard, Light, Shown } from '../surface.ts';
import { cellBytes } from './lcd.ts';
import { cellOf } from './lcd-cells.ts';
import { keyOf, MAIN_TOUCH_NOTE, noteOf, TOUCH_NOTE } from './notes.ts';
import { COMMAND, type McuSysex, readSysex, responseTo, SERIAL_BYTES, speaksMcu, sysex, wantsAnswer, XCTL } from './sysex.ts';
import { CLIP_CLEAR, CLIP_SET, digitBytes, meterValue, ringByte, ticksOf } from './values.ts';

/** Channel of the main fader's pitch bend, whatever number of strips a unit has. */
const MAIN = 8;
const LIGHT_BYTES: Readonly<Record<Light, number>> = { off: 0x00, blink: 0x01, on: 0x7f };

/**
 * Mackie Control: host's side, both directions. The only thing it remembers besides half a message is the id of the unit, which it takes
 * from whatever the unit says first: messages with another id are ignored without a word.
 */
export function mcuCodec(profile: Profile): Codec {
  return new McuCodec(profile);
}

class McuCodec implements Codec {
  readonly #profile: Profile;
  readonly #stream = new MidiReader();
  readonly #keys: ReadonlySet<string>;
  readonly #lights: ReadonlySet<string>;
  #id: number;

  constructor(profile: Profile) {
    this.#profile = profile;
    const { strip, unit, unlit, lamps } = profile.keys;
    this.#keys = new Set([...strip, ...unit]);
    this.#lights = new Set([...strip, ...unit, ...lamps].filter((name) => !unlit.includes(name)));
    this.#id = profile.mcu.ids[0] ?? 0;
  }

  read(bytes: Uint8Array): readonly Heard[] {
    return this.#stream.read(bytes).map((message) => this.#heard(message) ?? { kind: 'unknown', bytes: message });
  }

  reset(): void {
    this.#stream.reset();
    this.#id = this.#profile.mcu.ids[0] ?? 0;
  }

  greet(): readonly Uint8Array[] {
    const { handshake, ids } = this.#profile.mcu;
    return handshake === 'none' ? [] : ids.map((id) => sysex(id, COMMAND.query));
  }

  stepOf(position: number): number {
    return Math.round((position >= 0 ? Math.min(1, position) : 0) * (this.#profile.fader.steps - 1));
  }

  write(shown: Shown): readonly Uint8Array[] {
    switch (shown.kind) {
      case 'fader':
        return this.#motor(shown.fader, shown.position);
      case 'light':
        return this.#light(shown);
      case 'ring':
        return this.#ring(shown);
      case 'text':
        return this.#text(shown.strip, shown.line, shown.text);
      case 'colors':
        return this.#colors(shown.colors);
      case 'meter':
        return this.#meter(shown.strip, shown.levelDb);
      case 'clip':
        return this.#profile.meter?.clip && this.#isStrip(shown.strip) ? [pressure(shown.strip, shown.on ? CLIP_SET : CLIP_CLEAR)] : [];
      case 'digits':
        return this.#digits(shown.place, shown.text);
    }
  }

  #isStrip(strip: number): boolean {
    return Number.isInteger(strip) && strip >= 0 && strip < this.#profile.strips;
  }

  #heard(message: Uint8Array): Heard | undefined {
    const [status = 0, first = 0, second = 0] = message;
    if (status === 0xf0) return this.#announced(message);
    if (status >= 0xe0 && status < 0xf0) return this.#moved(status & 0x0f, (second << 7) | first);
    if (status === 0x90 || status === 0x80) return this.#pressed(first, status === 0x90 && second > 0);
    if (status === 0xb0) return this.#turned(first, second);
    return undefined;
  }

  #fader(channel: number): number | undefined {
    if (channel === MAIN) return this.#profile.main ? this.#profile.strips : undefined;
    return channel < this.#profile.strips ? channel : undefined;
  }

  #moved(channel: number, raw: number): Heard | undefined {
    const fader = this.#fader(channel);
    return fader === undefined ? undefined : { kind: 'move', fader, position: Math.min(1, raw / this.#profile.fader.top) };
  }

  #pressed(note: number, down: boolean): Heard | undefined {
    if (note >= TOUCH_NOTE && note <= MAIN_TOUCH_NOTE) {
      const fader = this.#fader(note - TOUCH_NOTE);
      return fader === undefined ? undefined : { kind: 'touch', fader, down };
    }
    const key = keyOf(note);
    if (!key || !this.#keys.has(key.name) || (key.strip ?? 0) >= this.#profile.strips) return undefined;
    return { kind: 'key', key, down };
  }

  #turned(controller: number, value: number): Heard | undefined {
    if (controller >= 0x10 && controller < 0x10 + this.#profile.strips) {
      return { kind: 'turn', knob: controller - 0x10, ticks: ticksOf(value) };
    }
    if (controller === 0x3c && this.#profile.jog) return { kind: 'jog', ticks: ticksOf(value) };
    if (controller === 0x2e) return { kind: 'pedal', position: value / 0x7f };
    return undefined;
  }

  #announced(message: Uint8Array): Heard | undefined {
    const said = readSysex(message);
    if (!said) return undefined;
    if (said.id === XCTL) return { kind: 'hello', ready: false, reply: [], says: 'speaks Xctl: set it to MC mode' };
    if (!speaksMcu(said.id)) return undefined;
    const hello = this.#hello(said);
    if (hello) this.#id = said.id;
    return hello;
  }

  #hello({ id, command, payload }: McuSysex): Heard | undefined {
    switch (command) {
      case COMMAND.announce: {
        const serial = payload.subarray(0, SERIAL_BYTES);
        if (!wantsAnswer(id)) return { kind: 'hello', ready: true, reply: this.#opening(id), says: `Mackie Control, id ${hex(id)}` };
        if (payload.length !== SERIAL_BYTES + 4) return undefined;
        const answer = sysex(id, COMMAND.answer, ...serial, ...responseTo(payload.subarray(SERIAL_BYTES)));
        return { kind: 'hello', ready: false, reply: [answer], says: `Logic Control, id ${hex(id)}, asks who we are` };
      }
      case COMMAND.confirmed:
      case COMMAND.ready:
        return { kind: 'hello', ready: true, reply: this.#opening(id), says: `ready, id ${hex(id)}` };
      case COMMAND.refused:
        return { kind: 'hello', ready: false, reply: [], says: 'has refused our answer: switch it off and on' };
      case COMMAND.version:
        return { kind: 'hello', ready: false, reply: [], says: `firmware ${String.fromCharCode(...payload.subarray(0, 16)).trim()}` };
      default:
        return undefined;
    }
  }

  /** What a unit is told once, before it is painted: what its meters look like. */
  #opening(id: number): Uint8Array[] {
    const mode = this.#profile.mcu.meter;
    if (mode === undefined) return [];
    return Array.from({ length: this.#profile.strips }, (_, strip) => sysex(id, COMMAND.meterMode, strip, mode));
  }

  #motor(fader: number, position: number): Uint8Array[] {
    const { motor, steps, top } = this.#profile.fader;
    const isMain = this.#profile.main && fader === this.#profile.strips;
    if (!motor || !(isMain || this.#isStrip(fader))) return [];
    const raw = Math.round((this.stepOf(position) * top) / (steps - 1));
    return [Uint8Array.of(0xe0 | (isMain ? MAIN : fader), raw & 0x7f, raw >> 7)];
  }

  #light({ key, light }: Shown & { readonly kind: 'light' }): Uint8Array[] {
    const note = noteOf(key);
    if (note === undefined || !this.#lights.has(key.name) || (key.strip ?? 0) >= this.#profile.strips) return [];
    const byte = light === 'blink' && this.#profile.lights.blink === 'host' ? LIGHT_BYTES.on : LIGHT_BYTES[light];
    return [Uint8Array.of(0x90, note, byte)];
  }

  #ring({ knob, ring }: Shown & { readonly kind: 'ring' }): Uint8Array[] {
    const has = this.#profile.ring;
    if (!has || !this.#isStrip(knob)) return [];
    return [Uint8Array.of(0xb0, 0x30 + knob, ring ? ringByte(ring, has) : 0)];
  }

  #text(strip: number, line: 0 | 1, text: string): Uint8Array[] {
    const lcd = this.#profile.lcd;
    if (!lcd || !this.#isStrip(strip)) return [];
    return [sysex(this.#id, COMMAND.text, cellOf(strip, line, lcd.cells), ...cellBytes(text, lcd.cells))];
  }

  #colors(colors: readonly string[]): Uint8Array[] {
    const known = this.#profile.colors;
    if (!known) return [];
    // All eight must be there, whatever the unit has.
    const codeOf = (word: string): number => (Object.hasOwn(known.codes, word) ? known.codes[word] : undefined) ?? known.otherwise;
    const bytes = Array.from({ length: 8 }, (_, strip) => codeOf(colors[strip] ?? 'dark'));
    return [sysex(this.#id, COMMAND.colors, ...bytes)];
  }

  #meter(strip: number, levelDb: number): Uint8Array[] {
    const meter = this.#profile.meter;
    return meter && this.#isStrip(strip) ? [pressure(strip, meterValue(levelDb, meter.thresholds))] : [];
  }

  /** One message a digit, the right-most first: whoever keeps what was sent sends only those that differ. */
  #digits(place: 'time' | 'assignment', text: string): Uint8Array[] {
    const right = place === 'time' ? 0x40 : 0x4a;
    return digitBytes(text, this.#profile.digits[place])
      .reverse()
      .map((byte, at) => Uint8Array.of(0xb0, right + at, byte));
  }
}

const pressure = (strip: number, value: number): Uint8Array => Uint8Array.of(0xd0, (strip << 4) | value);

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
