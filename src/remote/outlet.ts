import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { RemoteCounts, RemoteLimits } from './house.ts';
import type { Goodbye } from './protocol.ts';
import { Window } from './window.ts';
import { textFrame } from './ws-frame.ts';

/** What goes first to a client that reads slowly: each kind of frame is held back above its share of the buffer. */
const SHARES = { control: 1, meters: 0.5, sound: 0.25 } as const;
type Kind = keyof typeof SHARES;
const KINDS = ['control', 'meters', 'sound'] as const;
/** Of what may be under way; sound goes first when it is little. */
const PARTS = { meters: 1, sound: 0.75 } as const;

/** An answer that takes longer than this says that the link is full (ms). */
const LAG_MS = 300;

/**
 * The way out to one client: never waits, never grows without bound, and knows when the client is stuck. Frames come whole from
 * `ws-frame.ts` and go to the socket in one piece, past the library, which would write their heads anew for each client.
 */
export class Outlet {
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #limits: RemoteLimits;
  readonly #counts: RemoteCounts;
  readonly #gates: Readonly<Record<Kind, number>>;
  /** Since when frames of a kind are held back without a break. */
  readonly #heldSinceMs: Record<Kind, number> = { control: Infinity, meters: Infinity, sound: Infinity };
  readonly #onDrain: () => void;
  /** The client asks and does not read: what it says waits until it does. */
  #isFlooded = false;
  #holds = 0;
  dropped = 0;
  /** When the ping went out that is not answered yet. */
  #askedMs = Number.POSITIVE_INFINITY;
  #pingedMs = 0;
  readonly #window = new Window();

  /** @param onDrain called when everything that waited has been taken, or it is read from again */
  constructor(ws: WebSocket, socket: Duplex, limits: RemoteLimits, counts: RemoteCounts, nowMs: () => number, onDrain: () => void) {
    this.#ws = ws;
    this.#socket = socket;
    this.#limits = limits;
    this.#counts = counts;
    const { bufferBytes } = limits;
    ws.on('pong', () => {
      this.#askedMs = Number.POSITIVE_INFINITY;
      this.#window.answered(nowMs());
    });
    this.#gates = { control: bufferBytes * SHARES.control, meters: bufferBytes * SHARES.meters, sound: bufferBytes * SHARES.sound };
    socket.on('drain', () => {
      this.#isFlooded = false;
      this.#goOn();
    });
    this.#onDrain = onDrain;
  }

  /** The client is not read from: what it said waits. */
  get isPaused(): boolean {
    return this.#isFlooded || this.#holds > 0;
  }

  /** It is not read from until as many releases came. */
  hold(): void {
    if (this.#holds++ === 0) this.#ws.pause();
  }
  release(): void {
    this.#holds -= 1;
    if (this.#holds === 0) this.#goOn();
  }

  close({ code, reason }: Goodbye): void {
    this.#ws.close(code, reason);
  }

  #goOn(): void {
    this.#onDrain();
    if (!this.isPaused) this.#ws.resume();
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  /**
   * An answer, or bytes for a surface: always sent. A client that asks and does not read is not read from either, and the session of a
   * surface sends no more than its wire carries.
   * @param message a text, or whole frames
   */
  answer(message: string | Buffer): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    this.#put(typeof message === 'string' ? textFrame(message) : message);
    if (this.#isFlooded || this.#ws.bufferedAmount <= this.#limits.bufferBytes) return;
    this.#isFlooded = true;
    this.#ws.pause();
  }

  /** @returns false when too much waits already: the caller keeps what it wanted to tell, and tells newer values later */
  changes(frame: Buffer, nowMs: number): boolean {
    if (this.#isFull('control', nowMs)) return false;
    this.#put(frame);
    return true;
  }

  #put(frame: Buffer): void {
    this.#window.sent(frame.length);
    this.#socket.write(frame);
  }

  /** Asks for a sign of life, unless one is still to come. The answer also says that all before it has arrived. */
  ping(nowMs: number, everyMs: number): void {
    if (nowMs - this.#pingedMs < everyMs || this.#askedMs !== Number.POSITIVE_INFINITY) return;
    this.#ask(nowMs);
  }

  /** The very first word: what the link takes by itself is found out while it is empty, before a snapshot fills it for seconds. */
  begin(nowMs: number): void {
    this.#ask(nowMs);
  }

  #ask(nowMs: number): void {
    this.#pingedMs = nowMs;
    this.#askedMs = nowMs;
    this.#window.asked(nowMs);
    this.#ws.ping();
  }

  /**
   * A frame that is worth nothing later. On a slow link the system itself would take megabytes and deliver them late, faders
   * behind them: while an answer is overdue, or much is under way for this link, no more is added.
   */
  stream(kind: 'meters' | 'sound', frame: Buffer, nowMs: number): void {
    const isFull = this.#isFull(kind, nowMs);
    if (nowMs - this.#askedMs > LAG_MS || isFull || !this.#window.takes(frame.length, PARTS[kind])) {
      this.dropped += 1;
      this.#counts.dropped += 1;
    } else this.#put(frame);
    if (!isFull && this.#window.wantsAnswer) this.#ask(nowMs);
  }

  /** True when something has been held back for too long. */
  isStuck(nowMs: number): boolean {
    const buffered = this.#ws.bufferedAmount;
    if (buffered > this.#gates.control) this.#heldSinceMs.control = Math.min(this.#heldSinceMs.control, nowMs);
    let stuck = false;
    for (const kind of KINDS) {
      if (buffered <= this.#gates[kind]) this.#heldSinceMs[kind] = Number.POSITIVE_INFINITY;
      else stuck ||= nowMs - this.#heldSinceMs[kind] >= this.#limits.stuckMs;
    }
    return stuck;
  }

  /** Time in which nobody listened does not count against the client. */
  excuse(nowMs: number): void {
    if (this.#askedMs < nowMs) this.#askedMs = nowMs;
    for (const kind of KINDS) if (this.#heldSinceMs[kind] < nowMs) this.#heldSinceMs[kind] = nowMs;
  }

  #isFull(kind: Kind, nowMs: number): boolean {
    if (this.#ws.readyState !== this.#ws.OPEN) return true;
    const isFull = this.#ws.bufferedAmount > this.#gates[kind];
    this.#heldSinceMs[kind] = isFull ? Math.min(this.#heldSinceMs[kind], nowMs) : Number.POSITIVE_INFINITY;
    return isFull;
  }
}
