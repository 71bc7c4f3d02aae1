import { type ChildProcess, spawn } from 'node:child_process';
import { ask } from '../../src/wire/ports/sound/child.ts';
import { isNotThere } from '../../src/wire/ports/sound/sound-port.ts';
import { until } from '../until.ts';

/**
 * The machine's register has eight places, and a server that was killed hard keeps its place until one of its name comes again: so
 * a few fixed names, and the next one while another run of the tests has the first.
 */
const NAMES = ['deskbridge-test-1', 'deskbridge-test-2', 'deskbridge-test-3'];

/** A JACK server of our own without a sound card, for as long as a test needs it. */
export class PrivateJack {
  readonly env: Readonly<Record<string, string>>;
  readonly #server: ChildProcess;

  private constructor(name: string, server: ChildProcess) {
    this.env = { JACK_DEFAULT_SERVER: name };
    this.#server = server;
  }

  /** @throws Error with the servers' own words if none of the names comes up */
  static async start(): Promise<PrivateJack> {
    const words: string[] = [];
    for (const name of NAMES) {
      const env = { JACK_DEFAULT_SERVER: name, JACK_NO_START_SERVER: '1' };
      const answers = async () => !isNotThere(await ask({ program: 'jack_lsp', args: [], env }));
      if (await answers()) continue;
      const server = spawn('jackd', ['-n', name, '-r', '-d', 'dummy', '-r', '48000', '-p', '128']);
      for (const out of [server.stdout, server.stderr]) out.on('data', (piece: Buffer) => words.push(piece.toString()));
      // Two servers that start at once on a busy machine have been seen to end one another: one that ended is not waited for.
      await until(`jackd as ${name} answers`, async () => ended(server) || (await answers()), 30_000);
      if (!ended(server)) return new PrivateJack(name, server);
    }
    throw new Error(`no JACK server comes up:\n${words.join('')}`);
  }

  /** Killed hard it would leave its place in the register taken. */
  async stop(): Promise<void> {
    if (ended(this.#server)) return;
    const end = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#server.kill('SIGTERM');
    await end;
  }
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
