/** Which of the seven bars make a character; bit 0 is the top one, then clockwise, bit 6 the middle. Letters as such displays draw them. */
const BARS: Readonly<Record<string, number>> = {
  '0': 0x3f,
  '1': 0x06,
  '2': 0x5b,
  '3': 0x4f,
  '4': 0x66,
  '5': 0x6d,
  '6': 0x7d,
  '7': 0x07,
  '8': 0x7f,
  '9': 0x6f,
  A: 0x77,
  B: 0x7c,
  C: 0x39,
  D: 0x5e,
  E: 0x79,
  F: 0x71,
  G: 0x3d,
  H: 0x76,
  I: 0x06,
  J: 0x1e,
  K: 0x75,
  L: 0x38,
  M: 0x37,
  N: 0x54,
  O: 0x5c,
  P: 0x73,
  Q: 0x67,
  R: 0x50,
  S: 0x6d,
  T: 0x78,
  U: 0x3e,
  V: 0x3e,
  W: 0x7e,
  X: 0x76,
  Y: 0x6e,
  Z: 0x5b,
  '-': 0x40,
  _: 0x08,
  '=': 0x48,
  '"': 0x22,
  "'": 0x02,
  '[': 0x39,
  ']': 0x0f,
};

export interface Digit {
  readonly bars: number;
  readonly dot: boolean;
}

/** @param text characters, a dot after one belongs to it @returns exactly `length` digits, aligned to the right */
export function digitsOf(text: string, length: number): Digit[] {
  const digits: Digit[] = [];
  for (const char of text) {
    const last = digits.at(-1);
    if (char === '.' && last && !last.dot) digits[digits.length - 1] = { ...last, dot: true };
    else digits.push({ bars: BARS[char.toUpperCase()] ?? 0, dot: char === '.' });
  }
  while (digits.length < length) digits.unshift({ bars: 0, dot: false });
  return digits.slice(-length);
}
