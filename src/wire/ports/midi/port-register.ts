import type { FullName, SeenName } from './part.ts';

/** A port as people know it. */
export interface MidiPortName {
  /** Without ALSA's numbers, which change from plug to plug: `X-Touch:X-Touch MIDI 1`. */
  readonly name: string;
  /** 0, 1.. among ports of equal name; kept as long as it is plugged in, whoever else comes or goes. */
  readonly index: number;
}

export interface MidiPort extends MidiPortName {
  /** It can be heard. */
  readonly hears: boolean;
  /** It can be told something. */
  readonly speaks: boolean;
}

/** Where a port is to be found at this moment. */
export interface Place {
  readonly input: FullName | null;
  readonly output: FullName | null;
  /** Differs from plug to plug, where the system tells. */
  readonly stamp: string;
}

export const samePort = (a: MidiPortName, b: MidiPortName): boolean => a.name === b.name && a.index === b.index;

/** Is it the very same plug? */
export const samePlace = (a: Place, b: Place): boolean =>
  a.stamp === b.stamp && keyOf(a) === keyOf(b) && (a.input === null) === (b.input === null) && (a.output === null) === (b.output === null);

/** `X-Touch:X-Touch MIDI 1 24:0` is `X-Touch:X-Touch MIDI 1`. */
export const plainName = (full: string): string => full.replace(/ \d+:\d+$/, '');

/** What RtMidi opens for a listener is listed too; programs that make ports of their own give them other names. */
const OPENED = /^RtMidi (?:Input|Output) Client:RtMidi (?:Input|Output)(?: \d+:\d+)?$/;

interface Known {
  readonly port: MidiPort;
  readonly place: Place;
}

/** Gives each port a name that lasts: of two equal units each stays itself while the other is unplugged. */
export class PortRegister {
  #known = new Map<string, Known>();

  /** In the system's order. */
  get ports(): readonly MidiPort[] {
    return [...this.#known.values()].map(({ port }) => port);
  }

  find(port: MidiPortName): Place | undefined {
    return [...this.#known.values()].find((known) => samePort(known.port, port))?.place;
  }

  /** Takes over what the system lists. @returns true if anything came, went or was plugged anew */
  see(inputs: readonly SeenName[], outputs: readonly SeenName[]): boolean {
    const places = placesOf(inputs, outputs);
    const before = this.#known;
    const taken = new Set([...places.keys()].flatMap((key) => before.get(key)?.port ?? []).map(wordOf));
    this.#known = new Map();
    for (const [key, place] of places) {
      const port = before.get(key)?.port ?? fresh(plainName(fullOf(place)), taken);
      this.#known.set(key, { port: { ...port, hears: place.input !== null, speaks: place.output !== null }, place });
    }
    return before.size !== this.#known.size || [...this.#known].some(([key, { place }]) => !same(before.get(key)?.place, place));
  }
}

const same = (before: Place | undefined, now: Place): boolean => before !== undefined && samePlace(before, now);

const wordOf = ({ name, index }: MidiPortName): string => `${name}#${index}`;
const fullOf = ({ input, output }: Place): string => (input ?? output)?.full ?? '';
const keyOf = ({ input, output }: Place): string => `${(input ?? output)?.full}#${(input ?? output)?.nth}`;

/** The first index that no other port of this name has. */
function fresh(name: string, taken: Set<string>): MidiPortName {
  let index = 0;
  while (taken.has(wordOf({ name, index }))) index += 1;
  taken.add(wordOf({ name, index }));
  return { name, index };
}

/** An input and an output of one full name are one port; where the system repeats full names, the first goes with the first. */
function placesOf(inputs: readonly SeenName[], outputs: readonly SeenName[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { name, stamp } of numbered(inputs)) places.set(`${name.full}#${name.nth}`, { input: name, output: null, stamp });
  for (const { name, stamp } of numbered(outputs)) {
    const key = `${name.full}#${name.nth}`;
    places.set(key, { input: places.get(key)?.input ?? null, output: name, stamp });
  }
  return places;
}

function numbered(seen: readonly SeenName[]): { readonly name: FullName; readonly stamp: string }[] {
  const count = new Map<string, number>();
  return seen
    .filter(({ full }) => !OPENED.test(full))
    .map(({ full, stamp }) => {
      const nth = count.get(full) ?? 0;
      count.set(full, nth + 1);
      return { name: { full, nth }, stamp };
    });
}
