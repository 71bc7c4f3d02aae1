import type { Actor } from './desk/actor.ts';
import type { Desk } from './desk/desk.ts';
import type { Verbs, View } from './desk/verb.ts';
import { MappedSurface } from './mapping/mapped-surface.ts';
import type { Mapping } from './mapping/mapping.ts';
import type { Playback } from './mapping/playback.ts';
import type { Meters } from './meters/meters.ts';
import type { SurfaceState } from './remote/hands.ts';
import { mcuCodec } from './surfaces/mcu/codec.ts';
import type { Profile } from './surfaces/profile.ts';
import { SurfaceSession } from './surfaces/session.ts';
import type { Clock } from './wire/pace/clock.ts';

export interface SeatHouse {
  readonly desk: Desk;
  readonly meters: Meters;
  readonly verbs: Verbs;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  readonly views: (name: string) => View | undefined;
  /** Cues and scenes. */
  readonly playback?: Playback;
}

export interface SeatOptions {
  readonly name: string;
  readonly actor: Actor;
  readonly profile: Profile;
  readonly mapping: Mapping;
  /** What carries its bytes; USB if left out. */
  readonly wire?: 'usb' | 'din';
  readonly send: (bytes: Uint8Array) => void;
  /** What pages show of it is another now. */
  readonly changed: () => void;
}

/** One surface at the desk: its bytes, its session and what its controls mean. Outlives the port: bank and selection stay. */
export class SurfaceSeat {
  readonly name: string;
  readonly profile: Profile;
  #mapping: Mapping;
  readonly #session: SurfaceSession;
  readonly #mapped: MappedSurface;
  #reason = 'not there yet';

  constructor(house: SeatHouse, { name, actor, profile, mapping, wire = 'usb', send, changed }: SeatOptions) {
    const { desk, meters, verbs, clock, say, views, playback } = house;
    this.name = name;
    this.profile = profile;
    this.#mapping = mapping;
    this.#mapped = new MappedSurface({
      desk,
      meters,
      verbs,
      clock,
      actor,
      profile,
      mapping,
      name,
      say,
      views,
      changed,
      ...(playback ? { playback } : {}),
    });
    this.#session = new SurfaceSession({ profile, codec: mcuCodec(profile), clock, hand: this.#mapped, send, wire });
    this.#mapped.connect(this.#session);
  }

  /** An extender stands to the right of the first of these units, if it does not yet. */
  standBeside(others: readonly SurfaceSeat[]): void {
    if (this.view.leader !== undefined) return;
    const { beside } = this.#mapping;
    const leader = others.find((other) => other !== this && beside.includes(other.profile.profile));
    if (leader) this.view.follow(leader.view);
  }

  get view(): View {
    return this.#mapped.view;
  }

  /** The port is open. */
  up(): void {
    this.#reason = '';
    this.#session.up();
  }

  /** @param reason in plain words */
  down(reason: string): void {
    this.#reason = reason;
    this.#session.down();
  }

  hear(bytes: Uint8Array): void {
    this.#session.hear(bytes);
  }

  /** Its keys mean something else from now on. */
  remap(mapping: Mapping): void {
    this.#mapping = mapping;
    this.#mapped.setMapping(mapping);
  }

  state(): SurfaceState {
    const { view } = this;
    const { load, waitingMs } = this.#session.figures;
    return {
      name: this.name,
      model: this.profile.label,
      state: this.#reason === '' ? 'live' : 'lost',
      reason: this.#reason,
      layer: view.layer,
      mode: view.mode,
      flip: view.flip,
      strips: view.strips,
      selected: view.selected ?? null,
      load,
      waitingMs,
    };
  }

  stop(): void {
    this.#session.stop();
    this.#mapped.stop();
  }
}
