import { decodeOsc } from '../../src/wire/formats/osc.ts';
import { encodeOsc } from '../../src/wire/formats/osc-encode.ts';
import type { Random } from '../../src/wire/pace/random.ts';
import type { Endpoint } from '../../src/wire/ports/fault.ts';
import type { UdpPort } from '../../src/wire/ports/udp.ts';

/**
 * A console for tests: 1,024-step parameters over UDP, answering like the ones in the field and losing packets like the
 * Wi-Fi in front of them. `/info` who are you · `/get i` one value · `/set ii` a step, echoed to all who called · `/alive` · `/recalled ss` a scene of
 * its own.
 */
export class LossyConsole {
  readonly steps: Int32Array;
  /** Every `/set` that arrived, in order: the proof of "writes nothing". */
  readonly writes: { id: number; step: number }[] = [];
  silent = false;
  readonly #port: UdpPort;
  readonly #random: Random;
  readonly #loss: number;
  readonly #callers = new Map<string, Endpoint>();

  constructor(port: UdpPort, size: number, random: Random, loss: number) {
    this.#port = port;
    this.#random = random;
    this.#loss = loss;
    this.steps = new Int32Array(size);
    port.read((bytes, from) => {
      if (!this.#lost()) this.#hear(bytes, from);
    });
  }

  /** A hand on the console itself. */
  move(id: number, step: number): void {
    this.steps[id] = step;
    for (const caller of this.#callers.values()) this.#tell(id, caller);
  }

  /** It recalls a scene of its own; the values follow by `move`. */
  recall(number: string, name: string): void {
    for (const caller of this.#callers.values()) this.#send(encodeOsc('/recalled', 'ss', [number, name]), caller);
  }

  /** Power off and on: it forgets who called, and what it was set to. */
  restart(): void {
    this.#callers.clear();
    this.steps.fill(0);
  }

  #lost(): boolean {
    return this.silent || this.#random() < this.#loss;
  }

  #hear(bytes: Uint8Array, from: Endpoint): void {
    const packet = decodeOsc(bytes);
    if (!('address' in packet)) return;
    const [id, step] = packet.args.map(Number);
    this.#callers.set(`${from.address}:${from.port}`, from);
    if (packet.address === '/info') this.#send(encodeOsc('/info', 's', ['lossy']), from);
    else if (packet.address === '/alive') this.#send(encodeOsc('/alive'), from);
    else if (packet.address === '/get' && id !== undefined) this.#tell(id, from);
    else if (packet.address === '/set' && id !== undefined && step !== undefined) {
      this.writes.push({ id, step });
      this.steps[id] = step;
      for (const caller of this.#callers.values()) this.#tell(id, caller);
    }
  }

  #tell(id: number, to: Endpoint): void {
    this.#send(encodeOsc('/value', 'ii', [id, this.steps[id] ?? 0]), to);
  }

  #send(bytes: Uint8Array, to: Endpoint): void {
    if (!this.#lost()) this.#port.send(bytes, to);
  }
}
