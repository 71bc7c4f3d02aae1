import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StatusBody } from '../../../src/remote/protocol/http.ts';
import { scratch } from './folder.ts';
import { within } from './wait.ts';

const MAIN = new URL('../../../dist/main.js', import.meta.url).pathname;
const START_MS = 20_000;
const alive = new Set<ChildProcess>();
/** One cache for the whole run: what the daemon makes once, it makes once. */
const cache = scratch();

process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

export interface DaemonOptions {
  /** An existing show folder; a new one if left out. */
  readonly show?: string;
  /** Text of desk.yaml; the daemon writes its own first one if left out. */
  readonly yaml?: string;
  /** `none` if left out: the whole mixer on a silent clock. */
  readonly audio?: string;
  /** 0, a free one, if left out. */
  readonly httpPort?: number;
  readonly oscPort?: number;
  /** Goes before the command: `taskset -c 1`. */
  readonly before?: readonly string[];
  /** Options of Node itself. */
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** How a start ended that came to nothing. */
export interface NotStarted {
  readonly code: number | null;
  readonly says: string;
}

interface Ready {
  readonly http: string;
  readonly osc: number;
}

/** The built daemon in a process, a show and a home of its own. */
export class Daemon {
  readonly show: string;
  readonly http: string;
  readonly osc: number;
  readonly pid: number;
  /** Its log. */
  readonly lines: string[];
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, show: string, { http, osc }: Ready, lines: string[], ended: Promise<number | null>) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.show = show;
    this.http = http;
    this.osc = osc;
    this.lines = lines;
    this.ended = ended;
  }

  static async start(options: DaemonOptions = {}): Promise<Daemon> {
    const started = await Daemon.try(options);
    if (started instanceof Daemon) return started;
    throw new Error(`the daemon did not start (${started.code}): ${started.says}`);
  }

  static async try(options: DaemonOptions = {}): Promise<Daemon | NotStarted> {
    const show = options.show ?? join(scratch(), 'show');
    if (options.yaml !== undefined) {
      mkdirSync(show, { recursive: true });
      writeFileSync(join(show, 'desk.yaml'), options.yaml);
    }
    const child = spawnDaemon(show, options);
    const lines: string[] = [];
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.stderr?.on('data', (bytes: Buffer) => lines.push(...bytes.toString().trimEnd().split('\n')));
    const ready = new Promise<Ready>((resolve) => {
      // Started without a pipe there would be no stdout; spawnDaemon makes one.
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        const said = asReady(line);
        if (said) resolve(said);
        else lines.push(line);
      });
    });
    const first = await within(Promise.race([ready, ended]), START_MS);
    if (first !== null && typeof first === 'object') return new Daemon(child, show, first, lines, ended);
    child.kill('SIGKILL');
    return { code: first ?? null, says: lines.join('\n') };
  }

  /** Of the WebSocket. */
  get ws(): string {
    return `${this.http.replace(/^http/, 'ws')}/ws`;
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** SIGTERM. @returns milliseconds until it had ended */
  async stop(): Promise<number> {
    const startMs = performance.now();
    this.#child.kill('SIGTERM');
    if ((await within(this.ended, 5000)) === undefined) this.#child.kill('SIGKILL');
    return performance.now() - startMs;
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.http}${path}`);
    // The caller names the schema of the answer.
    return (await response.json()) as T;
  }

  status(): Promise<StatusBody> {
    return this.get<StatusBody>('/api/v1/status');
  }

  /** Figures of the first engine. */
  async figures(): Promise<Readonly<Record<string, number>>> {
    return (await this.status()).engines[0]?.figures ?? {};
  }

  async say(line: string): Promise<void> {
    const response = await fetch(`${this.http}/api/v1/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ line }),
    });
    if (!response.ok) throw new Error(`"${line}": ${await response.text()}`);
  }
}

function spawnDaemon(
  show: string,
  { audio = 'none', httpPort = 0, oscPort = 0, before = [], node = [], env = {} }: DaemonOptions,
): ChildProcess {
  const home = scratch();
  const args = [
    ...node,
    MAIN,
    'start',
    '--json',
    '--show',
    show,
    '--port',
    String(httpPort),
    '--osc-port',
    String(oscPort),
    '--audio',
    audio,
  ];
  const [command = process.execPath, ...rest] = [...before, process.execPath, ...args];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_STATE_HOME: join(home, 'state'),
      XDG_RUNTIME_DIR: home,
      XDG_CACHE_HOME: cache,
      ...env,
    },
  });
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return child;
}

function asReady(line: string): Ready | undefined {
  if (!line.startsWith('{"event":"ready"')) return undefined;
  return JSON.parse(line) as Ready; // the daemon's own first line, as its documentation has it
}
