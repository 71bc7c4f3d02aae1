import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { decodeOsc } from '../../../src/wire/formats/osc.ts';
import { seededRandom } from '../../../src/wire/pace/random.ts';
import { openUdp, type UdpPort } from '../../../src/wire/ports/udp.ts';
import { LossyConsole } from '../../conformance/lossy-console.ts';
import { lossyLayout } from '../../conformance/lossy-engine.ts';
import { Daemon, type DaemonOptions } from './daemon.ts';
import { scratch } from './folder.ts';
import { until } from './wait.ts';

const HOOK = fileURLToPath(new URL('./console-hook.ts', import.meta.url));
const REGISTRY = new URL('../../../dist/engines/registry.js', import.meta.url).href;
let bundle: Promise<string> | undefined;

/** One file for all daemons of a run: nothing is compiled while one of them starts. */
async function bundled(): Promise<string> {
  const outfile = join(scratch(), 'console-hook.mjs');
  await build({ entryPoints: [HOOK], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' });
  return outfile;
}

/** The UDP console of the conformance run: what a daemon drives when a test has to see its packets. */
export class TestConsole {
  /** Called with each write as it comes in. */
  wrote: (atMs: number) => void = () => {};
  readonly box: LossyConsole;
  readonly port: number;
  readonly #udp: UdpPort;

  private constructor(udp: UdpPort, loss: number, seed: number) {
    this.#udp = udp;
    this.port = udp.local.port;
    // In front of the console, which is no part of the way.
    udp.read((bytes) => {
      const atMs = performance.now();
      const packet = decodeOsc(bytes);
      if ('address' in packet && packet.address === '/set') this.wrote(atMs);
    });
    this.box = new LossyConsole(udp, lossyLayout().parameters.length, seededRandom(seed), loss);
  }

  /** @param loss share of its datagrams that are lost, each way */
  static async open(loss = 0, seed = 33): Promise<TestConsole> {
    const udp = await openUdp({ port: 0 });
    if (!('local' in udp)) throw new Error(udp.reason);
    return new TestConsole(udp, loss, seed);
  }

  close(): Promise<void> {
    return this.#udp.close();
  }
}

/** What `desk.yaml` says of a console. @param port where it is, or what stands before it */
export const consoleEngine = (port: number): string => `engines: {foh: {type: console, port: ${port}}}\n`;

/** The built daemon with a console instead of the embedded mixer, live. */
export async function startWithConsole(options: DaemonOptions): Promise<Daemon> {
  bundle ??= bundled();
  const daemon = await Daemon.start({
    audio: 'off',
    ...options,
    node: ['--import', await bundle, ...(options.node ?? [])],
    env: { DESKBRIDGE_REGISTRY: REGISTRY, ...options.env },
  });
  const isLive = async (): Promise<boolean> => (await fetch(`${daemon.http}/readyz`)).ok;
  if (Number.isNaN(await until(isLive, 10_000, 20))) throw new Error('the console did not come up');
  return daemon;
}

/** Says a line as soon as the console is live: on a busy machine it falls silent for a moment. */
export async function sayLive(daemon: Daemon, line: string): Promise<void> {
  let why = '';
  const said = (): Promise<boolean> =>
    daemon.say(line).then(
      () => true,
      (error: unknown) => {
        why = String(error);
        return false;
      },
    );
  if (Number.isNaN(await until(said, 20_000, 50))) throw new Error(why);
}
