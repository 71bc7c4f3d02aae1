import type { Player } from './player.ts';

const ADDRESS = '/listen-worklet.js';
const loaded = new WeakSet<AudioContext>();

/** Plays in the sound thread, whatever the page is busy with. Only in a secure context. */
export class WorkletPlayer implements Player {
  readonly #node: AudioWorkletNode;

  private constructor(node: AudioWorkletNode) {
    this.#node = node;
  }

  /** @returns undefined where the browser has no worklets or does not load this one */
  static async open(context: AudioContext, rateHz: number): Promise<WorkletPlayer | undefined> {
    if (!window.isSecureContext || !context.audioWorklet) return undefined;
    try {
      if (!loaded.has(context)) await context.audioWorklet.addModule(ADDRESS);
      loaded.add(context);
      const node = new AudioWorkletNode(context, 'listen', { numberOfInputs: 0, outputChannelCount: [2], processorOptions: { rateHz } });
      node.connect(context.destination);
      return new WorkletPlayer(node);
    } catch {
      return undefined;
    }
  }

  play(payload: DataView): void {
    // A copy that may be handed over: the frame's own memory has a head before it.
    const bytes = new Uint8Array(payload.byteLength);
    bytes.set(new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength));
    this.#node.port.postMessage(bytes.buffer, [bytes.buffer]);
  }

  stop(): void {
    this.#node.disconnect();
  }
}
