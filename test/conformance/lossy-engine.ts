import { linear, lines } from '../../src/desk/law.ts';
import { buildLayout, type Layout, type Parameter } from '../../src/desk/layout.ts';
import type { Stored } from '../../src/desk/value.ts';
import type { Engine, EngineHost, Figures, Write } from '../../src/engines/engine.ts';
import { EngineLink, type LinkTimes } from '../../src/engines/link.ts';
import { Pending } from '../../src/engines/pending.ts';
import { decodeOsc } from '../../src/wire/formats/osc.ts';
import { encodeOsc } from '../../src/wire/formats/osc-encode.ts';
import { UNLIMITED } from '../../src/wire/pace/budget.ts';
import type { Timer } from '../../src/wire/pace/clock.ts';
import { Drain } from '../../src/wire/pace/drain.ts';
import { Outbox } from '../../src/wire/pace/outbox.ts';
import type { Random } from '../../src/wire/pace/random.ts';
import type { Endpoint } from '../../src/wire/ports/fault.ts';
import type { UdpPort } from '../../src/wire/ports/udp.ts';

const STEPS = 1024;
const fader = lines(
  'dB',
  [
    [0, -90],
    [0.0625, -60],
    [0.25, -30],
    [0.5, -10],
    [1, 10],
  ],
  { steps: STEPS },
);
const pan = linear('pan', -100, 100, 2);

/** Small numbers of everything that a UDP console has: levels on 1,024 steps, switches, pans. */
export const lossyLayout = (): Layout =>
  buildLayout({
    rows: [
      { path: 'ch/{1..16}/fader', law: fader, start: Number.NEGATIVE_INFINITY },
      { path: 'ch/{1..16}/mute' },
      { path: 'ch/{1..16}/pan', law: pan, start: -100 },
      { path: 'main/fader', law: fader, start: Number.NEGATIVE_INFINITY },
      { path: 'main/mute' },
    ],
    meters: [],
  });

/** Step on the wire of a value, and back. */
export function stepOf(parameter: Parameter, value: Stored): number {
  if (typeof value !== 'number') return 0;
  return parameter.law === fader ? Math.round(fader.toPosition(value) * (STEPS - 1)) : parameter.law === pan ? (value + 100) / 2 : value;
}
export function levelAt(parameter: Parameter, step: number): number {
  return parameter.law === fader ? fader.toValue(step / (STEPS - 1)) : parameter.law === pan ? step * 2 - 100 : step;
}

const TIMES: LinkTimes = { answerMs: 100, readMs: 4000, staleMs: 600, pauseMs: 300 };
const ALIVE_MS = 150;
const ASK_MS = 60;

/** The driver of {@link ./lossy-console.ts}: what a console's driver in `engines/` looks like, on the shared link and pending. */
export class LossyEngine implements Engine {
  readonly type = 'lossy';
  readonly role: string;
  readonly #layout = lossyLayout();
  readonly #port: UdpPort;
  readonly #console: Endpoint;
  readonly #random: Random;
  readonly #pending = new Pending();
  readonly #outbox = new Outbox<Stored>(this.#layout.parameters.length);
  readonly #missing = new Set<number>();
  readonly #values = new Map<number, number>();
  readonly #count = { sent: 0, confirmed: 0, resent: 0, unconfirmed: 0, echoes: 0 };
  #host: EngineHost | undefined;
  #link: EngineLink | undefined;
  #drain: Drain<Stored> | undefined;
  #ask: Timer | undefined;
  #alive: Timer | undefined;
  #due: Timer | undefined;
  #unread = () => {};

  constructor(role: string, port: UdpPort, to: Endpoint, random: Random) {
    this.role = role;
    this.#port = port;
    this.#console = to;
    this.#random = random;
  }

  start(host: EngineHost): void {
    this.#host = host;
    this.#link = new EngineLink(
      host.clock,
      this.#random,
      {
        call: () => this.#tell('/info'),
        read: () => this.#readAll(),
        changed: (state, reason) => {
          if (state !== 'live') this.#pending.drop();
          host.link(state, reason);
        },
      },
      TIMES,
    );
    this.#drain = new Drain(this.#outbox, UNLIMITED, host.clock, (entry) =>
      entry.kind === 'value' ? this.#write(entry.key, entry.value) : 0,
    );
    this.#unread = this.#port.read((bytes) => this.#hear(bytes));
    host.layout(this.#layout);
    this.#link.start();
    this.#keepAlive();
  }

  send(writes: readonly Write[]): void {
    for (const { id, value } of writes) this.#outbox.put(id, value, 'fader');
    this.#drain?.flush();
    this.#armResend();
  }

  figures(): Figures {
    return { ...this.#count };
  }

  stop(): Promise<void> {
    for (const timer of [this.#ask, this.#alive, this.#due]) timer?.cancel();
    this.#drain?.stop();
    this.#unread();
    this.#link?.stop();
    return Promise.resolve();
  }

  #tell(address: string, tags = '', args: readonly number[] = []): number {
    const bytes = encodeOsc(address, tags, args);
    this.#port.send(bytes, this.#console);
    return bytes.length;
  }

  #write(id: number, value: Stored): number {
    const parameter = this.#layout.parameters[id];
    if (!parameter || !this.#host) return 0;
    this.#pending.sent(id, value, this.#host.clock.nowMs());
    this.#count.sent++;
    return this.#tell('/set', 'ii', [id, stepOf(parameter, value)]);
  }

  #readAll(): void {
    this.#values.clear();
    for (const { id } of this.#layout.parameters) this.#missing.add(id);
    this.#askMissing();
  }

  /** Asks for what has not come yet, until all has. */
  #askMissing(): void {
    this.#ask?.cancel();
    if (this.#missing.size === 0) return;
    for (const id of this.#missing) this.#tell('/get', 'i', [id]);
    this.#ask = this.#host?.clock.setTimer(ASK_MS, () => this.#askMissing());
  }

  #keepAlive(): void {
    this.#tell('/alive');
    this.#alive = this.#host?.clock.setTimer(ALIVE_MS, () => this.#keepAlive());
  }

  #hear(bytes: Uint8Array): void {
    const packet = decodeOsc(bytes);
    if (!('address' in packet)) return;
    this.#link?.heard();
    if (packet.address === '/info') this.#link?.answered();
    if (packet.address === '/recalled') {
      const [number, name] = packet.args.map(String);
      if (this.#link?.state === 'live') this.#host?.recalled({ ...(number ? { number } : {}), ...(name ? { name } : {}) });
    }
    const [id, step] = packet.args.map(Number);
    const parameter = this.#layout.parameters[id ?? -1];
    if (packet.address !== '/value' || !parameter || step === undefined) return;
    this.#value(parameter, levelAt(parameter, step));
  }

  #value(parameter: Parameter, value: number): void {
    const { id } = parameter;
    const wasMissing = this.#missing.delete(id);
    if (this.#link?.state === 'reading') {
      this.#values.set(id, value);
      if (wasMissing && this.#missing.size === 0) {
        this.#host?.report(this.#values, 'read');
        this.#link.complete();
      }
      return;
    }
    if (this.#link?.state !== 'live') return;
    const heard = this.#pending.heard(id, value);
    if (heard === 'echo') this.#count.echoes++;
    else if (heard === 'unclear') this.#tell('/get', 'i', [id]);
    else {
      if (heard === 'confirmed') this.#count.confirmed++;
      this.#host?.report([[id, value]]);
    }
  }

  #armResend(): void {
    this.#due?.cancel();
    const { clock } = this.#host ?? {};
    const dueMs = this.#pending.nextDueMs();
    if (!clock || dueMs === Number.POSITIVE_INFINITY) return;
    this.#due = clock.setTimer(dueMs - clock.nowMs(), () => {
      const { resend, lost } = this.#pending.due(clock.nowMs());
      for (const { id, value } of resend) {
        const parameter = this.#layout.parameters[id];
        if (parameter) this.#tell('/set', 'ii', [id, stepOf(parameter, value)]);
      }
      this.#count.resent += resend.length;
      this.#count.unconfirmed += lost.length;
      if (lost.length > 0) this.#host?.unconfirmed(lost);
      this.#armResend();
    });
  }
}
