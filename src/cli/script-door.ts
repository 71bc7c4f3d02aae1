import WebSocket from 'ws';
import type { Unit } from '../desk/law.ts';
import type { ClientMessage } from '../remote/protocol/client.ts';
import type { LayoutBody } from '../remote/protocol/http.ts';
import type { ServerMessage } from '../remote/protocol/server.ts';
import { type Daemon, headersOf } from './client.ts';
import { Gone, type Said, type ScriptDoor } from './script-runner.ts';
import { unitsOf } from './units.ts';

/** Most subscriptions that one client may have; what is watched besides is looked at now and then. */
const MOST_WATCHED = 60;
/** The daemon takes a number of messages a second from one client: over it a line is said again. */
const AGAIN_MS = 100;
const MOST_TRIES = 50;
const HEAVY_MS = 5;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Answer = Extract<ServerMessage, { t: 'ok' | 'refused' }>;

/** One connection for a whole script: its steps are one actor's, and what it holds is free when it ends. */
export class SocketDoor implements ScriptDoor {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { readonly answer: (message: Answer) => void; readonly gone: (reason: Gone) => void }>();
  readonly #watched = new Set<string>();
  readonly #units: ReadonlyMap<string, Unit>;
  #wake: () => void = () => {};
  #ref = 0;
  #gone: Gone | undefined;

  private constructor(socket: WebSocket, units: ReadonlyMap<string, Unit>) {
    this.#socket = socket;
    this.#units = units;
    // The daemon's own messages, of the same version as this command.
    socket.on('message', (bytes: Buffer) => this.#hear(JSON.parse(bytes.toString()) as ServerMessage));
    socket.on('error', () => {});
    socket.on('close', (code, text) => this.#end(`the daemon ended the connection (${code}${text.length > 0 ? `, ${text}` : ''})`));
  }

  /** @param name of the script, for the log */
  static open(daemon: Daemon, layout: LayoutBody, name: string): Promise<SocketDoor | Gone> {
    const socket = new WebSocket(`${daemon.url.replace(/^http/, 'ws')}/ws`, { headers: headersOf(daemon), perMessageDeflate: false });
    return new Promise((resolve) => {
      socket.once('open', () => {
        const door = new SocketDoor(socket, unitsOf(layout));
        door.#send({ t: 'hello', name: name.slice(0, 64), kind: 'script' });
        resolve(door);
      });
      socket.once('error', (error) => resolve(new Gone(error.message)));
    });
  }

  close(): void {
    this.#socket.close();
  }

  async say(line: string, dry: boolean): Promise<Said> {
    const beganMs = performance.now();
    const said = await this.#say(line, dry);
    const tookMs = performance.now() - beganMs;
    // What is much work for the desk is not asked for without a pause: others have their turn.
    if (tookMs > HEAVY_MS) await pause(Math.min(tookMs, AGAIN_MS));
    return said;
  }

  async #say(line: string, dry: boolean): Promise<Said> {
    for (let tries = 1; ; tries++) {
      const message = await this.#ask({ t: 'say', line, dry });
      if (message.t === 'refused') {
        if (message.error.code !== 'busy' || tries >= MOST_TRIES) return { says: '', changes: [], refused: [message.error.message] };
        await pause(AGAIN_MS);
        continue;
      }
      const { says = '', changes = [], refusals = [], found } = message.answer ?? {};
      return { says, changes, refused: refusals.map((refusal) => refusal.message), found };
    }
  }

  watch(path: string): void {
    if (this.#watched.has(path) || this.#watched.size >= MOST_WATCHED) return;
    this.#watched.add(path);
    this.#send({ t: 'sub', pattern: path });
  }

  news(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  unitOf(path: string): Unit {
    return this.#units.get(path) ?? '';
  }

  #ask(message: Extract<ClientMessage, { t: 'say' }>): Promise<Answer> {
    return new Promise((answer, gone) => {
      if (this.#gone) {
        gone(this.#gone);
        return;
      }
      const ref = ++this.#ref;
      this.#waiting.set(ref, { answer, gone });
      this.#send({ ...message, ref });
    });
  }

  #send(message: ClientMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #hear(message: ServerMessage): void {
    if (message.t === 'changes') this.#wake();
    if ((message.t !== 'ok' && message.t !== 'refused') || message.ref === undefined) return;
    this.#waiting.get(message.ref)?.answer(message);
    this.#waiting.delete(message.ref);
  }

  #end(reason: string): void {
    this.#gone = new Gone(reason);
    for (const { gone } of this.#waiting.values()) gone(this.#gone);
    this.#waiting.clear();
    this.#wake();
  }
}
