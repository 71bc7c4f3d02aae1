import { signal } from '@preact/signals';
import { forgetCredential } from './credential.ts';
import type { ClientMessage, ErrorBody, Outcome, ServerMessage, Told } from './protocol.ts';

/** First wait before calling again, doubled each time up to the last (ms). */
const FIRST_WAIT_MS = 250;
const LAST_WAIT_MS = 5000;
/** Sign of life is asked for so often; heard nothing for so long, the link is lost (ms). */
const PROBE_MS = 1000;
const SILENT_MS = 3000;
/** What waits in the socket; above it nothing more is handed over (bytes). */
const FULL_BYTES = 16_384;

/**
 * - `calling` first connection, nothing is known yet
 * - `reading` connected, values are being told
 * - `live` what is shown is true
 * - `pairing` the daemon asks for a credential
 * - `lost` what is shown is old; nothing is sent, now or later
 */
export type LinkState = 'calling' | 'reading' | 'live' | 'pairing' | 'lost';

/** What is answered with its number. */
export type Asking = Exclude<ClientMessage, { t: 'hello' | 'auth' }>;

interface Hooks {
  /** Greeted, with the right to see: what the page wants is to be said now. */
  greeted(hello: Told<'hello'>): void;
  hear(message: ServerMessage): void;
  frame(bytes: DataView): void;
  lost(): void;
}

const OFFLINE: ErrorBody = { code: 'offline', message: 'no link to the daemon: nothing was sent' };

/** The one connection: credential, signs of life, coming back. Knows no parameter. */
export class Socket {
  readonly state = signal<LinkState>('calling');
  /** Of performance.now(): since when the link is lost. */
  readonly lostMs = signal(0);
  readonly tries = signal(0);
  /** Of performance.now(): when it calls again. */
  readonly againMs = signal(0);
  /** Time to the daemon and back (ms). */
  readonly roundMs = signal(0);
  readonly reason = signal('');
  readonly #hooks: Hooks;
  readonly #asked = new Map<number, (outcome: Outcome) => void>();
  #socket: WebSocket | undefined;
  #nextRef = 1;
  #heardMs = 0;
  #timer = 0;
  #token: string | undefined;
  /** This connection was asked for a credential, and has shown it. */
  #isShown = false;

  constructor(hooks: Hooks, token: string | undefined) {
    this.#hooks = hooks;
    this.#token = token;
  }

  open(): void {
    this.#connect();
    setInterval(() => this.#probe(), PROBE_MS);
    const wake = (): void => {
      if (document.visibilityState !== 'visible') return;
      if (this.state.value === 'lost') this.retry();
      else this.#probe();
    };
    document.addEventListener('visibilitychange', wake);
    addEventListener('online', wake);
  }

  /** Calls at once instead of waiting. */
  retry(): void {
    if (this.state.value === 'live' || this.state.value === 'reading') return;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#connect();
  }

  /** A credential that has just been got. */
  show(token: string): void {
    this.#token = token;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#showIt(token);
    else this.retry();
  }

  /** What requests show, too. Who is let in without one shows none: an old one would be refused. */
  get credential(): string | undefined {
    return this.#isShown ? this.#token : undefined;
  }

  #showIt(token: string): void {
    this.#isShown = true;
    this.say({ t: 'auth', token });
  }

  get isFull(): boolean {
    return (this.#socket?.bufferedAmount ?? 0) > FULL_BYTES;
  }

  /** @returns whether it was handed over */
  say(message: ClientMessage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** A binary frame of this page's own. */
  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  /** Says something and hears what became of it; a lost link is an answer too. */
  ask(message: Asking): Promise<Outcome> {
    const ref = this.#nextRef++;
    return new Promise((settle) => {
      if (!this.say({ ...message, ref })) settle({ done: false, error: OFFLINE });
      else this.#asked.set(ref, settle);
    });
  }

  /** Everything asked for is there: what the page shows is true. */
  becomeLive(): void {
    this.tries.value = 0;
    this.state.value = 'live';
  }

  #connect(): void {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#isShown = false;
    this.#heardMs = performance.now();
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket) return;
      this.#heardMs = performance.now();
      // Cast: the daemon checks by the same schemas what it says; unknown messages are passed over.
      if (typeof data === 'string') this.#hear(JSON.parse(data) as ServerMessage);
      else this.#hooks.frame(new DataView(data));
    };
    socket.onclose = ({ code, reason }) => {
      if (this.#socket === socket) this.#closed(code, reason);
    };
  }

  #hear(message: ServerMessage): void {
    if (message.t === 'hello') this.#greet(message);
    else this.#hooks.hear(message);
    if (!('ref' in message) || message.ref === undefined) return;
    const asked = this.#asked.get(message.ref);
    this.#asked.delete(message.ref);
    asked?.(outcomeOf(message));
  }

  #greet(hello: Told<'hello'>): void {
    if (hello.role !== null) {
      this.state.value = 'reading';
      this.#hooks.greeted(hello);
    } else if (this.#token !== undefined) this.#showIt(this.#token);
    else this.state.value = 'pairing';
  }

  #closed(code: number, reason: string): void {
    this.#socket = undefined;
    for (const settle of this.#asked.values()) settle({ done: false, error: OFFLINE });
    this.#asked.clear();
    if (code === 4401) {
      // A device that was let go, or showed nothing in time.
      this.reason.value = this.#token === undefined ? '' : reason;
      if (this.#token !== undefined) forgetCredential();
      this.#token = undefined;
      this.state.value = 'pairing';
      this.#hooks.lost();
      // Nothing is tried again until somebody shows a credential.
      return;
    }
    if (this.state.value !== 'lost') this.lostMs.value = performance.now();
    this.reason.value = reason;
    this.state.value = 'lost';
    this.#hooks.lost();
    // A random part, so that many tablets do not come back in the same instant.
    const waitMs = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries.value) * (0.5 + Math.random() / 2);
    this.tries.value++;
    this.againMs.value = performance.now() + waitMs;
    this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  /** A browser cannot send the WebSocket's own ping: the end of a subscription that is not there is answered as quickly. */
  #probe(): void {
    const socket = this.#socket;
    if (!socket) return;
    if (performance.now() - this.#heardMs > SILENT_MS) {
      this.#socket = undefined;
      socket.close();
      this.#closed(0, 'nothing was heard');
      return;
    }
    if (this.state.value !== 'live') return;
    const beganMs = performance.now();
    void this.ask({ t: 'unsub', pattern: 'probe' }).then(({ done }) => {
      if (done) this.roundMs.value = performance.now() - beganMs;
    });
  }
}

function outcomeOf(message: ServerMessage): Outcome {
  if (message.t === 'refused') return { done: false, error: message.error };
  // A snapshot, a view, a sound: the message itself is the answer.
  if (message.t !== 'ok') return { done: true };
  const { value, answer } = message;
  return { done: true, ...(value === undefined ? {} : { value }), ...(answer === undefined ? {} : { answer }) };
}
