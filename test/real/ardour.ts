import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** ipMIDI: raw MIDI bytes in UDP multicast, one port number a surface. */
const GROUP = '225.0.0.37';
const PORT = 21_928;

const CONFIG = `<?xml version="1.0"?>
<Ardour><Config/><ControlProtocols>
<Protocol name="Mackie" active="1" bank="0" ipmidi-base="${PORT}" device-profile="Mackie Control" device-name="Surface over IP"/>
</ControlProtocols></Ardour>`;

/** A session with a test signal of -6 dBFS on its inputs, and more tracks than a surface has strips. */
const SCRIPT = `
local b = AudioEngine:set_backend("None (Dummy)", "ardour", "")
b:set_device_name("DC -6dBFS (+.5)"); b:set_driver("Normal Speed"); b:set_buffer_size(1024)
local s = create_session(arg[1], "bridge", 48000)
s:new_audio_track(1, 2, nil, 10, "Trk", ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true)
print("READY"); io.stdout:flush()
while true do sleep(0.1) end
`;

const ip = (...args: string[]): void => {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'ignore'] });
};

/**
 * A real Ardour whose control surface we are. It runs in a network namespace of its own, at the other end of a cable (veth): Ardour wants
 * the multicast port for itself. Needs root, as a namespace does.
 */
export class Ardour {
  heard: (bytes: Uint8Array) => void = () => {};
  /** What it has printed, for a test that waits in vain. */
  said = '';
  readonly #folder = mkdtempSync(join(tmpdir(), 'deskbridge-ardour-'));
  readonly #space = `deskbridge-${process.pid}`;
  readonly #near = `dbn${process.pid}`;
  readonly #net = `10.213.${process.pid % 250}`;
  #socket: Socket | undefined;
  #child: ChildProcess | undefined;

  async start(): Promise<void> {
    this.#lay();
    await this.#listen();
    this.#configure();
    const script = join(this.#folder, 'session.lua');
    writeFileSync(script, SCRIPT);
    this.#child = spawn('ip', ['netns', 'exec', this.#space, 'ardour7-lua', script, join(this.#folder, 'session')], {
      env: { ...process.env, HOME: this.#folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (part: Buffer) => {
        this.said += part.toString();
      });
    }
  }

  send(bytes: Uint8Array): void {
    this.#socket?.send(bytes, PORT, GROUP);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    this.#socket?.close();
    try {
      ip('netns', 'del', this.#space);
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  /** The cable between here and the namespace; multicast goes along it. */
  #lay(): void {
    const far = `dbf${process.pid}`;
    ip('netns', 'add', this.#space);
    ip('link', 'add', this.#near, 'type', 'veth', 'peer', 'name', far, 'netns', this.#space);
    ip('addr', 'add', `${this.#net}.1/24`, 'dev', this.#near);
    ip('link', 'set', this.#near, 'up');
    ip('-n', this.#space, 'addr', 'add', `${this.#net}.2/24`, 'dev', far);
    ip('-n', this.#space, 'link', 'set', far, 'up');
    ip('-n', this.#space, 'link', 'set', 'lo', 'up');
    ip('-n', this.#space, 'route', 'add', '224.0.0.0/4', 'dev', far);
  }

  #listen(): Promise<void> {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    this.#socket = socket;
    socket.on('message', (bytes) => this.heard(bytes));
    return new Promise((resolve) => {
      socket.bind(PORT, () => {
        socket.addMembership(GROUP, `${this.#net}.1`);
        socket.setMulticastInterface(`${this.#net}.1`);
        socket.setMulticastLoopback(false);
        resolve();
      });
    });
  }

  /** The surface must be there before the session is made: the session's copy of the settings wins. */
  #configure(): void {
    const home = join(this.#folder, '.config/ardour7');
    mkdirSync(join(home, 'mcp'), { recursive: true });
    writeFileSync(join(home, 'config'), CONFIG);
    const stock = readFileSync('/usr/share/ardour7/mcp/mc.device', 'utf8');
    const ours = stock.replace('<Name value="Mackie Control"/>', '<Name value="Surface over IP"/><UsesIPMIDI value="yes"/>');
    writeFileSync(join(home, 'mcp/ip.device'), ours);
  }
}
