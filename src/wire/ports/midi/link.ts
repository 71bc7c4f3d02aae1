import type { Clock, Timer } from '../../pace/clock.ts';
import { Backoff } from './backoff.ts';
import type { Counts } from './figures.ts';
import type { MidiSays, OpenPart, Part } from './part.ts';
import { type MidiPortName, type Place, samePlace } from './port-register.ts';

/** A crash is healed in this time at the latest, a busy machine aside: one start of Node comes on top. */
const MOST_WAIT_MS = 1600;
const FIRST_WAIT_MS = 100;
/** A child that lived this long did not crash of the port as such. */
const GOOD_MS = 1000;
/** A start that takes longer hangs in the native library. A busy emulated machine needs 15 s. */
const OPEN_MS = 30_000;
/** Ten seconds of a MIDI cable: whoever takes nothing for so long is stuck. */
const STUCK_BYTES = 32_768;

/** Of one link. It goes up and down as often as the port comes and goes; none of these may throw. */
export interface LinkEvents {
  /** The port is open: bytes pass both ways. */
  onUp(): void;
  /** Whole MIDI messages, one or more, in order; SysEx whole. */
  onBytes(bytes: Uint8Array): void;
  /** Unplugged, or its process ended; it is opened again by itself. @param reason in plain words */
  onDown(reason: string): void;
}

/** A port held by name, plugged in or not. */
export interface MidiLink {
  readonly port: MidiPortName;
  readonly isUp: boolean;
  /** Whole MIDI messages, one or more. While it is down they are lost: the unit is repainted anyway when it comes up. */
  send(bytes: Uint8Array): void;
  /** For good; nothing is told any more. */
  close(): void;
}

export interface LinkOptions {
  readonly clock: Clock;
  readonly part: OpenPart;
  readonly say: (line: string) => void;
  readonly figures: Counts;
  readonly onClose: () => void;
}

/** One port, held by name: a child process while it is plugged in, none while it is not. */
export class Link implements MidiLink {
  readonly port: MidiPortName;
  readonly #events: LinkEvents;
  readonly #options: LinkOptions;
  readonly #backoff = new Backoff(FIRST_WAIT_MS, MOST_WAIT_MS, GOOD_MS);
  #place: Place | undefined;
  #part: Part | undefined;
  #timer: Timer | undefined;
  #upAtMs: number | undefined;
  #closed = false;

  constructor(port: MidiPortName, events: LinkEvents, options: LinkOptions) {
    this.port = port;
    this.#events = events;
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#upAtMs !== undefined;
  }

  /** Where the port is now; undefined: unplugged. */
  see(place: Place | undefined): void {
    if (this.#closed || (place && this.#place && samePlace(place, this.#place))) return;
    this.#place = place;
    this.#end();
    this.#down(place ? 'it was plugged in anew' : 'it is unplugged');
    if (place) this.#start(place);
  }

  send(bytes: Uint8Array): void {
    if (!this.#part || !this.isUp) return;
    this.#options.figures.sentBytes += bytes.length;
    if (this.#part.write(bytes) > STUCK_BYTES) this.#broken('it takes nothing any more');
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#end();
    this.#upAtMs = undefined;
    this.#options.onClose();
  }

  #start(place: Place): void {
    const { part, clock, figures } = this.#options;
    this.#timer = clock.setTimer(OPEN_MS, () => this.#broken('it did not open in time'));
    this.#part = part(
      { t: 'link', input: place.input, output: place.output },
      {
        onSays: (says) => this.#hear(says),
        onBytes: (bytes) => {
          figures.heardBytes += bytes.length;
          this.#events.onBytes(bytes);
        },
        onEnd: (reason) => this.#broken(`its process ended (${reason})`),
      },
    );
  }

  #hear(says: MidiSays): void {
    const { clock, figures } = this.#options;
    if (says.t === 'dropped') figures.droppedMessages += says.messages;
    else if (says.t === 'fault') this.#broken(says.reason, false);
    else if (says.t === 'open' && !this.isUp) {
      this.#timer?.cancel();
      this.#upAtMs = clock.nowMs();
      figures.ups += 1;
      this.#events.onUp();
    }
  }

  /** Starts it again after a while: the port is still there, as far as anyone knows. */
  #broken(reason: string, isCrash = true): void {
    const { clock, figures, say } = this.#options;
    this.#end();
    const lastedMs = this.#upAtMs === undefined ? 0 : clock.nowMs() - this.#upAtMs;
    if (isCrash) figures.crashes += 1;
    const waitMs = this.#backoff.next(lastedMs);
    if (waitMs === FIRST_WAIT_MS) say(`MIDI port ${titleOf(this.port)}: ${reason}; opening it again`);
    this.#timer = clock.setTimer(waitMs, () => {
      if (this.#place) this.#start(this.#place);
    });
    this.#down(reason);
  }

  #down(reason: string): void {
    if (!this.isUp) return;
    this.#upAtMs = undefined;
    this.#events.onDown(reason);
  }

  #end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#part?.end();
    this.#part = undefined;
  }
}

/** `X-Touch:X-Touch MIDI 1`, its twin `X-Touch:X-Touch MIDI 1 (2)`. */
export const titleOf = ({ name, index }: MidiPortName): string => (index === 0 ? name : `${name} (${index + 1})`);
