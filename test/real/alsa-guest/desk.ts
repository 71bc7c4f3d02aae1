import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { SurfaceState } from '../../../src/remote/hands.ts';
import { until } from '../../until.ts';

const SHOW = '/tmp/show';

/** The built daemon inside the guest, asked over its HTTP door. */
export class Desk {
  readonly #child: ChildProcess;
  #http = '';

  constructor(dist: string) {
    mkdirSync(SHOW, { recursive: true });
    writeFileSync(`${SHOW}/desk.yaml`, 'engines: { foh: { type: embedded } }\naudio: off\n');
    const args = [`${dist}/main.js`, 'start', '--json', '--show', SHOW, '--port', '0', '--osc-port', '0'];
    // Its own first show would bring the demo song with it, which takes the emulated machine for minutes.
    const env = { ...process.env, HOME: '/tmp', XDG_CACHE_HOME: '/tmp/cache' };
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
    // Started with a pipe it has one.
    createInterface({ input: this.#child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const said = JSON.parse(line) as { event?: string; http?: string };
      if (said.event === 'ready') this.#http = said.http ?? '';
    });
  }

  async ready(limitMs: number): Promise<void> {
    await until('the daemon', () => this.#http, limitMs);
  }

  async surface(): Promise<SurfaceState | undefined> {
    const list = (await (await this.#ask('surfaces')).json()) as readonly SurfaceState[]; // the daemon's own schema
    return list[0];
  }

  async level(path: string): Promise<unknown> {
    const body: unknown = await (await this.#ask(`params/${path}`)).json();
    return typeof body === 'object' && body !== null && 'value' in body ? body.value : undefined;
  }

  async say(line: string): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const response = await this.#ask('say', { method: 'POST', headers, body: JSON.stringify({ line }) });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Once more where a connection that was kept open was let go at that very moment, as a slow machine finds out late: all that is asked may come twice. */
  #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const ask = (): Promise<Response> => fetch(`${this.#http}/api/v1/${path}`, init);
    return ask().catch(ask);
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}
