import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** Nothing of the person who runs the tests gets in or is touched. */
export function cleanEnvironment(home = scratch(), more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, XDG_DATA_HOME: `${home}/data`, XDG_CACHE_HOME: `${home}/cache`, ...more };
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export class Running {
  readonly child: ChildProcess;
  out = '';
  err = '';
  readonly ended: Promise<Ran>;

  /** @param command something that runs the daemon in its turn, such as a terminal */
  constructor(
    args: readonly string[],
    environment: Record<string, string>,
    command = process.execPath,
    before: readonly string[] = [MAIN],
  ) {
    this.child = spawn(command, [...before, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.child);
    this.child.stdout?.on('data', (chunk) => {
      this.out += String(chunk);
    });
    this.child.stderr?.on('data', (chunk) => {
      this.err += String(chunk);
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => {
        running.delete(this.child);
        resolve({ code, out: this.out, err: this.err });
      });
    });
  }

  /** Waits until it has said this. */
  says(what: RegExp): Promise<RegExpExecArray> {
    return until(String(what), () => {
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.out}${this.err}`);
      return what.exec(this.out);
    });
  }

  async kill(signal: NodeJS.Signals): Promise<Ran> {
    this.child.kill(signal);
    return this.ended;
  }
}

interface Ready {
  readonly event: 'ready';
  readonly http: string;
  readonly osc: number;
  readonly show: string;
}

export interface Served extends Running {
  ready: Ready;
}

/** Makes a show with a fresh mixer; a show that the daemon makes itself comes up with the mix of the demo song. */
export function plainShow(show = scratch()): string {
  writeFileSync(join(show, 'desk.yaml'), 'engines: { foh: { type: embedded } }\n');
  return show;
}

/** Starts the built daemon without sound on free ports, and waits until it serves. */
export async function startDaemon(show: string, environment: Record<string, string>, more: readonly string[] = []): Promise<Served> {
  const args = ['start', '--json', '--show', show, '--port', '0', '--osc-port', '0', '--audio', 'off', ...more];
  const daemon = new Running(args, environment);
  const line = await until('the daemon serves', () => {
    if (daemon.child.exitCode !== null) throw new Error(`the daemon ended: ${daemon.out}${daemon.err}`);
    return daemon.out.split('\n').find((text) => text.includes('"event":"ready"'));
  });
  return Object.assign(daemon, { ready: JSON.parse(line) as Ready });
}

/** Runs a command to its end. */
export const deskbridge = (args: readonly string[], environment: Record<string, string>): Promise<Ran> =>
  new Running(args, environment).ended;
