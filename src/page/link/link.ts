import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { readFrame } from '../../remote/protocol/frames.ts';
import { credential, deviceName } from './credential.ts';
import type { Layout } from './layout.ts';
import { Meters } from './meters.ts';
import type { Param } from './param.ts';
import type { Answer, EngineLink, LayoutBody, Outcome, Role, ServerMessage, ShowNews, SurfaceNews, Told, Value } from './protocol.ts';
import { Sender } from './sender.ts';
import { type Asking, Socket } from './socket.ts';
import { Store } from './store.ts';

/** After an own change it is asked anew what undo would do (ms). */
const UNDO_LOOK_MS = 300;
/** Before something is asked again that was refused (ms). */
const AGAIN_MS = 500;

/**
 * The desk as this page sees it, and the page's only way to move it. One per page: `link`.
 *
 * - `link.param('ch/7/fader')` -> signals `.value .shown .level .on .text .heldBy .by .own .info .refusal`
 * - `link.set(path, value, hand)`, `link.touch(path, down)`: nothing is sent while the link, the engine or the role does not allow it
 * - `link.say('toggle ch/7/mute')` -> what became of it
 * - `link.layout.value?.strips`, `.get(path)?.law`; `link.meters.want('channel', ['ch/7/meter/pre'])`, `.at(point)`, `.levels`
 * - `link.state.value`: only while it is `live` is anything that is shown true
 */
export class Link {
  readonly store = new Store();
  readonly socket: Socket;
  readonly meters: Meters;
  readonly role = signal<Role>(null);
  readonly engines = signal<readonly EngineLink[]>([]);
  readonly surfaces = signal<readonly SurfaceNews[]>([]);
  /** Scenes and cues; undefined as long as the daemon has said nothing of a show. */
  readonly show = signal<ShowNews | undefined>(undefined);
  /** What `undo` would set back now; empty when there is nothing. */
  readonly undoes = signal<Answer['changes']>([]);
  readonly version = signal('');
  /** Set by the page: touches do nothing. */
  readonly isLocked = signal(false);
  /** Sound and MIDI frames are handed on. */
  onSound: ((payload: DataView) => void) | undefined;
  onMidi: ((bytes: Uint8Array) => void) | undefined;
  onListen: ((form: Told<'listen'>) => void) | undefined;
  /** Called whenever the page has been greeted and is live: what does not survive a break is said again here. */
  readonly onLive = new Set<() => void>();
  readonly layout: ReadonlySignal<Layout | undefined> = this.store.layout;
  readonly #sender: Sender;
  #hello: Told<'hello'> | undefined;
  #undoTimer = 0;
  #reading = 0;

  constructor() {
    this.socket = new Socket(
      {
        greeted: (hello) => void this.#greeted(hello),
        hear: (message) => this.#hear(message),
        frame: (bytes) => this.#frame(bytes),
        lost: () => this.#lost(),
      },
      credential(),
    );
    this.meters = new Meters(this.socket);
    this.#sender = new Sender(this.socket, this.store);
  }

  get state(): Socket['state'] {
    return this.socket.state;
  }

  /** What is shown is old or not known at all. */
  readonly isStale: ReadonlySignal<boolean> = computed(() => this.socket.state.value !== 'live');
  readonly isViewer: ReadonlySignal<boolean> = computed(() => this.role.value === 'viewer');
  /** Engines that do not answer. */
  readonly silent: ReadonlySignal<readonly EngineLink[]> = computed(() => this.engines.value.filter(({ state }) => state !== 'live'));

  param(path: string): Param {
    return this.store.param(path);
  }

  /** Whether a touch on this parameter may move it: link live, engine live, role, not locked, not in another's hand. */
  may(path: string): boolean {
    const param = this.param(path);
    return this.isOpen(path) && param.info.peek() !== undefined && !param.info.peek()?.readOnly && param.heldBy.peek() === undefined;
  }

  /** The same without the parameter itself: why nothing on the page can be moved. */
  isOpen(path: string): boolean {
    if (this.state.peek() !== 'live' || this.isLocked.peek() || this.role.peek() === 'viewer') return false;
    const role = path.includes(':') ? path.slice(0, path.indexOf(':')) : this.engines.peek()[0]?.role;
    return this.engines.peek().find((engine) => engine.role === role)?.state === 'live';
  }

  /**
   * States a value in the unit of the parameter. Of a stream only the newest of a frame is sent.
   * @param hand one of a stream under a finger: clamped to the range, and held for a moment
   * @returns false when nothing was and will be sent
   */
  set(path: string, value: Value, hand = false): boolean {
    if (!this.may(path)) return false;
    this.#sender.state(this.param(path), value, hand);
    return true;
  }

  /** A finger is on it, or off again: nobody else moves it meanwhile. */
  touch(path: string, down: boolean): void {
    if (down && !this.may(path)) return;
    // The last value of a finger goes before its end.
    if (!down) this.#sender.flush();
    this.socket.say({ t: 'touch', path, down });
  }

  /** A line of the verb language. */
  say(line: string, context: { strip?: string; selected?: string } = {}): Promise<Outcome> {
    return this.socket.ask({ t: 'say', line, context });
  }
  verb(verb: string, args: Record<string, string | number | boolean> = {}, dry = false): Promise<Outcome> {
    return this.socket.ask({ t: 'verb', verb, args, dry });
  }
  ask(message: Asking): Promise<Outcome> {
    return this.socket.ask(message);
  }

  /** A request to the HTTP door with this page's credential. */
  fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const token = this.socket.credential;
    return fetch(address, token === undefined ? init : { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
  }

  // ---- what it hears ----

  async #greeted(hello: Told<'hello'>): Promise<void> {
    this.#hello = hello;
    this.role.value = hello.role;
    this.engines.value = hello.engines;
    this.version.value = hello.version;
    this.store.greet(hello);
    this.socket.say({ t: 'hello', name: deviceName(), kind: 'tablet' });
    await this.#read(hello.run, hello.layout);
  }

  /** Layout if it is another, subscription, all values or what changed since; then everything shown is true. */
  async #read(run: string, number: number): Promise<void> {
    const turn = ++this.#reading;
    const known = this.store.layout.peek();
    const isKnown = known?.run === run && known.number === number;
    if (!isKnown) {
      const answer = await this.fetch('/api/v1/layout').catch(() => undefined);
      if (turn !== this.#reading) return;
      if (!answer?.ok) {
        this.#readAgain(turn, run, number);
        return;
      }
      // Cast: the daemon writes it by this very schema.
      this.store.relayout((await answer.json()) as LayoutBody);
      if (turn !== this.#reading) return;
    }
    const layout = this.store.layout.peek();
    if (!layout) return;
    // The subscription first: what changes before all is told comes after it, and nothing falls between.
    const told = await Promise.all([
      this.socket.ask({ t: 'sub', pattern: '**' }),
      this.socket.ask(this.#asking(run, layout.number, isKnown)),
    ]);
    if (turn !== this.#reading) return;
    if (told.every(({ done }) => done)) this.#becomeLive();
    else this.#readAgain(turn, run, layout.number);
  }

  /** What changed since, if the page has had everything once; else everything. */
  #asking(run: string, layout: number, isKnown: boolean): Asking {
    const { revision } = this.store;
    return isKnown && revision >= 0 ? { t: 'resume', run, layout, rev: revision } : { t: 'snapshot', layout };
  }

  /** A daemon under load answers "busy" to what makes it much work. */
  #readAgain(turn: number, run: string, layout: number): void {
    setTimeout(() => {
      if (turn === this.#reading) void this.#read(run, layout);
    }, AGAIN_MS);
  }

  #becomeLive(): void {
    this.socket.becomeLive();
    this.meters.wish();
    for (const live of this.onLive) live();
    this.#lookAtUndo();
  }

  #hear(message: ServerMessage): void {
    switch (message.t) {
      case 'snapshot':
        // Of another layout: the relayout that says so is on its way.
        if (message.layout === this.store.layout.peek()?.number) this.store.snapshot(message);
        break;
      case 'changes':
        if (this.store.changes(message)) this.#lookAtUndo();
        break;
      case 'holds':
        this.store.holds(message);
        break;
      case 'view':
        this.meters.placed(message);
        break;
      case 'link':
        this.engines.value = upserted(this.engines.peek(), message);
        break;
      case 'surfaces':
        this.surfaces.value = message.surfaces;
        break;
      case 'show':
        this.show.value = { ...message, heardMs: performance.now() };
        break;
      case 'relayout':
        this.socket.state.value = 'reading';
        if (this.#hello) void this.#read(this.#hello.run, message.layout);
        break;
      case 'listen':
        this.onListen?.(message);
        break;
      default:
    }
  }

  #frame(bytes: DataView): void {
    const frame = readFrame(bytes);
    if (frame?.kind === 'meters') this.meters.frame(bytes);
    else if (frame?.kind === 'pcm') this.onSound?.(frame.payload);
    else if (frame) this.onMidi?.(new Uint8Array(bytes.buffer, bytes.byteOffset + bytes.byteLength - frame.payload.byteLength));
  }

  #lost(): void {
    this.#reading++;
    this.#sender.drop();
    this.store.forget();
    this.meters.lost();
  }

  #lookAtUndo(): void {
    clearTimeout(this.#undoTimer);
    this.#undoTimer = setTimeout(() => void this.#askUndo(), UNDO_LOOK_MS);
  }

  async #askUndo(): Promise<void> {
    const outcome = await this.verb('undo', {}, true);
    this.undoes.value = (outcome.done && outcome.answer?.changes) || [];
  }
}

function upserted(engines: readonly EngineLink[], { role, state, reason }: Told<'link'>): readonly EngineLink[] {
  const fresh = { role, state, reason };
  return engines.some((one) => one.role === role) ? engines.map((one) => (one.role === role ? fresh : one)) : [...engines, fresh];
}

export const link = new Link();
