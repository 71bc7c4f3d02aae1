/** No file of a show is longer, unless it is of the plain form that is read line by line. The parser takes some µs a character. */
export const PARSE_LIMIT = 256 * 1024;
/** Deeper nothing is nested; the parser runs out of its stack or, with a pattern for each level, out of memory, which ends the process. */
const DEPTH_LIMIT = 100;
const INDENT_LIMIT = 1000;
/** `a: a: a: ...`, `- - - ...`: a level each, all in one line. */
const MARKS_LIMIT = 500;

/** What the parser must not be given at all, by one look at each character. */
export interface Untellable {
  readonly start: number;
  readonly end: number;
  readonly says: string;
}

const [TAB, LF, SPACE, DASH, COLON, QUESTION] = [9, 10, 32, 45, 58, 63];

/**
 * Looks for what would keep the parser busy for seconds, or end the process. Brackets in quotes count as brackets: a note with a hundred
 * open ones is refused too.
 */
export function untellable(text: string): Untellable | undefined {
  if (text.length > PARSE_LIMIT) {
    return { start: 0, end: 0, says: `the file has ${text.length} characters; at most ${PARSE_LIMIT} are read` };
  }
  let depth = 0;
  let marks = 0;
  let indent = 0;
  let isIndent = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF) {
      marks = 0;
      indent = 0;
      isIndent = true;
      continue;
    }
    const isBlank = code === SPACE || code === TAB;
    if (isBlank && isIndent) indent += 1;
    else isIndent = false;
    if (isBlank && isMark(text.charCodeAt(at - 1))) marks += 1;
    if (code === 0x5b || code === 0x7b) depth += 1;
    else if ((code === 0x5d || code === 0x7d) && depth > 0) depth -= 1;
    if (depth > DEPTH_LIMIT || indent > INDENT_LIMIT || marks > MARKS_LIMIT) return { start: at, end: at + 1, says: 'nested too deep' };
  }
  return undefined;
}

const isMark = (code: number): boolean => code === DASH || code === COLON || code === QUESTION;
