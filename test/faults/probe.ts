import type { Daemon } from '../bench/kit/daemon.ts';
import { DeskClient } from '../bench/kit/desk-client.ts';
import { OscClient } from '../bench/kit/osc-client.ts';
import { highest, percentile } from '../bench/kit/stats.ts';
import { sleep, until } from '../bench/kit/wait.ts';

/** Between two moves: below the usual 200 a second that one client may say. */
const PERIOD_MS = 10;
const LOST_MS = 1000;

/** What ordinary hands felt meanwhile. */
export interface Felt {
  readonly moves: number;
  readonly lost: number;
  readonly p99Ms: number;
  /** The slowest of all. */
  readonly worstMs: number;
}

/** An ordinary tablet that moves one fader all the time, and an OSC client that sees it. */
export class Probe {
  readonly #client: DeskClient;
  readonly #osc: OscClient;
  readonly #address: string;
  readonly #waiting = new Map<number, number>();
  readonly #tookMs: number[] = [];
  #moves = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(client: DeskClient, osc: OscClient, channel: number) {
    this.#client = client;
    this.#osc = osc;
    this.#address = `/ch/${channel}/fader`;
    osc.hear = ({ address, args: [value] }, atMs) => {
      if (address !== this.#address || typeof value !== 'number') return;
      const key = Math.round(value * 10);
      if (!this.#waiting.has(key)) return;
      // Older values that a newer one has overtaken arrive with it: newest only is the law, and none of them is lost.
      for (const [move, sentMs] of this.#waiting) {
        this.#waiting.delete(move);
        this.#tookMs.push(atMs - sentMs);
        if (move === key) break;
      }
    };
  }

  static async start(daemon: Daemon, channel = 32): Promise<Probe> {
    const osc = await OscClient.open(daemon.osc);
    await osc.follow(`ch/${channel}/fader`, `/ch/${channel}/fader`);
    const probe = new Probe(await DeskClient.open(daemon.ws), osc, channel);
    await probe.#run();
    return probe;
  }

  /** True while the tablet is connected. */
  get isConnected(): boolean {
    return this.#client.closed === undefined;
  }

  /** Begins to count anew. */
  fresh(): void {
    this.#tookMs.length = 0;
    this.#waiting.clear();
    this.#moves = 0;
  }

  async felt(): Promise<Felt> {
    this.#pause();
    await until(() => this.#waiting.size === 0, LOST_MS);
    const felt = { moves: this.#moves, lost: this.#waiting.size, p99Ms: percentile(this.#tookMs, 99), worstMs: highest(this.#tookMs) };
    this.fresh();
    await this.#run();
    return felt;
  }

  stop(): void {
    this.#pause();
    this.#client.close();
    this.#osc.close();
  }

  async #run(): Promise<void> {
    let renewMs = performance.now();
    const move = (): void => {
      const value = -400 + (this.#moves++ % 400);
      this.#waiting.set(value, performance.now());
      this.#client.set(this.#address.slice(1), value / 10);
      if (performance.now() - renewMs < 10_000) return;
      renewMs = performance.now();
      this.#osc.say('/subscribe', 'sf', [this.#address.slice(1), 0]);
    };
    this.#timer = setInterval(move, PERIOD_MS);
    await sleep(300);
  }

  #pause(): void {
    clearInterval(this.#timer);
  }
}
