import type { Remote } from '../remote/remote.ts';
import { type Invitation, invitation, pinLine, type Room } from './invitation.ts';

/** The terminal as the board sees it. */
export interface Terminal extends Room {
  readonly columns: number | undefined;
  write(text: string): void;
}

const LOCKED = '  ! too many wrong PINs: nobody is let in until "deskbridge pair" shows a fresh one';

/**
 * Shows the PIN that stands, on the terminal of the daemon: never in a log. A PIN that follows another takes its place on the screen, as
 * long as nothing else was written since.
 */
export class PinBoard {
  readonly #door: Pick<Remote, 'pairing' | 'pages'>;
  readonly #terminal: () => Terminal;
  readonly #nowMs: () => number;
  /** Lines of the last thing shown that are still the last on the screen. */
  #lines = 0;
  #isWriting = false;

  constructor(door: Pick<Remote, 'pairing' | 'pages'>, terminal: () => Terminal, nowMs: () => number) {
    this.#door = door;
    this.#terminal = terminal;
    this.#nowMs = nowMs;
  }

  /** Shows it now, and whenever there is another. @returns ends it */
  begin(): () => void {
    this.#show(true);
    return this.#door.pairing.watch((news) => {
      if (news === 'locked') this.#replace([LOCKED]);
      else if (news !== 'gone') this.#show(news === 'fresh' || this.#lines > 1);
    });
  }

  /** Somebody else wrote to the terminal. */
  wrote(): void {
    if (!this.#isWriting) this.#lines = 0;
  }

  #show(whole: boolean): void {
    const given = this.#given();
    if (given) this.#replace(whole ? invitation(given, this.#terminal()) : [pinLine(given)]);
  }

  #given(): Invitation | undefined {
    const { current } = this.#door.pairing;
    if (!current) return undefined;
    const pages = this.#door.pages().map((page) => `${page}/`);
    const [first] = pages;
    const { pin, role, untilMs } = current;
    return { pin, role, leftMs: untilMs - this.#nowMs(), pages, join: first === undefined ? null : `${first}#pin=${pin}` };
  }

  #replace(lines: readonly string[]): void {
    const { rows = Number.POSITIVE_INFINITY, columns = 80, write } = this.#terminal();
    // What has scrolled away, or was broken into several lines, cannot be gone back over.
    const back = this.#lines > 0 && this.#lines < rows ? `\u001b[${this.#lines}A\u001b[J` : '';
    this.#isWriting = true;
    write(`${back}${lines.join('\n')}\n`);
    this.#isWriting = false;
    this.#lines = lines.every((line) => widthOf(line) <= columns) ? lines.length : 0;
  }
}

/** Columns of a line; colours take none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape of a colour is one
const widthOf = (line: string): number => [...line.replace(/\u001b\[[\d;]*m/g, '')].length;
