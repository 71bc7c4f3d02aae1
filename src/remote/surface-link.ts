import type { Actor } from '../desk/actor.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { PageSurface } from './hands.ts';
import type { RemoteHouse } from './house.ts';
import type { Outlet } from './outlet.ts';
import { FRAME_VERSION, HEADER_BYTES, readFrame, writeHeader } from './protocol/frames.ts';

/** Bytes of one MIDI frame: a whole repaint of a surface goes into a few of these. */
export const MIDI_FRAME_BYTES = 4096;

/** The control surface that a client is: MIDI in frames, both ways. */
export class SurfaceLink {
  readonly #house: RemoteHouse;
  readonly #actor: Actor;
  readonly #outlet: Outlet;
  #surface: PageSurface | undefined;
  #sequence = 0;

  constructor(house: RemoteHouse, actor: Actor, outlet: Outlet) {
    this.#house = house;
    this.#actor = actor;
    this.#outlet = outlet;
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
  }

  /** A binary frame of the client. @returns why it is none of ours */
  hear(bytes: Uint8Array): string | undefined {
    if (!this.#surface) return 'binary frames are read only of a client that is a surface: {"t":"surface","profile":"..."}';
    const frame = readFrame(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (frame?.kind !== 'midi') return `a binary frame has kind 3 (MIDI), version ${FRAME_VERSION} and a head of ${HEADER_BYTES} bytes`;
    const { payload } = frame;
    // A copy: what the socket gave is its own again after this call.
    if (payload.byteLength > 0) this.#surface.hear(new Uint8Array(bytes.subarray(HEADER_BYTES)));
    return undefined;
  }

  #send(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += MIDI_FRAME_BYTES) {
      const piece = bytes.subarray(at, at + MIDI_FRAME_BYTES);
      const frame = Buffer.allocUnsafe(HEADER_BYTES + piece.length);
      writeHeader(new DataView(frame.buffer, frame.byteOffset, frame.length), 'midi', 0, this.#sequence++);
      frame.set(piece, HEADER_BYTES);
      this.#outlet.midi(frame);
    }
  }
}
