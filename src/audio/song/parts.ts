/** What each player of "Low Tide" plays: grooves and fills as rows of digits, tunes as text. */
import { below, CHORDS, type Chord, hits, type Note, STEP, touch, tune, voicings, when } from './song.ts';

export type Hit = ReturnType<typeof hits>[number];

/** Rows of 16 digits a bar: [first bar, bars, row]. */
const DRUMS: Record<string, [number, number, string][]> = {
  kick: [
    [0, 3, '9.....5...8.....'],
    [3, 1, '9.....5...8...7.'],
    [4, 3, '9.....4.3.8.....'],
    [7, 1, '9.....4.3.8..7..'],
    [8, 3, '9.....4.3.8.....'],
    [11, 1, '9.....4.8.....7.'],
    [12, 7, '9..6..8.8.7...6.9..6..8...8..6..'],
    [19, 1, '9..6..8.9...9...'],
    [20, 3, '9.....6.........'],
    [23, 1, '9.....6.7...7...'],
  ],
  snare: [
    [0, 3, '....7..1.1..7..2'],
    [3, 1, '....7..1.1..6789'],
    [4, 3, '....8..2.1..8..2'],
    [7, 1, '....8..2.1..8.46'],
    [8, 3, '....8..2.1..8..2'],
    [11, 1, '....8..2.7.77...'],
    [12, 7, '....9..1.2..9..3'],
    [19, 1, '....9..2.99.....'],
    [22, 1, '............2..2'],
    [23, 1, '..........345678'],
  ],
  hat: [
    [0, 4, '6.4.6.4.6.4.6.4.'],
    [4, 8, '7352736472537363'],
    [12, 4, '8.5.8.5.8.5.8.5.'],
  ],
  open: [
    [7, 1, '..........7.....'],
    [12, 4, '..............7.'],
    [3, 1, '..............5.'],
  ],
  pedal: [[16, 8, '....4.......4...']],
  ride: [
    [16, 3, '8.5.8.6.8.5.8.6.'],
    [19, 1, '8.5.8...........'],
    [20, 3, '5...3...4...3...'],
  ],
  tomHigh: [
    [11, 1, '............88..'],
    [19, 1, '...........88...'],
    [20, 3, '......5...4.....'],
    [23, 1, '......6...5.....'],
  ],
  tomMid: [
    [11, 1, '..............8.'],
    [19, 1, '.............88.'],
    [20, 3, '...........5..4.'],
    [23, 1, '...6......5.....'],
  ],
  tomFloor: [
    [11, 1, '...............9'],
    [19, 1, '...............9'],
    [20, 3, '....6.......7...'],
    [23, 1, '....7..7....8.8.'],
  ],
  crashLeft: [
    [0, 1, '6...............'],
    [12, 1, '9...............'],
    [20, 1, '7...............'],
  ],
  crashRight: [
    [4, 1, '6...............'],
    [16, 1, '8...............'],
    [19, 1, '..............6.'],
  ],
  shaker: [
    [4, 8, '7353735373537354'],
    [12, 8, '8464846484648465'],
    [20, 4, '5.3.5.3.5.3.5.3.'],
  ],
  tambourine: [
    [12, 8, '..3.8.3...3.8.3.'],
    [3, 1, '............7...'],
  ],
  congaHigh: [
    [0, 4, '..5...5...5..65.'],
    [8, 4, '..4...5...4..55.'],
    [20, 4, '..6..56...6.5.6.'],
  ],
  congaLow: [
    [0, 4, '......4.66......'],
    [8, 4, '........66......'],
    [20, 4, '6......46..6....'],
  ],
};
const BACK_MS = { kick: 0, snare: 5, hat: -2, open: -2, shaker: 3, tambourine: 4 };

/** Hits of one drum in the order of time. */
export function drum(name: string) {
  const back = ((BACK_MS as Record<string, number>)[name] as number) ?? 1;
  return (DRUMS[name] as [number, number, string][] as [number, number, string][] as [number, number, string][])
    .flatMap(([bar, bars, row]) => hits(name, row, bar, bars, 3, back))
    .sort((a, b) => a.at - b.at);
}

export const click = () => hits('click', '9...5...5...5...', 0, 24, 0, 1);

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
export const sectionAt = (step: number) => (step < 64 ? 'intro' : step < 192 ? 'verse' : step < 320 ? 'chorus' : 'middle');

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

/**
 * A row of marks over the chords of some bars: what is struck, with the chord's voicing.
 * @param chords one voicing a chord
 */
export function comping(part: string, chords: number[][], rows: [number, number, string][], spreadMs: number = 5) {
  return rows.flatMap(([bar, bars, row]) => {
    const list = [];
    for (let step = bar * 16; step < (bar + bars) * 16; step++) {
      const mark = row[(step - bar * 16) % row.length] as string;
      if (mark === '.') continue;
      let len = 1;
      while (len < 16 && (row[(step + len - bar * 16) % row.length] as string) === '.') len++;
      const index = CHORDS.findLastIndex((chord) => chord.step <= step);
      const until = (CHORDS[index] as Chord).step + (CHORDS[index] as Chord).len - step;
      const vel =
        mark === 'm' ? 0.45 : mark === 'D' ? 0.95 : mark === 'd' ? 0.62 : mark === 'U' ? 0.7 : mark === 'u' ? 0.45 : Number(mark) / 9;
      list.push({
        at: when(part, step, spreadMs, 2),
        step,
        len: Math.min(len, until) * STEP,
        mark,
        chord: index,
        notes: chords[index] as number[],
        vel: touch(part, step, vel),
      });
    }
    return list;
  });
}
export type Strike = ReturnType<typeof comping>[number];

export const keysPart = () =>
  comping('keys', voicings(4, 55, 74), [
    [0, 4, '6.........4.....'],
    [4, 4, '7.....5...4..5..'],
    [8, 4, '7..5..5...6..5..'],
    [12, 8, '8..6..7...6.7...'],
    [20, 4, '6.......4...4...'],
  ]);
export const organPart = () =>
  comping('organ', voicings(4, 57, 76), [
    [2, 2, '4.......4.......'],
    [8, 4, '4.......4.......'],
    [12, 8, '8.......8.......'],
    [20, 4, '5.......5.......'],
  ]);
export const electricLeft = () =>
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
/** Verse: broken chords, one string after the other; elsewhere whole chords. */
export const electricRight = () => [
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
    const order = [0, 2, 1, 3, 2, 3, 1, 2];
    return { ...strike, len: 5 * STEP, notes: [strike.notes[order[(strike.step >> 1) % 8] as number] as number] };
  }),
];
export const strumming = () =>
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

const LEAD = `-/2 F#4/2/lo F#4/2/te E4/2/sai D4/3/lo ~E4/1/o F#4/4/ma | E4/6/wei ~C#4/2/i -/8
  | -/2 D4/2/so D4/2/me C#4/2/ta B3/3/da ~C#4/1/a D4/4/lo | B3/4/fa D4/4/ra C#4/6/soo -/2
  | -/2 F#4/2/po F#4/2/ka G4/2/li A4/3/noo ~G4/1/u F#4/4/la | E4/4/ho C#4/4/me D#4/6/sai -/2
  | -/2 E4/2/ba G4/2/te B4/2/wei A4/2/lo G4/2/no E4/4/si | D4/4/ho ~E4/4/o -/2 A4/2/se A4/2/li B4/2/ta
  | D5/6/pai ~B4/2/a A4/2/lo B4/6/wai | A4/6/ha ~E4/2/a -/4 A4/2/ba B4/2/ka | C#5/6/tei ~A4/2/e F#4/2/no A4/6/sho
  | F#4/6/ma ~D4/2/a -/2 D4/2/so E4/2/li F#4/2/ka | G4/3/lai ~F#4/1/a G4/4/no B4/4/pe D5/4/sta | A#4/6/ho ~G4/2/o E4/4/ma D4/2/se E4/2/lo
  | F#4/4/sai A4/4/da B4/4/wei ~A4/2/e F#4/2/lo | G4/4/bo F#4/2/ta E4/2/ka D4/6/maa -/2
  | D5/12/hoo ~C5/4/u | A4/12/hoo -/4 | A#4/6/haa ~A4/2/a G4/8/a | A4/8/hoo ~C#5/4/u -/4`;
export const lead = () => tune('lead', 4, LEAD, 10).map((note) => (note.at > 319 * STEP ? { ...note, vel: note.vel * 0.78 } : note));

/** The lead from one bar to another. */
const leadIn = (from: number, to: number) => lead().filter((note) => note.at >= from * 16 * STEP - 3000 && note.at < to * 16 * STEP - 3000);
/** Held chord tones, one voice of a close harmony. */
function pad(part: string, voice: number, from: number, to: number, syl: string) {
  const chords = voicings(3, 57, 76);
  return CHORDS.flatMap((chord, index) => {
    if (chord.step < from * 16 || chord.step >= to * 16) return [];
    const at = when(part, chord.step, 9, 12);
    return [
      {
        at,
        len: chord.len * STEP - 1800,
        midi: chords[index]?.[voice] as number,
        vel: 0.5,
        syl: chord.step % 32 ? syl.slice(1) : syl,
        slur: chord.step % 32 !== 0,
      },
    ];
  });
}
export const harmonyHigh = () => [...pad('bv1', 2, 8, 11, 'hu'), ...below('bv1', leadIn(12, 20), 3), ...pad('bv1', 2, 20, 24, 'ha')];
export const harmonyLow = () => [...pad('bv2', 0, 8, 11, 'hu'), ...below('bv2', leadIn(12, 20), 7), ...pad('bv2', 0, 20, 24, 'ha')];

const TRUMPET = [
  [0, `-/2 A4/2 D5/2 ~E5/2 F#5/4 ~E5/2 ~D5/2 | B4/6 ~A4/2 F#4/6 -/2 | -/2 G4/2 B4/2 ~D5/2 F#5/4 ~E5/2 ~D5/2 | E5/6 ~D5/2 C#5/6 -/2`],
  [11, `-/8 A4/2 -/2 C#5/2 E5/2`],
  [13, `-/8 C#5/1 -/1 E5/2 -/2 E5/2`],
  [15, `-/8 D5/2 F#5/2 -/1 A5/3`],
  [17, `-/8 D5/2 A#4/2 E5/4`],
  [19, `-/8 A4/1 B4/1 D5/2 E5/4`],
];
export const trumpet = () => TRUMPET.flatMap(([bar, text]) => tune('trumpet', Number(bar), String(text), 6));
const SAX = [
  [5, `-/8 C#4/2 E4/2 ~F#4/2 ~A4/2`],
  [9, `-/14 F#4/2`],
  [20, `D4/2 F4/2 A4/4 G4/2 ~F4/2 D4/4 | C4/3 ~E4/1 A4/4 G4/4 ~E4/4 | D4/2 F4/2 G4/2 ~A#4/6 ~A4/2 ~G4/2 | A4/8 ~C#5/4 E5/2 -/2`],
];
export const sax = () =>
  [
    ...below(
      'sax',
      trumpet().filter((note) => note.at < 20 * 16 * STEP),
      7,
      'a',
    ),
    ...SAX.flatMap(([bar, text]) => tune('sax', Number(bar), String(text), 12)),
  ].sort((a, b) => a.at - b.at);

/** The count-in spoken into the talkback at the end of the loop, and a word at the start of the verse. */
export const talk = () => [
  ...tune('talk', 3, `-/4 B2/2/oke A2/2/sta ~G2/2/te -/6`, 20),
  ...tune('talk', 23, `B2/3/wan -/1 A2/3/tu -/1 A2/2/se ~G2/1/ri -/1 A2/3/fo -/1`, 15),
];
