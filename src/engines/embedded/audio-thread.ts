import type { Layout, Parameter } from '../../desk/layout.ts';
import type { Stored } from '../../desk/value.ts';
import type { Clock, Timer } from '../../wire/pace/clock.ts';
import type { Listener, SoundState, Write } from '../engine.ts';
import {
  type AudioConfig,
  type FromAudio,
  METER_HZ,
  SAMPLE_RATE,
  type SharedArrays,
  type SoundConfig,
  Status,
  shareArrays,
  Tap,
  type ToAudio,
  ValueWriter,
} from './shared.ts';
import type { MixerSound, SoundEvents } from './sound.ts';
import type { Size } from './table.ts';
import { type Wiring, wire } from './wiring.ts';

/** A thread as the house opens it; see wire/ports/thread.ts. */
export interface AudioThreadPort {
  post(message: ToAudio): void;
  end(): Promise<void>;
}
export type OpenAudioThread = (
  start: AudioConfig,
  events: { readonly onMessage: (message: unknown) => void; readonly onEnd: (reason: string | undefined) => void },
) => AudioThreadPort;

/** Frames a listener gets at a time: 10 ms. */
const LISTEN_FRAMES = 480;
/** A thread that crashed is started again after so long, and later each time it crashes soon again (ms). */
const RESTART_MS = [20, 200, 1000, 5000] as const;
/** It has settled when it ran so long. */
const SETTLED_MS = 10_000;
const STOP_MS = 800;

interface Listening {
  readonly tap: Tap;
  readonly listener: Listener;
  at: number;
}

export interface AudioThreadOptions {
  readonly open: OpenAudioThread;
  readonly clock: Clock;
  readonly sound: SoundConfig;
  /** Folder in which recordings get a folder each. */
  readonly takes: string;
}

/** The mixer's sound in a thread of its own. All values stand in shared memory, so a thread that comes back sounds as it was left. */
export class AudioThread implements MixerSound {
  readonly #options: AudioThreadOptions;
  readonly #listeners = new Set<Listening>();
  readonly #block = new Float32Array(2 * LISTEN_FRAMES);
  #layout: Layout | undefined;
  #wiring: Wiring | undefined;
  #arrays: SharedArrays | undefined;
  #writer: ValueWriter | undefined;
  #status: Status | undefined;
  #meters: Float32Array = new Float32Array(0);
  #sequence: Int32Array = new Int32Array(1);
  #stored: Stored[] = [];
  #config: AudioConfig | undefined;
  #events: SoundEvents | undefined;
  #thread: AudioThreadPort | undefined;
  #state: SoundState = { output: 'none', reason: 'starting', sampleRate: SAMPLE_RATE };
  #restarts = 0;
  #soon = 0;
  #startedMs = 0;
  #seen = 0;
  #poll: Timer | undefined;
  #restart: Timer | undefined;
  #stopping = false;
  #stopped: () => void = () => {};

  constructor(options: AudioThreadOptions) {
    this.#options = options;
  }

  start(layout: Layout, size: Size, values: Iterable<readonly [number, Stored]>, events: SoundEvents): void {
    const arrays = shareArrays(layout.parameters.length, layout.meters.length);
    const wiring = wire(layout, size);
    this.#layout = layout;
    this.#wiring = wiring;
    this.#arrays = arrays;
    this.#events = events;
    this.#status = new Status(arrays);
    this.#meters = new Float32Array(arrays.meters);
    this.#sequence = new Int32Array(arrays.sequence);
    this.#writer = new ValueWriter(arrays);
    for (const [id, value] of values) this.#stored[id] = value;
    for (const { id } of layout.parameters) this.#writer.write(id, this.#converted(id));
    this.#writer.publish();
    this.#config = configOf(layout, size, arrays, wiring, this.#options.sound);
    this.#open();
    this.#watch();
  }

  write(writes: readonly Write[]): void {
    for (const { id, value } of writes) this.#stored[id] = value;
    for (const { id } of writes) {
      this.#writer?.write(id, this.#converted(id));
      // A rack is on when it is, has a kind, and has a source: one setting of the mixer, three of the desk.
      const on = this.#rackOn(id);
      if (on) this.#writer?.write(on.id, this.#converted(on.id));
    }
    this.#writer?.publish();
    for (const { id, value } of writes) this.#say(id, value);
  }

  state(): SoundState {
    return this.#state;
  }

  figures(): Readonly<Record<string, number>> {
    return { ...this.#status?.all(), restarts: this.#restarts };
  }

  listen(source: 'main' | 'monitor', listener: Listener): () => void {
    if (!this.#arrays) return () => {};
    const tap = new Tap(this.#arrays[source]);
    const listening = { tap, listener, at: tap.head };
    this.#listeners.add(listening);
    return () => this.#listeners.delete(listening);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#poll?.cancel();
    this.#restart?.cancel();
    const thread = this.#thread;
    if (!thread) return;
    const stopped = new Promise<void>((resolve) => {
      this.#stopped = resolve;
      this.#options.clock.setTimer(STOP_MS, resolve);
    });
    thread.post({ t: 'stop' });
    await stopped;
    await thread.end();
  }

  /** Also finds recording and folder again: a crash ends a recording, what was written is whole. */
  #open(): void {
    if (!this.#config || this.#stopping) return;
    this.#startedMs = this.#options.clock.nowMs();
    this.#thread = this.#options.open(this.#config, {
      // The other side of the thread is our own worker.ts.
      onMessage: (message) => this.#hear(message as FromAudio),
      onEnd: (reason) => this.#ended(reason),
    });
    const folder = this.#value('player/folder');
    if (typeof folder === 'string' && folder !== '') this.#thread.post({ t: 'folder', path: folder });
  }

  #ended(reason: string | undefined): void {
    this.#thread = undefined;
    this.#stopped();
    if (this.#stopping) return;
    this.#restarts++;
    const { clock } = this.#options;
    this.#soon = clock.nowMs() - this.#startedMs > SETTLED_MS ? 0 : this.#soon + 1;
    const pauseMs = RESTART_MS[Math.min(this.#soon, RESTART_MS.length - 1)] ?? 5000;
    this.#state = {
      output: 'none',
      reason: `the audio thread ended (${reason ?? 'no reason given'}) and is started again`,
      sampleRate: SAMPLE_RATE,
    };
    this.#events?.say(this.#state.reason);
    if (this.#value('player/record') === 1) this.#events?.recordingEnded('the audio thread ended');
    this.#restart = clock.setTimer(pauseMs, () => this.#open());
  }

  #hear(message: FromAudio): void {
    const events = this.#events;
    if (message.t === 'output') {
      const { output, reason } = message;
      const isNews = output !== this.#state.output;
      this.#state = { output, reason, sampleRate: SAMPLE_RATE };
      if (isNews) events?.say(`sound: ${output} (${reason})`);
    } else if (message.t === 'say') events?.say(message.line);
    else if (message.t === 'ended') events?.ended();
    else if (message.t === 'recording-ended') events?.recordingEnded(message.reason);
    else if (message.t === 'stopped') this.#stopped();
  }

  /** Looks for a new meter frame; the thread writes fifty a second, and its sound for those who listen. */
  #watch(): void {
    if (this.#stopping) return;
    const sequence = Atomics.load(this.#sequence, 0);
    if (sequence !== this.#seen) {
      this.#seen = sequence;
      this.#events?.meters(this.#meters);
      const status = this.#status;
      if (status) this.#events?.playing(status.get('positionS'), status.get('lengthS'));
    }
    for (const listening of this.#listeners) this.#pass(listening);
    this.#poll = this.#options.clock.setTimer(1000 / METER_HZ / 4, () => this.#watch());
  }

  #pass(listening: Listening): void {
    const { tap, listener } = listening;
    const waiting = (tap.head - listening.at) | 0;
    // Whoever is too far behind hears the newest.
    if (waiting > Tap.behind || waiting < 0) listening.at = (tap.head - LISTEN_FRAMES) | 0;
    while (((tap.head - listening.at) | 0) >= LISTEN_FRAMES) {
      tap.copy(listening.at, LISTEN_FRAMES, this.#block);
      listening.at = (listening.at + LISTEN_FRAMES) | 0;
      listener(this.#block);
    }
  }

  #parameter(id: number): Parameter | undefined {
    return this.#layout?.parameters[id];
  }
  #value(path: string): Stored | undefined {
    const parameter = this.#layout?.byPath.get(path);
    return parameter && this.#stored[parameter.id];
  }

  #rackOn(id: number): Parameter | undefined {
    const path = this.#parameter(id)?.path ?? '';
    if (!path.startsWith('rack/') || !/\/(?:type|source)$/.test(path)) return undefined;
    return this.#layout?.byPath.get(`${path.slice(0, path.lastIndexOf('/'))}/on`);
  }

  #converted(id: number): number {
    const value = this.#stored[id] ?? 0;
    const path = this.#parameter(id)?.path ?? '';
    const rack = path.startsWith('rack/') && path.endsWith('/on') ? path.slice(0, -'/on'.length) : undefined;
    if (rack !== undefined) return value === 1 && this.#value(`${rack}/type`) !== 0 && this.#value(`${rack}/source`) !== 0 ? 1 : 0;
    const wired = this.#wiring?.convert(id, value);
    return wired === undefined || Number.isNaN(wired) ? 0 : wired;
  }

  /** What a number in shared memory cannot say. */
  #say(id: number, value: Stored): void {
    const path = this.#parameter(id)?.path;
    if (path === 'player/folder') this.#thread?.post({ t: 'folder', path: String(value) });
    else if (path === 'player/record') this.#record(value === 1);
  }

  #record(on: boolean): void {
    if (!on) {
      this.#thread?.post({ t: 'record-stop' });
      return;
    }
    const names = (this.#layout?.strips ?? [])
      .filter((strip) => strip.kind === 'ch')
      .map((strip) => String(this.#value(`${strip.path}/name`) || `ch ${strip.number}`));
    const when = new Date(this.#options.clock.wallMs()).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
    this.#thread?.post({ t: 'record', folder: `${this.#options.takes}/${when}`, names });
  }
}

function configOf(layout: Layout, size: Size, arrays: SharedArrays, wiring: Wiring, sound: SoundConfig): AudioConfig {
  const id = (path: string): number => layout.byPath.get(path)?.id ?? -1;
  const { channels, buses, fx, dcas, groups, tracks } = size;
  return {
    shape: { channels, buses, fx, dcas, groups },
    arrays,
    targetOf: wiring.targetOf,
    settingOf: wiring.settingOf,
    meterOf: wiring.meterOf,
    transport: {
      state: id('player/state'),
      position: id('player/position'),
      loop: id('player/loop'),
      speed: id('player/speed'),
      loudnessReset: id('main/loudness/reset'),
    },
    sourceOf: Int32Array.from({ length: channels }, (_, n) => id(`ch/${n + 1}/source`)),
    tracks,
    sound,
  };
}
