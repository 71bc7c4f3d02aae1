import { expect, test } from 'vitest';
import { invitation, pinLine } from '../../src/cli/invitation.ts';
import { PinBoard } from '../../src/cli/pin-board.ts';
import { qrLines } from '../../src/cli/qr.ts';
import { Pairing } from '../../src/remote/pairing.ts';
import { PIN_MS } from '../../src/remote/protocol/devices.ts';
import { ManualClock } from '../manual-clock.ts';

/** A terminal that only understands going up and wiping what is below. */
class Paper {
  lines: string[] = [];
  readonly rows: number;
  readonly columns: number;
  constructor(rows = 60, columns = 120) {
    this.rows = rows;
    this.columns = columns;
  }
  write = (text: string): void => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the terminal's own escapes
    const back = /^\u001b\[(\d+)A\u001b\[J/.exec(text);
    if (back) this.lines.splice(this.lines.length - Number(back[1]));
    this.lines.push(
      ...text
        .slice(back?.[0].length ?? 0)
        .replace(/\n$/, '')
        .split('\n'),
    );
  };
}

function boardKit(paper = new Paper()) {
  const clock = new ManualClock();
  let drawn = 111_110;
  const pairing = new Pairing({ clock, standing: 'mixer', draw: () => String(++drawn) });
  const board = new PinBoard(
    { pairing, pages: () => ['http://192.168.1.10:8480'] },
    () => ({ colors: false, rows: paper.rows, columns: paper.columns, write: paper.write }),
    () => clock.nowMs(),
  );
  board.begin();
  return { clock, pairing, board, paper };
}
const pins = ({ lines }: Paper): string[] => lines.flatMap((line) => /PIN +(\d{3} \d{3})/.exec(line)?.[1] ?? []);

test('the PIN that stands is the only one on the screen: the next one takes its place', () => {
  const { clock, pairing, paper } = boardKit();
  const first = paper.lines.length;
  expect(pins(paper)).toEqual(['111 111']);
  pairing.show('111111', '10.0.0.1');
  clock.advance(PIN_MS);
  pairing.open('admin');
  expect(pins(paper)).toEqual(['111 114']);
  expect(paper.lines).toHaveLength(first);
  expect(paper.lines.join('\n')).toContain('Open http://192.168.1.10:8480/ on it, or scan the code');
});

test('what was written in between stays; a PIN that runs out costs one line then, and only once', () => {
  const { clock, board, pairing, paper } = boardKit();
  paper.lines.push('21:04:05 X-Touch is here');
  board.wrote();
  const before = paper.lines.length;
  for (let i = 0; i < 5; i++) clock.advance(PIN_MS);
  expect(paper.lines).toHaveLength(before + 1);
  expect(paper.lines.at(-1)).toContain('111 116');
  // Somebody came in: whoever is next gets a code again.
  pairing.show('111116', '10.0.0.1');
  expect(paper.lines.length).toBeGreaterThan(before + 10);
  expect(paper.lines).toContain('21:04:05 X-Touch is here');
});

test('a short terminal shows no code, a narrow one is not gone back over', () => {
  expect(boardKit(new Paper(20)).paper.lines).toHaveLength(2);
  const { pairing, paper } = boardKit(new Paper(60, 30));
  const first = paper.lines.length;
  pairing.open('mixer');
  expect(paper.lines).toHaveLength(2 * first);
});

test('after too many wrong PINs none is shown, and what to do', () => {
  const { pairing, paper } = boardKit();
  for (let i = 0; i < 20; i++) pairing.show('000000', `10.0.0.${i}`);
  expect(pins(paper)).toEqual([]);
  expect(paper.lines.at(-1)).toContain('"deskbridge pair" shows a fresh one');
});

test('the code holds the page with the PIN behind #, where no server and no log sees it', () => {
  const given = {
    pin: '482917',
    role: 'mixer',
    leftMs: 120_000,
    pages: ['http://10.0.0.7:8480/'],
    join: 'http://10.0.0.7:8480/#pin=482917',
  };
  const lines = invitation(given, { colors: false, rows: undefined });
  expect(lines.slice(0, -2).map((line) => line.slice(2))).toEqual(qrLines(given.join, false));
  expect(lines.slice(-2)).toEqual([
    '  PIN  482 917   for one device as mixer, 2 minutes',
    '  Open http://10.0.0.7:8480/ on it, or scan the code',
  ]);
  expect(pinLine({ ...given, leftMs: 59_001 })).toBe('  PIN 482 917 for one device (mixer), 60 s; deskbridge pair shows a fresh one');
  expect(invitation({ ...given, pages: [], join: null }, { colors: true, rows: 50 })).toEqual([
    expect.stringContaining('PIN'),
    expect.stringContaining('deskbridge start --lan'),
  ]);
});
