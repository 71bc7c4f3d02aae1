import { nearest } from '../desk/nearest.ts';
import type { Refusal } from '../desk/refusal.ts';

/** A word of a line, and whether it stood in quotes. */
interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** The words of a small language, one by one. */
export class WordReader {
  readonly #words: readonly Word[];
  #at = 0;
  constructor(given: readonly Word[]) {
    this.#words = given;
  }
  get next(): string | undefined {
    return this.#words[this.#at]?.text;
  }
  /** The next word stands in quotes: it is a text, whatever it says. */
  get isQuoted(): boolean {
    return this.#words[this.#at]?.quoted === true;
  }
  /** @returns empty behind the last */
  take(): string {
    return this.#words[this.#at++]?.text ?? '';
  }
  /** All that are left. */
  rest(): string[] {
    const left = this.#words.slice(this.#at).map(({ text }) => text);
    this.#at = this.#words.length;
    return left;
  }
  /** Takes the word if it is there. */
  accept(word: string): boolean {
    if (this.next?.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }
}

export const wrong = (got: string, want: string): Refusal => ({ code: 'malformed', got: got.slice(0, 60) || 'nothing', want });

export function oneOf<Name extends string>(got: string, names: readonly Name[]): Name | Refusal {
  const found = names.find((name) => name === got.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(got, names);
  return wrong(got, near ? `one of ${names.join(', ')}; did you mean ${near}?` : `one of ${names.join(', ')}`);
}

/** A whole number in a range, named for the sentence. */
export function whole(got: string, from: number, to: number, what: string): number | Refusal {
  const number = Number(got);
  return /^-?\d{1,5}$/.test(got) && number >= from && number <= to ? number : wrong(got, `${what}, ${from}..${to}`);
}
