/**
 * Text of an LCD: 7-bit characters from 20 to 7D, without 5C, which is a yen sign on the displays of the original.
 * @source Logic Control manual; field case mcu-lcd-non-ascii-name: one UTF-8 byte above 7F in a message is a status byte and cuts it
 */

/** Stands for a character nothing here resembles. */
const PLACEHOLDER = '?';

/** What decomposing a character into letter and accent does not give. */
const SPELLED: Readonly<Record<string, string>> = {
  '\\': '/',
  '~': '-',
  '\t': ' ',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ł: 'l',
  Ł: 'L',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ŋ: 'n',
  Ŋ: 'N',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '°': 'deg',
  µ: 'u',
  μ: 'u',
  Ω: 'Ohm',
  '×': 'x',
  '÷': '/',
  '⁄': '/',
  '·': '.',
  '•': '*',
  '∞': 'inf',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '<',
  '»': '>',
  '‹': '<',
  '›': '>',
  '♯': '#',
  '♭': 'b',
  '←': '<',
  '→': '>',
  '↑': '^',
  '↓': 'v',
  '©': '(c)',
  '®': '(r)',
  '¿': '?',
  '¡': '!',
};

const SAYABLE = /^[\x20-\x5b\x5d-\x7d]+$/;
/** Marks, joiners and selectors belong to the character before; controls are not text. */
const SILENT = /^[\p{M}\p{Cc}\p{Cf}]$/u;
const SPACE = /^\p{Z}$/u;

/** One character as characters an LCD has, at least one unless it is silent. */
function sayable(character: string): string {
  if (SAYABLE.test(character)) return character;
  const spelled = SPELLED[character];
  if (spelled !== undefined) return spelled;
  if (SILENT.test(character)) return '';
  if (SPACE.test(character)) return ' ';
  const parts = [...character.normalize('NFKD')].map((part) => (SAYABLE.test(part) ? part : (SPELLED[part] ?? '')));
  return parts.join('').trim() || PLACEHOLDER;
}

/** A name in characters every LCD of the family has: accents fall off, unknown characters become one `?` each. */
export const transliterate = (text: string): string => [...text.normalize('NFC')].map(sayable).join('');

/** Exactly `cells` bytes: cut, or filled with spaces. */
export function cellBytes(text: string, cells: number): Uint8Array {
  const plain = transliterate(text);
  const bytes = new Uint8Array(cells).fill(0x20);
  for (let at = 0; at < Math.min(cells, plain.length); at += 1) bytes[at] = plain.charCodeAt(at);
  return bytes;
}
