import { buildLayout, type Layout } from '../../desk/layout.ts';
import type { Stored } from '../../desk/value.ts';
import type { Engine, EngineHost, Figures, Listener, SoundState, Write } from '../engine.ts';
import { EngineLink, LINK_TIMES } from '../link.ts';
import { Pending } from '../pending.ts';
import type { EnginePorts, FirstMix } from '../ports.ts';
import { Console } from './console.ts';
import type { MixerSound, SoundEvents } from './sound.ts';
import { describe, type Size } from './table.ts';

/** The player's position is told so often at most (ms); a playing band is no reason to wake the desk at every meter frame. */
const POSITION_MS = 100;

const SILENT: SoundState = {
  output: 'off',
  reason: 'audio is switched off in the configuration; the model works without it',
  sampleRate: 0,
};

/** The embedded mixer as an engine like any other: its console has the values, its sound follows them. */
export class EmbeddedEngine implements Engine {
  readonly type = 'embedded';
  readonly role: string;
  readonly #ports: EnginePorts;
  readonly #size: Size;
  readonly #layout: Layout;
  readonly #first: FirstMix;
  readonly #sound: MixerSound | undefined;
  readonly #pending = new Pending();
  readonly #count = { sent: 0, confirmed: 0, resent: 0, unconfirmed: 0, echoes: 0 };
  #console: Console | undefined;
  #host: EngineHost | undefined;
  #link: EngineLink | undefined;
  #toldMs = 0;

  constructor(role: string, size: Size, ports: EnginePorts, first: FirstMix, sound: MixerSound | undefined) {
    this.role = role;
    this.#size = size;
    this.#ports = ports;
    this.#first = first;
    this.#sound = sound;
    this.#layout = buildLayout(describe(size));
  }

  start(host: EngineHost): void {
    this.#host = host;
    const link = new EngineLink(
      host.clock,
      this.#ports.random,
      {
        call: () => this.#comeUp(host),
        read: () => {
          host.report(this.#console?.all() ?? [], 'read');
          this.#link?.complete();
        },
        changed: (state, reason) => host.link(state, reason),
      },
      // It lives in this process: it cannot fall silent without the house.
      { ...LINK_TIMES, staleMs: Number.POSITIVE_INFINITY },
    );
    this.#link = link;
    link.start();
  }

  /** The console comes up as it was left. */
  #comeUp(host: EngineHost): void {
    const console = new Console(this.#layout, this.#ports.memory, this.#first);
    this.#console = console;
    for (const complaint of console.complaints.slice(0, 5)) host.say(complaint);
    if (console.complaints.length > 5) host.say(`memory: ${console.complaints.length - 5} more values were left out`);
    this.#sound?.start(this.#layout, this.#size, console.all(), this.#events(host));
    host.layout(this.#layout);
    this.#link?.answered();
  }

  send(writes: readonly Write[]): void {
    const now = this.#host?.clock.nowMs() ?? 0;
    for (const { id, value } of writes) this.#pending.sent(id, value, now);
    this.#count.sent += writes.length;
    this.#console?.write(writes);
    this.#sound?.write(writes);
    this.#report(writes.map(({ id }) => [id, this.#restingValue(id)] as const));
  }

  figures(): Figures {
    return { ...this.#count, ...this.#sound?.figures() };
  }

  sound(): SoundState {
    return this.#sound?.state() ?? SILENT;
  }

  listen(source: 'main' | 'monitor', listener: Listener): () => void {
    return this.#sound?.listen(source, listener) ?? (() => {});
  }

  async stop(): Promise<void> {
    this.#link?.stop();
    await Promise.all([this.#sound?.stop(), this.#console?.flush()]);
  }

  /** What the console holds after a write: a trigger has done its work and rests at off. */
  #restingValue(id: number): Stored {
    const isTrigger = this.#layout.parameters[id]?.leaf.is === 'trigger';
    if (isTrigger) this.#console?.write([{ id, value: 0 }]);
    return this.#console?.value(id) ?? 0;
  }

  /** The console's word, own writes confirmed on the way. */
  #report(values: readonly (readonly [number, Stored])[], cause?: string): void {
    for (const [id, value] of values) if (this.#pending.heard(id, value) === 'confirmed') this.#count.confirmed++;
    this.#host?.report(values, cause);
  }

  /** Something moved in the mixer by itself: the console knows it first, then the desk hears of it. */
  #moved(values: readonly (readonly [string, Stored])[], cause: string): void {
    const known = values.flatMap(([path, value]) => {
      const parameter = this.#layout.byPath.get(path);
      return parameter && this.#console?.value(parameter.id) !== value ? [[parameter.id, value] as const] : [];
    });
    if (known.length === 0) return;
    this.#console?.write(known.map(([id, value]) => ({ id, value })));
    this.#report(known, cause);
  }

  #events(host: EngineHost): SoundEvents {
    return {
      meters: (frame) => host.meters(frame),
      playing: (positionS, lengthS) => {
        const now = host.clock.nowMs();
        if (now - this.#toldMs < POSITION_MS) return;
        this.#toldMs = now;
        const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
        this.#moved(
          [
            ['player/position', round(positionS)],
            ['player/length', round(lengthS)],
          ],
          'playing',
        );
      },
      ended: () => this.#moved([['player/state', 0]], 'end of the take'),
      recordingEnded: (reason) => {
        host.say(`recording ended: ${reason}`);
        this.#moved([['player/record', 0]], `recording ended: ${reason}`);
      },
      say: (line) => host.say(line),
    };
  }
}
