import { createWriteStream, type WriteStream } from 'node:fs';
import { explainMcu } from '../surfaces/mcu/explain.ts';
import type { Profile } from '../surfaces/profile.ts';
import { titleOf } from '../wire/ports/midi/link.ts';
import type { MidiPort } from '../wire/ports/midi/port-register.ts';
import { draw, print, printJson } from './common.ts';

export interface DoctorOptions {
  readonly show?: string;
  readonly profile?: string;
  readonly capture?: string;
  readonly seconds?: number;
  readonly json?: boolean;
}

/** What passes, on the screen and in the capture. */
export class DoctorRecord {
  readonly #startMs = performance.now();
  readonly #options: DoctorOptions;
  readonly #counts = { in: 0, out: 0, unknown: 0 };
  #file: WriteStream | undefined;

  constructor(options: DoctorOptions) {
    this.#options = options;
  }

  /** @returns why the capture cannot be written */
  open(port: MidiPort, profile: Profile | undefined): Promise<string | undefined> {
    const { capture } = this.#options;
    if (capture === undefined) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const file = createWriteStream(capture);
      file.once('open', () => resolve(undefined)).on('error', (error) => resolve(error.message));
      file.write(`${JSON.stringify({ capture: 1, port: titleOf(port), profile: profile?.profile ?? null })}\n`);
      this.#file = file;
    });
  }

  message(dir: 'in' | 'out', bytes: Uint8Array): void {
    const ms = Math.round(10 * (performance.now() - this.#startMs)) / 10;
    const hex = Buffer.from(bytes).toString('hex');
    const says = explainMcu(bytes, dir);
    this.#counts[dir] += 1;
    if (says === 'unknown') this.#counts.unknown += 1;
    const line = JSON.stringify({ ms, dir, hex, says });
    this.#file?.write(`${line}\n`);
    const shown = hex.length > 72 ? `${hex.slice(0, 69)}...` : hex;
    if (this.#options.json) draw(line);
    else print(`${(ms / 1000).toFixed(3).padStart(8)} s  ${dir.padEnd(3)}  ${shown.padEnd(6)}  ${says}`);
  }

  note(text: string): void {
    if (this.#options.json) printJson({ note: text });
    else print(`# ${text}`);
  }

  sum(): string {
    const { in: heard, out, unknown } = this.#counts;
    return `${heard} messages heard, ${out} sent, ${unknown} of them unknown`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => (this.#file ? this.#file.end(resolve) : resolve()));
  }
}
