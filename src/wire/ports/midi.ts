import type { Clock } from '../pace/clock.ts';
import type { Counts, MidiFigures } from './midi/figures.ts';
import { Link, type LinkEvents, type MidiLink } from './midi/link.ts';
import type { OpenPart } from './midi/part.ts';
import { type MidiPort, type MidiPortName, PortRegister } from './midi/port-register.ts';
import { Scout } from './midi/scout.ts';

export interface MidiEvents {
  /** What is plugged in now, at the start and whenever it changes; one- and two-way ports, without our own. */
  onPorts(ports: readonly MidiPort[]): void;
  /** Whether the machine has MIDI, told once at the start and at each change. @param reason in plain words, empty when up */
  onState(state: 'up' | 'down', reason: string): void;
}

export interface Midi {
  /** What was told last. */
  readonly ports: readonly MidiPort[];
  readonly figures: MidiFigures;
  /** Opens a port as soon as it is there, and again whenever it comes back. */
  open(port: MidiPortName, events: LinkEvents): MidiLink;
  /** Ends all child processes; nothing is told any more. */
  stop(): Promise<void>;
}

export interface MidiOptions {
  readonly clock: Clock;
  /** How a child process is started: `midiParts(file)`. */
  readonly part: OpenPart;
  /** Why this machine can have no MIDI, or undefined: `sequencerFault`. Asked before a child is started for nothing. */
  readonly fault?: () => Promise<string | undefined>;
  /** A plain line about something a person should know. */
  readonly say: (line: string) => void;
}

/**
 * All MIDI ports of the machine. Each open port lives in a child process of its own, one more watches the names: what crashes in
 * there, or must be ended to free what the native library never frees, disturbs no other port.
 */
export function openMidi(events: MidiEvents, options: MidiOptions): Midi {
  const figures: Counts = { heardBytes: 0, sentBytes: 0, droppedMessages: 0, crashes: 0, ups: 0 };
  const register = new PortRegister();
  const links = new Set<Link>();
  const scout = new Scout({
    ...options,
    figures,
    onNames(inputs, outputs) {
      if (!register.see(inputs, outputs)) return;
      events.onPorts(register.ports);
      for (const link of links) link.see(register.find(link.port));
    },
    onState: (state, reason) => events.onState(state, reason),
  });
  return {
    get ports() {
      return register.ports;
    },
    figures,
    open(port, linkEvents) {
      const link = new Link(port, linkEvents, { ...options, figures, onClose: () => links.delete(link) });
      links.add(link);
      link.see(register.find(port));
      return link;
    },
    async stop() {
      scout.stop();
      for (const link of [...links]) link.close();
    },
  };
}
