/**
 * What is sung and blown, as text; see `tune` in song.ts for how it is read.
 * Casts: rows and chords of this file are complete; what is not there is a fault of the score, and the checksum tells.
 */
import { below, CHORDS, type Note, STEP, tune, voicings, when } from './song.ts';

const LEAD = `-/2 F#4/2/lo F#4/2/te E4/2/sai D4/3/lo ~E4/1/o F#4/4/ma | E4/6/wei ~C#4/2/i -/8
  | -/2 D4/2/so D4/2/me C#4/2/ta B3/3/da ~C#4/1/a D4/4/lo | B3/4/fa D4/4/ra C#4/6/soo -/2
  | -/2 F#4/2/po F#4/2/ka G4/2/li A4/3/noo ~G4/1/u F#4/4/la | E4/4/ho C#4/4/me D#4/6/sai -/2
  | -/2 E4/2/ba G4/2/te B4/2/wei A4/2/lo G4/2/no E4/4/si | D4/4/ho ~E4/4/o -/2 A4/2/se A4/2/li B4/2/ta
  | D5/6/pai ~B4/2/a A4/2/lo B4/6/wai | A4/6/ha ~E4/2/a -/4 A4/2/ba B4/2/ka | C#5/6/tei ~A4/2/e F#4/2/no A4/6/sho
  | F#4/6/ma ~D4/2/a -/2 D4/2/so E4/2/li F#4/2/ka | G4/3/lai ~F#4/1/a G4/4/no B4/4/pe D5/4/sta | A#4/6/ho ~G4/2/o E4/4/ma D4/2/se E4/2/lo
  | F#4/4/sai A4/4/da B4/4/wei ~A4/2/e F#4/2/lo | G4/4/bo F#4/2/ta E4/2/ka D4/6/maa -/2
  | D5/12/hoo ~C5/4/u | A4/12/hoo -/4 | A#4/6/haa ~A4/2/a G4/8/a | A4/8/hoo ~C#5/4/u -/4`;

/** Softer in the middle, where nobody else sings words. */
export const lead = (): Note[] =>
  tune('lead', 4, LEAD, 10).map((note) => (note.at > 319 * STEP ? { ...note, vel: note.vel * 0.78 } : note));

/** The lead from one bar to another. */
const leadIn = (from: number, to: number): Note[] =>
  lead().filter((note) => note.at >= from * 16 * STEP - 3000 && note.at < to * 16 * STEP - 3000);

/** Held chord tones, one voice of a close harmony; the syllable is begun anew each second bar. */
function pad(part: string, voice: number, from: number, to: number, syl: string): Note[] {
  const chords = voicings(3, 57, 76);
  return CHORDS.flatMap((chord, index) => {
    if (chord.step < from * 16 || chord.step >= to * 16) return [];
    const at = when(part, chord.step, 9, 12);
    const midi = chords[index]?.[voice] as number;
    const slur = chord.step % 32 !== 0;
    return [{ at, len: chord.len * STEP - 1800, midi, vel: 0.5, syl: slur ? syl.slice(1) : syl, slur }];
  });
}

/** Above: held tones, and close below the lead in the chorus. */
export const harmonyHigh = (): Note[] => [
  ...pad('bv1', 2, 8, 11, 'hu'),
  ...below('bv1', leadIn(12, 20), 3),
  ...pad('bv1', 2, 20, 24, 'ha'),
];
/** Below: the same, a fifth or more under the lead. */
export const harmonyLow = (): Note[] => [...pad('bv2', 0, 8, 11, 'hu'), ...below('bv2', leadIn(12, 20), 7), ...pad('bv2', 0, 20, 24, 'ha')];

const TRUMPET: readonly (readonly [bar: number, text: string])[] = [
  [0, `-/2 A4/2 D5/2 ~E5/2 F#5/4 ~E5/2 ~D5/2 | B4/6 ~A4/2 F#4/6 -/2 | -/2 G4/2 B4/2 ~D5/2 F#5/4 ~E5/2 ~D5/2 | E5/6 ~D5/2 C#5/6 -/2`],
  [11, `-/8 A4/2 -/2 C#5/2 E5/2`],
  [13, `-/8 C#5/1 -/1 E5/2 -/2 E5/2`],
  [15, `-/8 D5/2 F#5/2 -/1 A5/3`],
  [17, `-/8 D5/2 A#4/2 E5/4`],
  [19, `-/8 A4/1 B4/1 D5/2 E5/4`],
];

/** Fills between the lines of the singer. */
export const trumpet = (): Note[] => TRUMPET.flatMap(([bar, text]) => tune('trumpet', bar, text, 6));

const SAX: readonly (readonly [bar: number, text: string])[] = [
  [5, `-/8 C#4/2 E4/2 ~F#4/2 ~A4/2`],
  [9, `-/14 F#4/2`],
  [20, `D4/2 F4/2 A4/4 G4/2 ~F4/2 D4/4 | C4/3 ~E4/1 A4/4 G4/4 ~E4/4 | D4/2 F4/2 G4/2 ~A#4/6 ~A4/2 ~G4/2 | A4/8 ~C#5/4 E5/2 -/2`],
];

/** Below the trumpet in the horn section, and the tune of the middle. */
export const sax = (): Note[] =>
  [
    ...below(
      'sax',
      trumpet().filter((note) => note.at < 20 * 16 * STEP),
      7,
      'a',
    ),
    ...SAX.flatMap(([bar, text]) => tune('sax', bar, text, 12)),
  ].sort((a, b) => a.at - b.at);

/** The count-in spoken into the talkback at the end of the loop, and a word at the start of the verse. */
export const talk = (): Note[] => [
  ...tune('talk', 3, `-/4 B2/2/oke A2/2/sta ~G2/2/te -/6`, 20),
  ...tune('talk', 23, `B2/3/wan -/1 A2/3/tu -/1 A2/2/se ~G2/1/ri -/1 A2/3/fo -/1`, 15),
];
