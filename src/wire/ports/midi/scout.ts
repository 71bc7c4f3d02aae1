import type { Clock, Timer } from '../../pace/clock.ts';
import { Backoff } from './backoff.ts';
import type { Counts } from './figures.ts';
import type { MidiSays, OpenPart, Part, SeenName } from './part.ts';

/** A start of Node; in a busy emulated machine it takes 15 s. */
const START_MS = 30_000;
/** Then it gives a sign of life each two seconds. */
const SILENT_MS = 10_000;
/** Looking whether the machine has got MIDI meanwhile costs nothing. */
const LOOK_AGAIN_MS = 2000;
const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 60_000;
const GOOD_MS = 10_000;
/** A watcher that ends this often without having seen anything is no passing trouble. */
const HOPELESS_ENDS = 4;

export interface ScoutOptions {
  readonly clock: Clock;
  readonly part: OpenPart;
  readonly fault?: () => Promise<string | undefined>;
  readonly figures: Counts;
  onNames(inputs: readonly SeenName[], outputs: readonly SeenName[]): void;
  onState(state: 'up' | 'down', reason: string): void;
}

/** Knows the names of all ports, by a child process that asks for them. While that is started anew, the ports count as they were. */
export class Scout {
  readonly #options: ScoutOptions;
  readonly #backoff = new Backoff(FIRST_WAIT_MS, MOST_WAIT_MS, GOOD_MS);
  #part: Part | undefined;
  #timer: Timer | undefined;
  #told: string | undefined;
  #upAtMs: number | undefined;
  #endsInARow = 0;
  #stopped = false;

  constructor(options: ScoutOptions) {
    this.#options = options;
    void this.#start();
  }

  stop(): void {
    this.#stopped = true;
    this.#end();
  }

  async #start(): Promise<void> {
    const fault = await this.#options.fault?.();
    if (this.#stopped) return;
    if (fault !== undefined) {
      this.#none(fault);
      this.#again(LOOK_AGAIN_MS);
      return;
    }
    this.#expect(START_MS);
    this.#part = this.#options.part(
      { t: 'scout' },
      {
        onSays: (says) => this.#hear(says),
        onBytes: () => {},
        onEnd: (reason) => this.#broken(`the process that watches its ports ended (${reason})`),
      },
    );
  }

  #hear(says: MidiSays): void {
    if (says.t === 'fault') {
      this.#end();
      this.#none(says.reason);
      this.#again(this.#backoff.next(0));
      return;
    }
    this.#expect(SILENT_MS);
    if (says.t !== 'names') return;
    this.#upAtMs ??= this.#options.clock.nowMs();
    this.#endsInARow = 0;
    this.#tell('up', '');
    this.#options.onNames(says.inputs, says.outputs);
  }

  #broken(reason: string): void {
    const { clock, figures } = this.#options;
    this.#end();
    figures.crashes += 1;
    this.#endsInARow += 1;
    const lastedMs = this.#upAtMs === undefined ? 0 : clock.nowMs() - this.#upAtMs;
    this.#upAtMs = undefined;
    if (this.#endsInARow >= HOPELESS_ENDS) this.#none(reason);
    this.#again(this.#backoff.next(lastedMs));
  }

  /** There is no MIDI, and so there are no ports. */
  #none(reason: string): void {
    this.#tell('down', reason);
    this.#options.onNames([], []);
  }

  #tell(state: 'up' | 'down', reason: string): void {
    if (this.#told === reason) return;
    this.#told = reason;
    this.#options.onState(state, reason);
  }

  #expect(withinMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(withinMs, () => this.#broken('the process that watches its ports hangs'));
  }

  #again(waitMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(waitMs, () => void this.#start());
  }

  #end(): void {
    this.#timer?.cancel();
    this.#part?.end();
    this.#part = undefined;
  }
}
