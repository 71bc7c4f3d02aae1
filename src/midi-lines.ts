import { fits } from './surfaces/recognise.ts';
import { type MidiLink, titleOf } from './wire/ports/midi/link.ts';
import type { MidiPort } from './wire/ports/midi/port-register.ts';
import type { Midi, MidiEvents } from './wire/ports/midi.ts';

/** Who hears a port. */
interface Ear {
  hear(bytes: Uint8Array): void;
}

export interface LinesOptions {
  readonly openMidi: (events: MidiEvents) => Midi;
  /** Who hears a port, for as long as it is there. */
  readonly port: (name: string) => Ear;
  readonly say: (line: string) => void;
}

/** Words of names of ports. */
export interface WantedPorts {
  readonly heard: readonly string[];
  readonly told: readonly string[];
}

interface Line {
  readonly port: MidiPort;
  readonly link: MidiLink;
  ear: Ear | undefined;
}

const hasWords = (words: readonly string[], name: string): boolean => words.some((word) => fits({ ports: { has: [word], not: [] } }, name));

/** MIDI ports that are heard for what starts cues, and that cues send to. Nothing is sent by itself; one port is opened once. */
export class MidiLines {
  readonly #options: LinesOptions;
  readonly #lines = new Map<string, Line>();
  #wanted: WantedPorts = { heard: [], told: [] };
  #midi: Midi | undefined;
  #down = '';

  constructor(options: LinesOptions) {
    this.#options = options;
  }

  /** Other ports from now on: those that are wanted no more are closed, new ones opened, the others stay as they are. */
  set(wanted: WantedPorts): void {
    this.#wanted = wanted;
    if (wanted.heard.length + wanted.told.length === 0) void this.stop();
    else if (this.#midi) this.#look(this.#midi.ports);
    else
      this.#midi = this.#options.openMidi({
        onPorts: (ports) => this.#look(ports),
        onState: (state, reason) => {
          this.#down = state === 'down' ? reason : '';
        },
      });
  }

  /** @param words of the name of a port. @returns why nothing was sent, in plain words; undefined when it was */
  send(words: string, bytes: Uint8Array): string | undefined {
    const line = this.#towards(words);
    if (!line) return this.#down || `no MIDI port with the name "${words}" is plugged in`;
    if (!line.link.isUp) return `${titleOf(line.port)} is not open`;
    line.link.send(bytes);
    return undefined;
  }

  /** @returns title of the port that these words mean now; undefined when it is not there or not open */
  portOf(words: string): string | undefined {
    const line = this.#towards(words);
    return line?.link.isUp ? titleOf(line.port) : undefined;
  }

  /** What is asked for and not here, a sentence each: for who looks at the status. */
  missing(): readonly string[] {
    const { heard, told } = this.#wanted;
    const up = [...this.#lines.values()].filter(({ link }) => link.isUp);
    const isHere = (words: string): boolean => up.some(({ port }) => hasWords([words], port.name));
    return [...new Set([...heard, ...told])]
      .filter((words) => !isHere(words))
      .map(
        (words) =>
          `${heard.includes(words) ? 'triggers' : 'targets'}: ${this.#down || `no MIDI port with the name "${words}" is plugged in`}`,
      );
  }

  async stop(): Promise<void> {
    for (const { link } of this.#lines.values()) link.close();
    this.#lines.clear();
    const midi = this.#midi;
    this.#midi = undefined;
    await midi?.stop();
  }

  // ---- inside ----

  /** The first that fits; one that is open before one that is not. */
  #towards(words: string): Line | undefined {
    const fitting = [...this.#lines.values()].filter(({ port }) => port.speaks && hasWords([words], port.name));
    return fitting.find(({ link }) => link.isUp) ?? fitting[0];
  }

  #look(ports: readonly MidiPort[]): void {
    const { heard, told } = this.#wanted;
    for (const port of ports) {
      const key = `${port.name} ${port.index}`;
      const isHeard = port.hears && hasWords(heard, port.name);
      const isTold = port.speaks && hasWords(told, port.name);
      const line = this.#lines.get(key);
      if (!line && (isHeard || isTold)) this.#open(key, port, isHeard);
      else if (line && !isHeard && !isTold) this.#close(key, line);
      else if (line && isHeard !== (line.ear !== undefined)) {
        line.ear = isHeard ? this.#options.port(port.name) : undefined;
        if (line.link.isUp) this.#options.say(`${isHeard ? 'listens' : 'listens no more'} to ${port.name} for triggers`);
      }
    }
    // A port that is unplugged keeps its line, until nobody wants it.
    const wanted = [...heard, ...told];
    for (const [key, line] of this.#lines) if (!hasWords(wanted, line.port.name)) this.#close(key, line);
  }

  #close(key: string, { link, port }: Line): void {
    link.close();
    this.#lines.delete(key);
    this.#options.say(`${port.name} is closed: desk.yaml does not name it any more`);
  }

  #open(key: string, port: MidiPort, isHeard: boolean): void {
    const { port: earOf, say } = this.#options;
    const midi = this.#midi;
    if (!midi) return;
    const link = midi.open(port, {
      onUp: () => say(line.ear ? `listens to ${port.name} for triggers` : `can send to ${port.name}`),
      onBytes: (bytes) => line.ear?.hear(bytes),
      onDown: (reason) => say(`${port.name} is not there: ${reason}`),
    });
    const line: Line = { port, link, ear: isHeard ? earOf(port.name) : undefined };
    this.#lines.set(key, line);
  }
}
