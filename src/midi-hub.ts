import type { Midi, MidiEvents } from './wire/ports/midi.ts';

/** One look at the machine's MIDI ports for all who want some: surfaces, and ears for triggers. Begins with the first. */
export class MidiHub {
  readonly #open: (events: MidiEvents) => Midi;
  readonly #users = new Set<MidiEvents>();
  #midi: Midi | undefined;
  #state: Parameters<MidiEvents['onState']> | undefined;

  constructor(open: (events: MidiEvents) => Midi) {
    this.#open = open;
  }

  /** @returns MIDI as one of its users sees it; its `stop` ends it for this user */
  use(events: MidiEvents): Midi {
    this.#users.add(events);
    const midi = this.#begin();
    // A later user is told what the first has been told, once it holds what it gets here.
    queueMicrotask(() => {
      if (!this.#users.has(events)) return;
      if (this.#state) events.onState(...this.#state);
      if (midi.ports.length > 0) events.onPorts(midi.ports);
    });
    return {
      get ports() {
        return midi.ports;
      },
      figures: midi.figures,
      open: (port, linkEvents) => midi.open(port, linkEvents),
      stop: async () => {
        this.#users.delete(events);
        if (this.#users.size > 0) return;
        this.#midi = undefined;
        this.#state = undefined;
        await midi.stop();
      },
    };
  }

  #begin(): Midi {
    this.#midi ??= this.#open({
      onPorts: (ports) => {
        for (const user of this.#users) user.onPorts(ports);
      },
      onState: (...state) => {
        this.#state = state;
        for (const user of this.#users) user.onState(...state);
      },
    });
    return this.#midi;
  }
}
