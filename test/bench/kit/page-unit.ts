import { HEADER_BYTES, readFrame, writeHeader } from '../../../src/remote/protocol/frames.ts';
import { DeskClient } from './desk-client.ts';
import { within } from './wait.ts';

/** A surface as a browser would bring it: MIDI bytes in binary frames of the WebSocket. */
export class PageUnit {
  readonly name: string;
  /** Faders that the daemon moved, in order. */
  readonly motors: number[] = [];
  /** Called for each message of the daemon that is not SysEx. */
  heard: (bytes: Uint8Array, atMs: number) => void = () => {};
  readonly #client: DeskClient;
  #sequence = 0;

  private constructor(client: DeskClient, name: string) {
    this.#client = client;
    this.name = name;
  }

  /** @returns a unit that has been painted once */
  static async attach(url: string, profile = 'behringer-x-touch'): Promise<PageUnit> {
    const client = await DeskClient.open(url);
    const answer = await client.ask({ t: 'surface', profile });
    if (answer.t !== 'ok' || !answer.answer) throw new Error(`no surface: ${JSON.stringify(answer)}`);
    const { surface } = answer.answer.found as { surface: string }; // as the protocol has it
    const unit = new PageUnit(client, surface);
    const painted = new Promise<void>((resolve) => {
      client.frame = (bytes, atMs) => {
        unit.#take(bytes, atMs);
        if (unit.motors.length >= 8) resolve();
      };
    });
    await within(painted, 5000);
    return unit;
  }

  send(bytes: ArrayLike<number>): void {
    const frame = new Uint8Array(HEADER_BYTES + bytes.length);
    writeHeader(new DataView(frame.buffer), 'midi', 0, this.#sequence++);
    frame.set(bytes, HEADER_BYTES);
    this.#client.socket.send(frame);
  }

  close(): void {
    this.#client.close();
  }

  #take(bytes: Buffer, atMs: number): void {
    const frame = readFrame(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
    if (frame?.kind !== 'midi') return;
    const { buffer, byteOffset, byteLength } = frame.payload;
    for (const message of messages(new Uint8Array(buffer, byteOffset, byteLength))) {
      const [status = 0] = message;
      if (status >> 4 === 0xe) this.motors.push(status & 0xf);
      this.heard(message, atMs);
    }
  }
}

/** Whole short messages of what the daemon sends, which uses no running status; SysEx is left out. */
function* messages(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const status = bytes[at] ?? 0;
    if (status === 0xf0) {
      const end = bytes.indexOf(0xf7, at);
      at = end < 0 ? bytes.length : end + 1;
      continue;
    }
    const length = status >> 4 === 0xc || status >> 4 === 0xd ? 2 : 3;
    yield bytes.slice(at, at + length);
    at += length;
  }
}
