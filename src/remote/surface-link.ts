import type { Actor } from '../desk/actor.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Timer } from '../wire/pace/clock.ts';
import type { PageSurface } from './hands.ts';
import type { RemoteHouse } from './house.ts';
import type { Outlet } from './outlet.ts';
import { FRAME_VERSION, HEADER_BYTES, readFrame, writeHeader } from './protocol/frames.ts';
import type { Goodbye } from './protocol.ts';
import { Rate } from './rate.ts';
import { binaryFrame } from './ws-frame.ts';

/** Bytes of one MIDI frame: a whole repaint of a surface goes into a few of these. */
export const MIDI_FRAME_BYTES = 4096;

/** Of one client, heads of the frames included: as many messages as a DIN cable carries, for all fingers of a hand. */
export const MIDI_BYTES_PER_S = 10_240;
/** Time of the daemon that the surface of one client may take in a second (ms). */
const BUSY_MS = 200;

/** The control surface that a client is: MIDI in frames, both ways. */
export class SurfaceLink {
  readonly #house: RemoteHouse;
  readonly #actor: Actor;
  readonly #outlet: Outlet;
  #surface: PageSurface | undefined;
  readonly #rate: Rate;
  #timer: Timer | undefined;
  #sequence = 0;

  constructor(house: RemoteHouse, actor: Actor, outlet: Outlet) {
    this.#house = house;
    this.#actor = actor;
    this.#outlet = outlet;
    this.#rate = new Rate(MIDI_BYTES_PER_S, house.clock.nowMs());
  }

  get name(): string | undefined {
    return this.#surface?.name;
  }

  /** Becomes a surface of this profile, instead of one it was. @returns its name */
  begin(profile: string): string | Refusal {
    const { hands } = this.#house;
    if (!hands) return { code: 'unknown-path', got: profile, want: 'nothing: this daemon has no control surfaces' };
    this.end();
    this.#sequence = 0;
    let isOver = false;
    const attached = hands.attach(profile, this.#actor, (bytes) => {
      if (!isOver) this.#send(bytes);
    });
    if (isRefusal(attached)) return attached;
    this.#surface = {
      name: attached.name,
      hear: (bytes) => attached.hear(bytes),
      close: () => {
        isOver = true;
        attached.close();
      },
    };
    return attached.name;
  }

  end(): void {
    const surface = this.#surface;
    this.#surface = undefined;
    surface?.close();
    if (!this.#timer) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.#outlet.release();
  }

  /** A binary frame of the client. What is over the rate is heard later, none of it is lost. @returns why it has to go, if it has to */
  hear(bytes: Uint8Array): Goodbye | undefined {
    const surface = this.#surface;
    if (!surface)
      return { code: 1003, reason: 'binary frames are read only of a client that is a surface: {"t":"surface","profile":"..."}' };
    const frame = readFrame(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (frame?.kind !== 'midi') {
      return { code: 1003, reason: `a binary frame has kind 3 (MIDI), version ${FRAME_VERSION} and a head of ${HEADER_BYTES} bytes` };
    }
    if (frame.payload.byteLength > MIDI_FRAME_BYTES) return { code: 1009, reason: `a MIDI frame has at most ${MIDI_FRAME_BYTES} bytes` };
    const { clock } = this.#house;
    const beganMs = clock.nowMs();
    this.#rate.take(bytes.length, beganMs);
    // A copy: what the socket gave is its own again after this call.
    if (frame.payload.byteLength > 0) surface.hear(new Uint8Array(bytes.subarray(HEADER_BYTES)));
    this.#rate.owe(((clock.nowMs() - beganMs) / BUSY_MS) * MIDI_BYTES_PER_S);
    if (this.#rate.waitMs > 0) this.#hold(this.#rate.waitMs);
    return undefined;
  }

  /** Its socket is not read for a while: only this client waits. */
  #hold(waitMs: number): void {
    this.#outlet.hold();
    this.#timer = this.#house.clock.setTimer(waitMs, () => {
      this.#timer = undefined;
      this.#outlet.release();
    });
  }

  #send(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += MIDI_FRAME_BYTES) {
      const piece = bytes.subarray(at, at + MIDI_FRAME_BYTES);
      const { frame, body } = binaryFrame(HEADER_BYTES + piece.length);
      writeHeader(body, 'midi', 0, this.#sequence++);
      frame.set(piece, frame.length - piece.length);
      this.#outlet.answer(frame);
    }
  }
}
