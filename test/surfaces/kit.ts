import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { mcuCodec } from '../../src/surfaces/mcu/codec.ts';
import { type Profile, profileSchema } from '../../src/surfaces/profile.ts';
import { SurfaceSession } from '../../src/surfaces/session.ts';
import type { Hand, Key } from '../../src/surfaces/surface.ts';
import { MidiReader } from '../../src/wire/formats/midi.ts';
import { ManualClock } from '../manual-clock.ts';

const FOLDER = new URL('../../mappings/profiles/', import.meta.url);

export const xTouch: Profile = profileSchema.parse(parse(readFileSync(new URL('behringer-x-touch.yaml', FOLDER), 'utf8')));

/** The same unit with other abilities of its faders. */
export const withFader = (fader: Partial<Profile['fader']>): Profile => ({ ...xTouch, fader: { ...xTouch.fader, ...fader } });

/** What a hand was understood to do, as words. */
export class HandLog implements Hand {
  said: string[] = [];
  onMove: (fader: number, position: number) => void = () => {};
  onOnline: () => void = () => {};
  onTouch: (fader: number, down: boolean) => void = () => {};

  online(): void {
    this.said.push('online');
    this.onOnline();
  }
  offline(): void {
    this.said.push('offline');
  }
  touch(fader: number, down: boolean): void {
    this.said.push(`${down ? 'touch' : 'release'} ${fader}`);
    this.onTouch(fader, down);
  }
  move(fader: number, position: number): void {
    this.said.push(`move ${fader} ${position.toFixed(3)}`);
    this.onMove(fader, position);
  }
  turn(knob: number, ticks: number): void {
    this.said.push(`turn ${knob} ${ticks}`);
  }
  key(key: Key, down: boolean): void {
    this.said.push(`${down ? 'press' : 'lift'} ${key.name}${key.strip === undefined ? '' : ` ${key.strip}`}`);
  }
  jog(ticks: number): void {
    this.said.push(`jog ${ticks}`);
  }
}

export interface Sent {
  readonly atMs: number;
  readonly message: string;
}

const spell = (bytes: Iterable<number>): string => [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

/** A session on a clock of the test, and whole messages it has sent, spelled in hex. */
export class Bed {
  readonly clock = new ManualClock();
  readonly hand = new HandLog();
  readonly session: SurfaceSession;
  sent: Sent[] = [];
  onSend: (bytes: Uint8Array) => void = () => {};
  readonly #reader = new MidiReader();

  constructor(profile: Profile = xTouch, wire: 'usb' | 'din' = 'usb') {
    this.session = new SurfaceSession({
      profile,
      codec: mcuCodec(profile),
      clock: this.clock,
      hand: this.hand,
      wire,
      send: (bytes) => {
        for (const message of this.#reader.read(bytes)) this.sent.push({ atMs: this.clock.nowMs(), message: spell(message) });
        this.onSend(bytes);
      },
    });
  }

  /** Up, without a word of the unit, and everything said so far forgotten. */
  online(): this {
    this.session.up();
    this.clock.advance(2000);
    this.forget();
    return this;
  }

  forget(): void {
    this.sent = [];
    this.hand.said = [];
  }

  hears(hex: string): void {
    this.session.hear(Uint8Array.from(hex.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16)));
  }

  /** What was sent since, of messages that begin so. */
  messages(start = ''): string[] {
    return this.sent.map(({ message }) => message).filter((message) => message.startsWith(start));
  }
}

/** `E0 70 7F` of a step of 1024 on the unit's travel. */
export function faderBytes(fader: number, step: number, { steps, top }: Profile['fader'] = xTouch.fader): string {
  const raw = Math.round((step * top) / (steps - 1));
  return spell([0xe0 | fader, raw & 0x7f, raw >> 7]);
}

export const touchBytes = (fader: number, down: boolean): string => spell([0x90, 0x68 + fader, down ? 0x7f : 0]);
