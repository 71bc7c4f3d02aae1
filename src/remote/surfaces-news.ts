import type { Hands } from './hands.ts';

/** What is told of control surfaces: the whole list, once a turn however often it changed in it. */
export class SurfacesNews {
  readonly #hands: Hands | undefined;
  #told = '';
  #isDue = false;

  constructor(hands: Hands | undefined) {
    this.#hands = hands;
  }

  /** The message of now. */
  get text(): string {
    return JSON.stringify({ t: 'surfaces', surfaces: this.#hands?.list() ?? [] });
  }

  /** @param tell called at the end of a turn in which the list became another @returns ends it */
  watch(tell: (text: string) => void): () => void {
    let isEnded = false;
    const look = (): void => {
      this.#isDue = false;
      const { text } = this;
      if (isEnded || text === this.#told) return;
      this.#told = text;
      tell(text);
    };
    this.#told = this.text;
    const end = this.#hands?.watch(() => {
      if (this.#isDue) return;
      this.#isDue = true;
      queueMicrotask(look);
    });
    return () => {
      isEnded = true;
      end?.();
    };
  }
}
