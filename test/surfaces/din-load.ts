import { mcuCodec } from '../../src/surfaces/mcu/codec.ts';
import type { Profile } from '../../src/surfaces/profile.ts';
import { SurfaceSession } from '../../src/surfaces/session.ts';
import { MidiReader } from '../../src/wire/formats/midi.ts';
import { type Random, seededRandom } from '../../src/wire/pace/random.ts';
import { ManualClock } from '../manual-clock.ts';
import { HandLog } from './kit.ts';

/** Ten bits a byte at 31,250 baud. */
const BYTE_MS = 0.32;

/** A cable: bytes one after the other, whatever was handed over at once. */
export class DinWire {
  #freeMs = 0;
  /** Worst time a byte has waited between the daemon and the cable. */
  queuedMs = 0;

  /** @returns when the last of these bytes has left */
  carry(bytes: number, nowMs: number): number {
    const startMs = Math.max(nowMs, this.#freeMs);
    this.#freeMs = startMs + bytes * BYTE_MS;
    this.queuedMs = Math.max(this.queuedMs, startMs - nowMs);
    return this.#freeMs;
  }
}

/** Per kind and number, how long the oldest change has waited that the unit does not know. */
class Ages {
  readonly #since = new Map<number, number>();
  readonly all: number[] = [];

  changed(which: number, nowMs: number): void {
    if (!this.#since.has(which)) this.#since.set(which, nowMs);
  }
  arrived(which: number, atMs: number): void {
    const sinceMs = this.#since.get(which);
    this.#since.delete(which);
    if (sinceMs !== undefined) this.all.push(atMs - sinceMs);
  }
  get worst(): number {
    return this.all.reduce((worst, age) => Math.max(worst, age), 0);
  }
}

export interface DinLoad {
  readonly seconds: number;
  readonly seed: number;
  /** Motors that move all the time, from the first. */
  readonly motors: number;
  readonly meters: boolean;
  /** Names of all strips change so often, ms; 0 never. */
  readonly textsMs: number;
  /** Timer of the daemon rings up to so much late, ms. */
  readonly lateMs?: number;
}

export interface DinFigures {
  /** From a change of level to the last of its bytes on the cable, ms. */
  readonly meterWorstMs: number;
  readonly faderWorstMs: number;
  readonly textWorstMs: number;
  /** Writes of each moving fader a second, the least of all. */
  readonly faderRoundsPerS: number;
  /** Part of the cable in use. */
  readonly load: number;
  readonly queuedMs: number;
}

/** A unit on a DIN cable under everything at once, in simulated time. */
export function loadDin(profile: Profile, load: DinLoad): DinFigures {
  const random = seededRandom(load.seed);
  const clock = lateClock(load.lateMs ?? 0, random);
  const wire = new DinWire();
  const reader = new MidiReader();
  const faders = new Ages();
  const meters = new Ages();
  const texts = new Ages();
  const rounds = new Array<number>(9).fill(0);
  let bytesSent = 0;
  const arrived = (message: Uint8Array, atMs: number): void => {
    const [status = 0, first = 0] = message;
    if (status >> 4 === 0xe) {
      faders.arrived(status & 15, atMs);
      rounds[status & 15] = (rounds[status & 15] ?? 0) + 1;
    } else if (status === 0xd0 && (first & 15) <= 12) meters.arrived(first >> 4, atMs);
    else if (status === 0xf0 && message[5] === 0x12) texts.arrived(message[6] ?? 0, atMs);
  };
  const session = new SurfaceSession({
    profile,
    codec: mcuCodec(profile),
    clock,
    hand: new HandLog(),
    wire: 'din',
    send: (bytes) => {
      bytesSent += bytes.length;
      for (const message of reader.read(bytes)) arrived(message, wire.carry(message.length, clock.nowMs()));
    },
  });
  session.up();
  clock.advance(5000);
  bytesSent = 0;
  rounds.fill(0);
  const levels = new Float32Array(9).fill(Number.NEGATIVE_INFINITY);
  let frameMs = 0;
  let textMs = 0;
  let turn = 0;
  let frame = 0;
  const bars = profile.meter?.thresholds ?? [];
  const startMs = clock.nowMs();
  for (let ms = 0; ms < load.seconds * 1000; ms += 2) {
    turn += 1;
    for (let fader = 0; fader < load.motors; fader++) {
      faders.changed(fader, clock.nowMs());
      // Three steps further each time, over the whole travel and back to the start.
      session.fader(fader, (ms * 0.0015 + fader * 0.1) % 1);
    }
    if (load.meters && ms >= frameMs) {
      frameMs = ms + 5 + 30 * random();
      frame += 1;
      for (let strip = 0; strip < 8; strip++) {
        // Another bar than before, every time, and none that comes back before it could have left.
        levels[strip] = bars[(frame + strip) % bars.length] ?? 0;
        meters.changed(strip, clock.nowMs());
      }
      session.meters(levels);
    }
    if (load.textsMs > 0 && ms >= textMs) {
      textMs = ms + load.textsMs;
      for (let strip = 0; strip < 8; strip++) {
        for (const line of [0, 1] as const) {
          texts.changed(line * 56 + strip * 7, clock.nowMs());
          session.text(strip, line, `${turn % 97}.${strip}`);
        }
      }
      session.digits('time', String(turn).padStart(10, '0'));
      for (let strip = 0; strip < 8; strip++) session.light({ name: 'mute', strip }, turn % 2 ? 'on' : 'off');
    }
    session.flush();
    clock.advance(2);
  }
  session.stop();
  const moving = rounds.slice(0, load.motors);
  return {
    meterWorstMs: meters.worst,
    faderWorstMs: faders.worst,
    textWorstMs: texts.worst,
    faderRoundsPerS: moving.length > 0 ? Math.min(...moving) / load.seconds : 0,
    load: (bytesSent * BYTE_MS) / (clock.nowMs() - startMs),
    queuedMs: wire.queuedMs,
  };
}

/** A clock whose timers ring late, as those of a busy process do. */
function lateClock(lateMs: number, random: Random): ManualClock {
  const clock = new ManualClock();
  if (lateMs === 0) return clock;
  const exact = clock.setTimer.bind(clock);
  clock.setTimer = (delayMs, fire) => exact(delayMs + lateMs * random(), fire);
  return clock;
}
