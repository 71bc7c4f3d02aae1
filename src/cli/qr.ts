import { renderUnicodeCompact } from 'uqr';

/** Black on white whatever the colours of the terminal are: not every camera reads the other way round. */
const INK = '\u001b[30;107m';
const PLAIN = '\u001b[0m';

/** A QR code as lines of half blocks. @param colors the terminal takes colours; without them it is meant for light letters on dark */
export function qrLines(text: string, colors: boolean): string[] {
  const lines = renderUnicodeCompact(text, { border: 2, ecc: 'L', invert: colors }).split('\n');
  return colors ? lines.map((line) => `${INK}${line}${PLAIN}`) : lines;
}

/** `482 917`: as people read it to each other. */
export const spokenPin = (pin: string): string => `${pin.slice(0, 3)} ${pin.slice(3)}`;

/** Whether a stream shows colours. @see https://no-color.org */
export const takesColors = (
  stream: { readonly isTTY?: boolean },
  { NO_COLOR, TERM }: Readonly<Record<string, string | undefined>>,
): boolean => stream.isTTY === true && !NO_COLOR && TERM !== 'dumb';
