interface TakeEvents {
  /** It stopped by itself: a full disk, a lost stick. */
  readonly onLost: (reason: string) => void;
}

/** A take that is being written, as `wire/ports/take-writer.ts` has it. */
export interface Take {
  readonly folder: string;
  readonly seconds: number;
  write(blocks: readonly Float32Array[], frames: number): void;
  close(): Promise<void>;
}

/** Why there is no take; `taken` when one of that name is there already. */
export interface NoTake {
  readonly why: string;
  readonly taken?: boolean;
}

export interface RecorderOptions {
  /** Opens a take in a folder of its own. */
  readonly open: (folder: string, names: readonly string[], events: TakeEvents) => Promise<Take | NoTake>;
  readonly say: (line: string) => void;
  /** It is not recorded any more, though nobody asked for that. */
  readonly onEnded: (reason: string) => void;
}

interface Order {
  readonly folder: string;
  readonly names: readonly string[];
}

/** Takes are named by the second; so many may begin in one. */
const MOST_OF_A_NAME = 20;

/**
 * Record on and off, as fast as a thumb is: what was asked for last is what happens. Opening 32 files takes a while, and an order
 * that is not the newest any more when its turn comes is left out.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  #wanted: Order | undefined;
  #take: Take | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** One block of every track. */
  write(blocks: readonly Float32Array[], frames: number): void {
    this.#take?.write(blocks, frames);
  }

  /** Begins a take. One of the same name is never touched: this one gets a number. */
  start(folder: string, names: readonly string[]): Promise<void> {
    const order = { folder, names };
    this.#wanted = order;
    this.#end();
    return this.#then(() => this.#begin(order));
  }

  /** Everything recorded is on disk when it resolves. */
  stop(): Promise<void> {
    this.#wanted = undefined;
    this.#end();
    return this.#queue;
  }

  /** From here on nothing is written to the take that runs; it is closed behind what is under way. */
  #end(): void {
    const ended = this.#take;
    if (!ended) return;
    this.#take = undefined;
    void this.#then(() => this.#finish(ended));
  }

  async #begin(order: Order): Promise<void> {
    if (this.#wanted !== order) return;
    const opened = await this.#openFree(order);
    if ('why' in opened) {
      if (this.#wanted === order) this.#options.onEnded(opened.why);
      return;
    }
    if (this.#wanted !== order) return this.#finish(opened);
    this.#take = opened;
    this.#options.say(`records ${order.names.length} inputs into ${opened.folder}`);
  }

  async #openFree({ folder, names }: Order): Promise<Take | NoTake> {
    let opened: Take | NoTake = { why: '' };
    for (let number = 1; number <= MOST_OF_A_NAME; number++) {
      const lost: TakeEvents = { onLost: (reason) => this.#lost(opened, reason) };
      opened = await this.#options.open(number === 1 ? folder : `${folder} (${number})`, names, lost);
      if (!('taken' in opened && opened.taken)) return opened;
    }
    return opened;
  }

  #lost(take: Take | NoTake, reason: string): void {
    if (take === this.#take) {
      this.#wanted = undefined;
      this.#end();
    }
    // The end of a take before is no reason to end the one that runs.
    if (this.#wanted === undefined) this.#options.onEnded(reason);
    else this.#options.say(`the take before lost its end: ${reason}`);
  }

  async #finish(ended: Take): Promise<void> {
    await ended.close();
    this.#options.say(`recorded ${ended.seconds.toFixed(1)} s into ${ended.folder}`);
  }

  #then(act: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue
      .then(act)
      .catch((error: unknown) => this.#options.onEnded(error instanceof Error ? error.message : String(error)));
    return this.#queue;
  }
}
