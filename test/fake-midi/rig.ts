import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const FAKE_CHILD = new URL('./child.mjs', import.meta.url);

/** What a child says to the rig. */
interface Word {
  readonly pid?: number;
  readonly task?: { readonly t: 'scout' | 'link'; readonly input: { readonly full: string } | null };
  readonly open?: string;
  readonly side?: 'input' | 'output';
  readonly sent?: string;
  readonly hex?: string;
}

interface Child {
  readonly socket: Socket;
  pid: number;
  /** The port it has opened; undefined: it watches the names. */
  port: string | undefined;
  hears: boolean;
}

/** MIDI hardware for tests on machines without ALSA: plug a surface in, play it, see what it was told, crash what holds it. */
export class MidiRig {
  /** Called with all that a unit is told, as it comes. */
  heard: (full: string, bytes: Uint8Array) => void = () => {};
  readonly #folder = mkdtempSync(join(tmpdir(), 'deskbridge-midi-'));
  readonly #server: Server;
  readonly #children = new Set<Child>();
  readonly #told = new Map<string, number[]>();
  #plugged: readonly string[] = [];

  private constructor() {
    this.#server = createServer((socket) => this.#meet(socket));
  }

  static async start(): Promise<MidiRig> {
    const rig = new MidiRig();
    await new Promise<void>((resolve) => rig.#server.listen(rig.#path, resolve));
    return rig;
  }

  /** For the daemon, or for `midiParts(FAKE_CHILD, env)`. */
  get env(): Readonly<Record<string, string>> {
    return { DESKBRIDGE_MIDI_CHILD: fileURLToPath(FAKE_CHILD), DESKBRIDGE_FAKE_MIDI: this.#path };
  }

  /** Process ids of those who hold a port, or who watch the names. */
  pids(of: string | 'scout'): readonly number[] {
    return [...this.#children].filter(({ port }) => port === (of === 'scout' ? undefined : of)).map(({ pid }) => pid);
  }

  /** Somebody listens to what is played on it. */
  isHeard(full: string): boolean {
    return [...this.#children].some(({ port, hears }) => port === full && hears);
  }

  /** @param full as ALSA would name it: `X-Touch:X-Touch MIDI 1 24:0` */
  plug(full: string): void {
    this.#plugged = [...this.#plugged, full];
    for (const child of this.#children) this.#show(child);
  }

  unplug(full: string): void {
    this.#plugged = this.#plugged.filter((other) => other !== full);
    for (const child of this.#children) this.#show(child);
  }

  /** What a hand does on the unit: whole messages. */
  play(full: string, bytes: Iterable<number>): void {
    const line = `${JSON.stringify({ hear: full, hex: Buffer.from([...bytes]).toString('hex') })}\n`;
    for (const { port, socket } of this.#children) if (port === full) socket.write(line);
  }

  /** All bytes that the unit was told since `forget`. */
  told(full: string): readonly number[] {
    return this.#told.get(full) ?? [];
  }

  forget(full: string): void {
    this.#told.delete(full);
  }

  /** Ends the processes that hold a port, or watch the names, as a fault of the native library does. */
  crash(of: string | 'scout', signal: NodeJS.Signals = 'SIGSEGV'): void {
    for (const pid of this.pids(of)) process.kill(pid, signal);
  }

  async stop(): Promise<void> {
    for (const { socket } of this.#children) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #path(): string {
    return join(this.#folder, 'rig');
  }

  #meet(socket: Socket): void {
    const child: Child = { socket, pid: 0, port: undefined, hears: false };
    const lines = createInterface({ input: socket });
    // A child that is killed while it speaks is the very thing that tests do.
    lines.on('line', (line) => this.#hear(child, JSON.parse(line) as Word)).on('error', () => {}); // our own child's words
    socket.on('error', () => {}).on('close', () => this.#children.delete(child));
  }

  #hear(child: Child, { pid, open, side, sent, hex }: Word): void {
    if (pid !== undefined) {
      child.pid = pid;
      this.#children.add(child);
      this.#show(child);
    }
    if (open !== undefined) {
      child.port = open;
      child.hears ||= side === 'input';
    }
    if (sent === undefined) return;
    const bytes = Buffer.from(hex ?? '', 'hex');
    const told = this.#told.get(sent) ?? [];
    told.push(...bytes);
    this.#told.set(sent, told);
    this.heard(sent, bytes);
  }

  #show({ socket }: Child): void {
    const plugged = this.#plugged.map((full) => ({ full, input: true, output: true }));
    socket.write(`${JSON.stringify({ plugged })}\n`);
  }
}
