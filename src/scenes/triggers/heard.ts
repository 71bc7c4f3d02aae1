/** A MIDI message that can be a trigger, in the words of a musician: channels from 1, programs and songs as gear shows them. */
export type Heard =
  | { readonly kind: 'program'; readonly channel: number; readonly program: number; readonly bank: number }
  | { readonly kind: 'note'; readonly channel: number; readonly note: number; readonly velocity: number }
  | { readonly kind: 'cc'; readonly channel: number; readonly controller: number; readonly value: number; readonly rises: boolean }
  | { readonly kind: 'song'; readonly song: number }
  | { readonly kind: 'midi-clock'; readonly what: 'start' | 'continue' | 'stop' };

/** A switch is on from here. @source MIDI 1.0, controller values of switches */
const ON = 64;

/** Messages of one port. Banks are latched per channel; a controller has to come down before it rises again. */
export class MidiEar {
  readonly #msb = new Uint8Array(16);
  readonly #lsb = new Uint8Array(16);
  readonly #high = new Set<number>();

  /** @param message whole, with its status byte. @returns undefined for what is no trigger */
  hear(message: Uint8Array): Heard | undefined {
    const [status = 0, one = 0, two = 0] = message;
    const index = status & 15;
    const channel = index + 1;
    switch (status & 0xf0) {
      case 0x90:
        // Velocity 0 is a note off.
        return two > 0 ? { kind: 'note', channel, note: one, velocity: two } : undefined;
      case 0xb0:
        return this.#control(index, one, two);
      case 0xc0:
        return { kind: 'program', channel, program: one + 1, bank: (this.#msb[index] ?? 0) * 128 + (this.#lsb[index] ?? 0) };
      case 0xf0:
        return system(status, one);
      default:
        return undefined;
    }
  }

  #control(index: number, controller: number, value: number): Heard {
    if (controller === 0) this.#msb[index] = value;
    if (controller === 32) this.#lsb[index] = value;
    const key = index * 128 + controller;
    const rises = value >= ON && !this.#high.has(key);
    if (value >= ON) this.#high.add(key);
    else this.#high.delete(key);
    return { kind: 'cc', channel: index + 1, controller, value, rises };
  }
}

function system(status: number, one: number): Heard | undefined {
  if (status === 0xf3) return { kind: 'song', song: one + 1 };
  const what = ({ 250: 'start', 251: 'continue', 252: 'stop' } as const)[status];
  return what && { kind: 'midi-clock', what };
}
