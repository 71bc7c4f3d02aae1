import type { Refusal } from './desk/refusal.ts';
import type { HttpTarget, Message, OscTarget, Target } from './scenes/sends/target.ts';
import { type SendHost, unreached } from './scenes/sends/verbs.ts';
import type { Clock } from './wire/pace/clock.ts';
import { sendHttp } from './wire/ports/http-request.ts';
import { UdpTarget } from './wire/ports/udp-target.ts';

/** More than so many to one target within a second is a loop or a storm. */
const PER_SECOND = 100;
/** Requests on their way to one target: one that does not answer costs no more. */
const AT_ONCE = 8;

export interface SendsOptions {
  readonly clock: Clock;
  /** Tells a MIDI port. @returns why nothing was sent */
  readonly midi: (words: string, bytes: Uint8Array) => string | undefined;
  /** Title of the open MIDI port with these words. */
  readonly midiPort: (words: string) => string | undefined;
  /** Told of each MIDI message before it goes out: heard back it is no news. */
  readonly sent: (message: Uint8Array) => void;
}

/** How a target has behaved. */
interface Way {
  readonly target: Target;
  readonly udp?: UdpTarget;
  readonly sentMs: number[];
  underway: number;
  /** Why the last one failed; empty when it did not. */
  failed: string;
  isUsed: boolean;
}

/** The ways to all targets of desk.yaml. Opened by what is sent first; a target that is away holds up nobody. */
export class Sends implements SendHost {
  readonly #options: SendsOptions;
  #ways = new Map<string, Way>();
  #end = new AbortController();

  constructor(options: SendsOptions) {
    this.#options = options;
  }

  /** Other targets from now on; those that are the same stay open. */
  set(targets: readonly Target[]): void {
    const before = this.#ways;
    this.#ways = new Map(
      targets.map((target) => {
        const known = before.get(target.name);
        return [target.name, known && JSON.stringify(known.target) === JSON.stringify(target) ? known : wayTo(target)];
      }),
    );
    for (const [name, way] of before) if (this.#ways.get(name) !== way) way.udp?.close();
  }

  get targets(): readonly Target[] {
    return [...this.#ways.values()].map(({ target }) => target);
  }

  stateOf({ name }: Target): string {
    const way = this.#ways.get(name);
    if (!way) return 'gone';
    if (way.target.kind === 'midi') {
      const port = this.#options.midiPort(way.target.port);
      return port === undefined ? 'no such port is open' : `open (${port})`;
    }
    return way.failed === '' ? (way.isUsed ? 'ready' : 'not used yet') : way.failed;
  }

  send(message: Message): Refusal | Promise<Refusal | undefined> | undefined {
    const way = this.#ways.get(message.target.name);
    if (!way) return unreached(message.target, 'it was taken out of desk.yaml');
    if (!this.#admits(way))
      return { code: 'busy', got: `${way.target.name} was sent ${PER_SECOND} messages in a second`, want: 'the rest is left out' };
    way.isUsed = true;
    switch (message.kind) {
      case 'midi':
        return this.#midi(message);
      case 'osc':
        return this.#osc(way, message.target, message.bytes);
      case 'http':
        return this.#http(way, message.target, message);
    }
  }

  stop(): void {
    this.#end.abort();
    for (const { udp } of this.#ways.values()) udp?.close();
    this.#ways.clear();
    this.#end = new AbortController();
  }

  // ---- inside ----

  #midi({ target, messages }: Extract<Message, { kind: 'midi' }>): Refusal | undefined {
    for (const message of messages) {
      this.#options.sent(message);
      const reason = this.#options.midi(target.port, message);
      if (reason !== undefined) return unreached(target, reason);
    }
    return undefined;
  }

  async #osc(way: Way, target: OscTarget, bytes: Uint8Array): Promise<Refusal | undefined> {
    const fault = await way.udp?.send(bytes);
    way.failed = fault?.reason ?? '';
    return fault && unreached(target, fault.reason);
  }

  #http(way: Way, target: HttpTarget, message: Extract<Message, { kind: 'http' }>): Refusal | Promise<Refusal | undefined> {
    const { method, url, body, isJson } = message;
    // The text was checked when it was read; this is the last door.
    if (new URL(url).origin !== new URL(target.base).origin) return unreached(target, `${url} leads elsewhere`);
    if (way.underway >= AT_ONCE)
      return { code: 'busy', got: `${target.name} has not answered ${AT_ONCE} requests yet`, want: 'this one is left out' };
    way.underway += 1;
    const more = { ...(body === undefined ? {} : { body }), ...(isJson === undefined ? {} : { isJson }) };
    return sendHttp({ method, url, ...more, timeoutMs: target.timeoutMs, signal: this.#end.signal }).then((fault) => {
      way.underway -= 1;
      way.failed = fault?.reason ?? '';
      return fault && unreached(target, fault.reason);
    });
  }

  #admits({ sentMs }: Way): boolean {
    const nowMs = this.#options.clock.nowMs();
    while (sentMs[0] !== undefined && nowMs - sentMs[0] >= 1000) sentMs.shift();
    if (sentMs.length >= PER_SECOND) return false;
    sentMs.push(nowMs);
    return true;
  }
}

const wayTo = (target: Target): Way => ({
  target,
  sentMs: [],
  underway: 0,
  failed: '',
  isUsed: false,
  ...(target.kind === 'osc' ? { udp: new UdpTarget({ address: target.host, port: target.port }) } : {}),
});
