import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '../../src/wire/ports/sound/child.ts';
import { isNotThere } from '../../src/wire/ports/sound/sound-port.ts';

/** A PipeWire of our own with a null sink, for as long as a test needs it. Order and bus as PipeWire wants them on a machine without a desktop. */
export class PrivatePipeWire {
  readonly env: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #children: ChildProcess[] = [];

  private constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'deskbridge-pipewire-'));
    const runtime = this.#folder;
    this.env = {
      XDG_RUNTIME_DIR: runtime,
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus`,
      HOME: runtime,
      PULSE_SERVER: `unix:${runtime}/pulse/native`,
    };
  }

  static async start(): Promise<PrivatePipeWire> {
    const one = new PrivatePipeWire();
    // Without a session bus the session manager leaves, and then nothing is linked.
    one.#spawn('dbus-daemon', ['--session', '--nopidfile', '--nofork', `--address=${one.env.DBUS_SESSION_BUS_ADDRESS}`]);
    one.#spawn('pipewire', []);
    await one.#until(() => ask({ program: 'pw-cli', args: ['info', '0'], env: one.env }));
    one.#spawn('wireplumber', []);
    one.#spawn('pipewire-pulse', []);
    await one.#until(() => ask({ program: 'pactl', args: ['info'], env: one.env }));
    await one.run('pactl', ['load-module', 'module-null-sink', 'sink_name=lab', 'channels=2', 'rate=48000']);
    await one.run('pactl', ['set-default-sink', 'lab']);
    await one.run('pw-metadata', ['-n', 'settings', '0', 'clock.force-quantum', '128']);
    return one;
  }

  async run(program: string, args: readonly string[]): Promise<string> {
    const answer = await ask({ program, args, env: this.env }, 5000);
    if (isNotThere(answer)) throw new Error(`${program}: ${answer.why}`);
    return answer.out;
  }

  /** Records what the sink plays: interleaved stereo. */
  record(): { readonly bytes: () => Buffer; readonly stop: () => void } {
    const parts: Buffer[] = [];
    const child = this.#spawn('parec', [
      '-d',
      'lab.monitor',
      '--format=float32le',
      '--rate=48000',
      '--channels=2',
      '--latency-msec=5',
      '--raw',
    ]);
    child.stdout?.on('data', (part: Buffer) => parts.push(part));
    return { bytes: () => Buffer.concat(parts), stop: () => child.kill() };
  }

  async stop(): Promise<void> {
    const ends = this.#children.map((child) =>
      child.exitCode !== null || child.signalCode !== null ? undefined : new Promise((resolve) => child.once('exit', resolve)),
    );
    for (const child of this.#children.reverse()) child.kill('SIGKILL');
    await Promise.all(ends);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #spawn(program: string, args: readonly string[]): ChildProcess {
    const child = spawn(program, args, { env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'ignore'] });
    this.#children.push(child);
    return child;
  }

  async #until(answer: () => Promise<unknown>): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      if (!isNotThere(await answer())) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('PipeWire did not come up');
  }
}
