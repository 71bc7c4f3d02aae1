/**
 * What bass, guitars and keys play: lines on degrees of the chords, and rows of marks over voicings.
 * Casts: rows and chords of this file are complete; what is not there is a fault of the score, and the checksum tells.
 */
import type { Row } from './grooves.ts';
import { CHORDS, type Chord, type Note, SECTIONS, STEP, steps, touch, voicings, when } from './song.ts';

/** Sixteenth, length, degree (R root, F fifth, O octave, A approach to the next root), velocity 1..9. */
const BASS_LINES: Record<string, string> = {
  intro16: '0/6R9 6/1R4 7/3R6 10/3F8 14/2A6',
  intro8: '0/5R9 6/2A6',
  verse16: '0/5R9 6/1R4 7/2O6 10/3F8 13/1R4 14/2A7',
  verse8: '0/5R9 6/1R5 7/1A6',
  chorus16: '0/2R9 2/2R6 4/2R8 6/1O7 8/2R8 10/2R6 12/2F8 14/2A7',
  chorus8: '0/2R9 2/2R6 4/2F7 6/2A7',
  middle16: '0/10R8 10/4F6 14/2A6',
  middle8: '0/6R8 6/2A7',
};
const sectionAt = (step: number): string => SECTIONS.findLast(({ bar }) => bar * 16 <= step)?.name ?? '';

/** Roots and fifths, led into the next chord by a semitone. */
export function bassLine(): Note[] {
  const low = (tone: number) => 28 + ((tone + 8) % 12);
  return CHORDS.flatMap((chord, index) => {
    const next = low((CHORDS[(index + 1) % CHORDS.length] as Chord).bass);
    const root = low(chord.bass);
    const line = (BASS_LINES[sectionAt(chord.step) + chord.len] as string).split(' ');
    return line.map((token) => {
      const [, place, length, degree, mark] = token.match(/^(\d+)\/(\d+)([RFOA])(\d)$/) as RegExpMatchArray;
      const step = chord.step + Number(place);
      const fifth = root + 7 > 43 ? root - 5 : root + 7;
      const approach = next === root ? fifth : next > root ? next - 1 : next + 1;
      const octaveOrFifth = degree === 'F' && chord.tones.includes(fifth % 12) ? fifth : root + 12;
      const midi = degree === 'R' ? root : degree === 'A' ? approach : octaveOrFifth;
      const at = when('bass', step, 4, 3);
      const len = Math.round(Number(length) * STEP * (Number(length) > 2 ? 0.92 : 0.8));
      return { at, len, midi, vel: touch('bass', step, Number(mark) / 9), syl: '', slur: false };
    });
  });
}

/** What a hand does on keys or strings; `at` and `len` in samples, `chord` an index, `notes` in MIDI. */
export interface Strike {
  readonly at: number;
  readonly step: number;
  readonly len: number;
  readonly mark: string;
  readonly chord: number;
  readonly notes: readonly number[];
  readonly vel: number;
}

/** Marks that are no digits: a muted stroke, and the strumming hand down and up, strong and soft. */
const STROKES: Readonly<Record<string, number>> = { m: 0.45, D: 0.95, d: 0.62, U: 0.7, u: 0.45 };

/**
 * A row of marks over the chords of some bars: what is struck, with the chord's voicing.
 * @param chords one voicing a chord
 */
function comping(part: string, chords: readonly number[][], rows: readonly Row[], spreadMs = 5): Strike[] {
  return rows.flatMap(([bar, bars, row]) =>
    steps(bar, bars, row).flatMap(([step, mark], n) => {
      if (mark === '.') return [];
      const chord = CHORDS.findLastIndex(({ step: start }) => start <= step);
      const { step: start, len: whole } = CHORDS[chord] as Chord;
      const len = Math.min(held(row, n), start + whole - step) * STEP;
      const vel = touch(part, step, STROKES[mark] ?? Number(mark) / 9);
      return [{ at: when(part, step, spreadMs, 2), step, len, mark, chord, notes: chords[chord] as number[], vel }];
    }),
  );
}

/** Sixteenths until the next mark of a row. */
function held(row: string, from: number): number {
  let len = 1;
  while (len < 16 && row.charAt((from + len) % row.length) === '.') len++;
  return len;
}

export const keysPart = (): Strike[] =>
  comping('keys', voicings(4, 55, 74), [
    [0, 4, '6.........4.....'],
    [4, 4, '7.....5...4..5..'],
    [8, 4, '7..5..5...6..5..'],
    [12, 8, '8..6..7...6.7...'],
    [20, 4, '6.......4...4...'],
  ]);

export const organPart = (): Strike[] =>
  comping('organ', voicings(4, 57, 76), [
    [2, 2, '4.......4.......'],
    [8, 4, '4.......4.......'],
    [12, 8, '8.......8.......'],
    [20, 4, '5.......5.......'],
  ]);

export const electricLeft = (): Strike[] =>
  comping(
    'electricLeft',
    voicings(3, 60, 77),
    [
      [0, 4, '....m..6..m6....'],
      [4, 7, '..6m.m6.m.m7..mm'],
      [11, 1, '..6m.m6.8.......'],
      [12, 7, '7.m5m.7.m.m6m.5.'],
      [19, 1, '7.m5m.7.8.......'],
      [20, 4, '5...............'],
    ],
    4,
  );

/** Which string is picked at each eighth of a bar. */
const PICKED = [0, 2, 1, 3, 2, 3, 1, 2];

/** Verse: broken chords, one string after the other; elsewhere whole chords. */
export const electricRight = (): Strike[] => [
  ...comping(
    'electricRight',
    voicings(4, 50, 69),
    [
      [0, 4, '5.............4.'],
      [12, 8, '8.....7.8.....6.'],
      [20, 4, '7.......5.......'],
    ],
    6,
  ),
  ...comping('electricRightPick', voicings(4, 50, 69), [[4, 8, '6.4.5.4.6.4.5.4.']], 5).map((strike) => {
    const string = PICKED[(strike.step >> 1) % 8] as number;
    return { ...strike, len: 5 * STEP, notes: [strike.notes[string] as number] };
  }),
];

export const strumming = (): Strike[] =>
  comping(
    'acoustic',
    CHORDS.map(() => []),
    [
      [0, 4, 'D...d..ud.ud..d.'],
      [4, 8, 'D..ud..ud.uD..du'],
      [12, 8, 'D.dud.uDd.udD.du'],
      [20, 4, 'D.....d.D..u..d.'],
    ],
    5,
  );
