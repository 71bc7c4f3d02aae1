import { Ring } from './ring.ts';

// What the sound thread of a browser has; its own types are not part of the page's library.
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new (options: { processorOptions: { rateHz: number } }) => object): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

class ListenProcessor extends AudioWorkletProcessor {
  readonly #ring: Ring;

  constructor({ processorOptions }: { processorOptions: { rateHz: number } }) {
    super();
    this.#ring = new Ring(processorOptions.rateHz, sampleRate);
    this.port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#ring.write(new DataView(data));
  }

  process(_: unknown, [output]: readonly (readonly Float32Array[])[]): boolean {
    const [left, right] = output ?? [];
    if (left) this.#ring.read(left, right ?? new Float32Array(left.length));
    return true;
  }
}

registerProcessor('listen', ListenProcessor);
