import { words } from '../../desk/line.ts';
import { own } from '../../desk/own.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import type { OscValue } from '../../wire/formats/osc.ts';
import { encodeOsc } from '../../wire/formats/osc-encode.ts';
import { WordReader, wrong } from '../word-reader.ts';

/** Printable ASCII without a space and #; patterns are the receiver's affair. */
const ADDRESS = /^\/[!-"$-~]{0,255}$/;

interface Argument {
  readonly tag: string;
  readonly value: OscValue;
}

const finite = (word: string): number | undefined => (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(word) ? Number(word) : undefined);

/** Types that have a value behind them, and how it is read. @returns undefined for what does not fit */
const TYPES: Readonly<Record<string, (word: string) => OscValue | undefined>> = {
  i: (word) => (/^[-+]?\d+$/.test(word) && Number(word) === (Number(word) | 0) ? Number(word) : undefined),
  h: (word) => (/^[-+]?\d{1,19}$/.test(word) && BigInt.asIntN(64, BigInt(word)) === BigInt(word) ? BigInt(word) : undefined),
  f: (word) => ((number) => (number !== undefined && Number.isFinite(Math.fround(number)) ? number : undefined))(finite(word)),
  d: finite,
  s: (word) => word,
  b: (word) =>
    /^(?:[0-9a-f]{2})*$/i.test(word) ? Uint8Array.from(word.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) : undefined,
};
const WANTED: Readonly<Record<string, string>> = {
  i: 'a whole number of 32 bits',
  h: 'a whole number of 64 bits',
  f: 'a number',
  d: 'a number',
  b: 'bytes in hex: 00FF7F',
};
/** Types that say it all themselves. */
const BARE: Readonly<Record<string, OscValue>> = { T: true, F: false, N: null, I: 1 };

/**
 * `/cue/12/go`, `/x f 0.5 i 3 s "a text"`: an address, then values, each with its type before it (i f s h d b, and T F N I that have no
 * value). Without a type a whole number is i, one with a point f, and what stands in quotes s.
 * @source OSC 1.0, "Type Tag String"
 */
export function readOsc(text: string): Uint8Array | Refusal {
  const given = words(text);
  if (isRefusal(given)) return given;
  const reader = new WordReader(given);
  const address = reader.take();
  if (!ADDRESS.test(address)) return wrong(address, 'an OSC address: /cue/12/go');
  const found: Argument[] = [];
  while (reader.next !== undefined) {
    const one = readArgument(reader);
    if (isRefusal(one)) return one;
    found.push(one);
  }
  return encodeOsc(
    address,
    found.map(({ tag }) => tag).join(''),
    found.map(({ value }) => value),
  );
}

function readArgument(reader: WordReader): Argument | Refusal {
  const { isQuoted } = reader;
  const word = reader.take();
  if (isQuoted) return { tag: 's', value: word };
  const bare = own(BARE, word);
  if (bare !== undefined) return { tag: word, value: bare };
  const read = own(TYPES, word);
  if (read) {
    if (reader.next === undefined) return wrong(word, `complete: ${word} with its value behind it`);
    const said = reader.take();
    const value = read(said);
    return value === undefined ? wrong(said, WANTED[word] ?? 'a value') : { tag: word, value };
  }
  for (const tag of ['i', 'f']) {
    const value = TYPES[tag]?.(word);
    if (value !== undefined) return { tag, value };
  }
  return wrong(word, 'a value: a type before it (i f s h d b T F N I), a number, or a text in quotes');
}
