import type { Actor } from './desk/actor.ts';
import type { Refusal } from './desk/refusal.ts';
import type { View } from './desk/verb.ts';
import type { Hands, PageSurface, SurfaceState } from './remote/hands.ts';
import type { Settings } from './show/config-file.ts';
import type { SurfaceFiles } from './surface-files.ts';
import { type SeatHouse, type SeatOptions, SurfaceSeat } from './surface-seat.ts';
import type { Profile } from './surfaces/profile.ts';
import { fits } from './surfaces/recognise.ts';
import type { MidiLink } from './wire/ports/midi/link.ts';
import type { MidiPort } from './wire/ports/midi/port-register.ts';
import type { Midi, MidiEvents } from './wire/ports/midi.ts';

/** Surfaces that live in browsers, at most. */
const PAGE_SURFACES = 32;
/** Units that are opened without being named: each costs a process. */
const AUTO_SURFACES = 16;

export interface HandsOptions extends Omit<SeatHouse, 'views'> {
  readonly files: SurfaceFiles;
  readonly surfaces: Settings['surfaces'];
  /** Starts looking for MIDI ports; not called with `surfaces: off`. */
  readonly openMidi: (events: MidiEvents) => Midi;
}

/** A surface behind a MIDI port. */
interface Wired {
  readonly seat: SurfaceSeat;
  readonly link: MidiLink;
  readonly file: Pick<Wanted, 'profile' | 'mapping' | 'wire' | 'unit'>;
}

/** A MIDI port that is a surface's, by configuration or because a profile knows it. */
interface Wanted {
  readonly name: string;
  readonly port: MidiPort;
  readonly profile: Profile;
  readonly mapping: string | undefined;
  readonly wire: 'usb' | 'din';
  /** Which of the ports of that name; undefined where it was recognised. */
  readonly unit: number | undefined;
}

/** All surfaces at the desk: those behind MIDI ports, which come and go, and those in browsers. */
export class HandsAtDesk implements Hands {
  readonly #options: HandsOptions;
  readonly #house: SeatHouse;
  readonly #wired = new Map<string, Wired>();
  /** Surfaces in browsers. */
  readonly #pages = new Map<string, SurfaceSeat>();
  readonly #watchers = new Set<() => void>();
  #settings: Settings['surfaces'];
  #midi: Midi | undefined;
  #actors = 0;
  #isFull = false;
  /** Why there is no MIDI; empty when there is. */
  reason = 'looking for MIDI ports';

  constructor(options: HandsOptions) {
    this.#options = options;
    this.#settings = options.surfaces;
    this.#house = { ...options, views: (name) => this.view(name) };
    this.#open();
  }

  list(): readonly SurfaceState[] {
    return this.#seats().map((seat) => seat.state());
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  view(name: string): View | undefined {
    const wanted = name.toLowerCase();
    return this.#seats().find((seat) => seat.name.toLowerCase() === wanted)?.view;
  }

  attach(profileName: string, owner: Actor, send: (bytes: Uint8Array) => void): PageSurface | Refusal {
    const { files } = this.#options;
    if (this.#pages.size >= PAGE_SURFACES)
      return { code: 'busy', got: `${PAGE_SURFACES} surfaces in browsers`, want: 'are the most; close one' };
    const profile = files.profile(profileName);
    const mapping = profile && files.mapping(profile);
    if (!profile || !mapping) {
      const names = files.profiles().map((known) => known.profile);
      return { code: 'unknown-path', what: 'profile', got: profileName.slice(0, 64), want: `one of ${names.join(', ')}` };
    }
    const name = freeName(`${profile.label} (page)`, this.#names());
    const seat = this.#seat({ name, profile, mapping, send }, owner.origin, owner.role);
    this.#pages.set(name, seat);
    seat.up();
    this.#placed();
    return {
      name,
      hear: (bytes) => seat.hear(bytes),
      close: () => {
        seat.stop();
        this.#pages.delete(name);
        this.#changed();
      },
    };
  }

  /** Other surfaces from now on: those that stay as they were are not disturbed. */
  apply(surfaces: Settings['surfaces']): void {
    this.#settings = surfaces;
    if (surfaces === 'off') this.#close();
    else if (this.#midi) this.#look(this.#midi.ports);
    else this.#open();
  }

  /** The files of the show have changed: keys mean what the files say now; a file with a mistake changes nothing. */
  reload(): void {
    for (const { seat, file } of this.#wired.values()) {
      const mapping = this.#options.files.mapping(file.profile, file.mapping);
      if (mapping) seat.remap(mapping);
    }
    for (const seat of this.#pages.values()) {
      const mapping = this.#options.files.mapping(seat.profile);
      if (mapping) seat.remap(mapping);
    }
    this.#placed();
  }

  /** Writes nothing to any surface or engine: units stay as they are. */
  async stop(): Promise<void> {
    for (const seat of this.#pages.values()) seat.stop();
    this.#pages.clear();
    await this.#close();
  }

  // ---- inside ----

  #seats(): SurfaceSeat[] {
    return [...[...this.#wired.values()].map(({ seat }) => seat), ...this.#pages.values()];
  }

  #open(): void {
    if (this.#settings === 'off') {
      this.reason = 'surfaces are off';
      return;
    }
    this.#midi = this.#options.openMidi({
      onPorts: (ports) => this.#look(ports),
      onState: (state, reason) => {
        if (reason === this.reason) return;
        this.reason = reason;
        if (state === 'down') this.#options.say(`no MIDI: ${reason}; a surface in the browser works`);
        this.#changed();
      },
    });
  }

  async #close(): Promise<void> {
    for (const name of [...this.#wired.keys()]) this.#drop(name);
    const midi = this.#midi;
    this.#midi = undefined;
    await midi?.stop();
  }

  /** Ports came or went: what has never been seen gets a seat. A seat keeps its port by name, so one that went comes back by itself. */
  #look(ports: readonly MidiPort[]): void {
    const wanted = this.#wanted(ports);
    for (const [name, { link, file }] of this.#wired) {
      if (this.#settings === 'auto') continue;
      const config = this.#settings === 'off' ? undefined : this.#settings[name];
      const isSame = config && fitsWords(config.port, link.port.name) && (config.profile ?? file.profile.profile) === file.profile.profile;
      if (!isSame || config.mapping !== file.mapping || config.wire !== file.wire || config.unit !== file.unit) this.#drop(name);
    }
    for (const one of wanted) if (!this.#wired.has(one.name)) this.#wire(one);
    this.#placed();
  }

  #wanted(ports: readonly MidiPort[]): Wanted[] {
    const { files } = this.#options;
    const duplex = ports.filter((port) => port.hears && port.speaks);
    const free = duplex.filter((port) => ![...this.#wired.values()].some(({ link }) => isPort(link.port, port)));
    const profiles = files.profiles();
    if (this.#settings === 'off') return [];
    if (this.#settings === 'auto') {
      const taken = this.#names();
      let room = AUTO_SURFACES - this.#wired.size;
      return free.flatMap((port) => {
        const profile = profiles.find((one) => fits(one, port.name));
        if (!profile) return [];
        if (room-- <= 0) {
          if (!this.#isFull) this.#options.say(`${port.name} and others are left out: ${AUTO_SURFACES} surfaces are opened without a name`);
          this.#isFull = true;
          return [];
        }
        const name = freeName(profile.label, taken);
        taken.add(name);
        return [{ name, port, profile, mapping: undefined, wire: 'usb', unit: undefined }];
      });
    }
    // Two sessions on one unit would pull its motors against each other.
    const owners = [...this.#wired].map(([name, { link }]) => ({ name, port: link.port }));
    return Object.entries(this.#settings).flatMap(([name, config]) => {
      const port = duplex.filter((one) => fitsWords(config.port, one.name))[config.unit - 1];
      if (!port || this.#wired.has(name)) return [];
      const owner = owners.find((one) => isPort(one.port, port));
      if (owner) {
        this.#options.say(`surface ${name}: ${port.name} is ${owner.name} already; of two units of one name, one is "unit: 2"`);
        return [];
      }
      owners.push({ name, port });
      const profile = config.profile === undefined ? profiles.find((one) => fits(one, port.name)) : files.profile(config.profile);
      if (!profile) {
        this.#options.say(`surface ${name}: no profile fits its port ${port.name}; name one in desk.yaml`);
        return [];
      }
      return [{ name, port, profile, mapping: config.mapping, wire: config.wire, unit: config.unit }];
    });
  }

  #wire({ name, port, profile, mapping: file, wire, unit }: Wanted): void {
    const mapping = this.#options.files.mapping(profile, file);
    if (!mapping || !this.#midi) return;
    let link: MidiLink | undefined;
    const send = (bytes: Uint8Array): void => link?.send(bytes);
    const seat = this.#seat({ name, profile, mapping, send, wire }, `midi ${port.name}`, 'mixer');
    link = this.#midi.open(port, {
      onUp: () => {
        this.#options.say(`surface ${name} is there (${port.name})`);
        seat.up();
        this.#changed();
      },
      onBytes: (bytes) => seat.hear(bytes),
      onDown: (reason) => {
        this.#options.say(`surface ${name} is lost: ${reason}`);
        seat.down(reason);
        this.#changed();
      },
    });
    this.#wired.set(name, { seat, link, file: { profile, mapping: file, wire, unit } });
  }

  #seat(options: Omit<SeatOptions, 'actor' | 'changed'>, origin: string, role: Actor['role']): SurfaceSeat {
    const actor: Actor = { id: `surface ${++this.#actors}`, kind: 'surface', name: options.name, origin, role };
    return new SurfaceSeat(this.#house, { ...options, actor, changed: () => this.#changed() });
  }

  #drop(name: string): void {
    const wired = this.#wired.get(name);
    this.#wired.delete(name);
    wired?.link.close();
    wired?.seat.stop();
  }

  #names(): Set<string> {
    return new Set(this.#seats().map((seat) => seat.name));
  }

  /** Main units and extenders find each other, of their own kind: hardware beside hardware. */
  #placed(): void {
    const wired = [...this.#wired.values()].map(({ seat }) => seat);
    for (const seat of wired) seat.standBeside(wired);
    this.#changed();
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

/** `Behringer X-Touch`, then `Behringer X-Touch 2`. */
function freeName(label: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? label : `${label} ${number}`;
    if (!taken.has(name)) return name;
  }
}

const fitsWords = (words: string, name: string): boolean => fits({ ports: { has: [words], not: [] } }, name);
const isPort = (one: { name: string; index: number }, other: MidiPort): boolean => one.name === other.name && one.index === other.index;
