import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { until } from '../../until.ts';

const UDC = '/sys/kernel/config/usb_gadget/x-touch/UDC';

/** The hardware's side of the cable: what the hand does, what the unit is told, and the plug. Works inside the guest only. */
export class UsbSurface {
  readonly #script: string;
  #device = '';
  #ear: ChildProcess | undefined;
  #told: number[] = [];

  /** @param script path of `xtouch-gadget` */
  constructor(script: string) {
    this.#script = script;
  }

  plug(): void {
    this.#device = this.#run('plug');
    this.#told = [];
    // Reading a raw MIDI device blocks, so another process does it.
    this.#ear = spawn('cat', [this.#device], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#ear.stdout?.on('data', (bytes: Buffer) => this.#told.push(...bytes));
  }

  unplug(): void {
    this.#ear?.kill();
    this.#run('unplug');
  }

  /** The plug out and in again, as fast as the bus can. */
  replug(): void {
    const bus = readFileSync(UDC, 'utf8');
    writeFileSync(UDC, '\n');
    writeFileSync(UDC, bus);
  }

  /** Out until the kernel has dropped it, in until the kernel has found it. */
  async cycle(): Promise<void> {
    const bus = readFileSync(UDC, 'utf8');
    writeFileSync(UDC, '\n');
    await until('the kernel drops it', () => !isListed());
    writeFileSync(UDC, bus);
    await until('the kernel finds it', isListed);
  }

  hand(bytes: readonly number[]): void {
    writeFileSync(this.#device, Buffer.from(bytes));
  }

  /** What the unit was told since it was plugged in, or since `forget`. */
  get told(): readonly number[] {
    return this.#told;
  }

  forget(): void {
    this.#told = [];
  }

  #run(action: string): string {
    return execFileSync(this.#script, [action], { encoding: 'utf8' }).trim();
  }
}

const listed = (): string => readFileSync('/proc/asound/seq/clients', 'utf8');
const isListed = (): boolean => listed().includes('"X-Touch"');

/** ALSA sequencer clients in use by all programs. */
export const clients = (): number => (listed().match(/^Client\s+\d+ :/gm) ?? []).length;

/** Processes whose command line holds a word. */
export const pidsWith = (word: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
      } catch {
        return false; // it ended while we looked
      }
    });
