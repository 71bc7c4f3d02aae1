import type { Voice } from './voice.ts';

/** Longest time an ending may take; then it ends without. */
const STOP_MS = 1800;

/** What has to be done before the process ends; the last that was opened is closed first. */
export class Ending {
  readonly #steps: (() => Promise<void> | void)[] = [];
  readonly #voice: Voice;
  #begun = false;

  constructor(voice: Voice) {
    this.#voice = voice;
  }

  /** @param step saves, closes; the others are done too if it fails */
  add(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }

  /** Does all steps without ending the process: for a start that came to nothing. */
  async undo(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        this.#voice.fault('ending', error);
      }
    }
  }

  /** Ends the process on SIGTERM and Ctrl-C, with everything done; at once on the second. */
  onSignals(): void {
    const end = async (signal: string): Promise<void> => {
      if (this.#begun) process.exit(0);
      this.#begun = true;
      this.#voice.say(`${signal}: saving and ending`);
      setTimeout(() => {
        this.#voice.say('something did not end in time; ending without it', 'error');
        process.exit(1);
      }, STOP_MS);
      await this.undo();
      process.exit(0);
    };
    process.on('SIGINT', () => void end('SIGINT'));
    process.on('SIGTERM', () => void end('SIGTERM'));
  }
}
