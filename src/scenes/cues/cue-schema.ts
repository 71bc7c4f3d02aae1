import { z } from 'zod';
import { isUnreadable } from '../library.ts';

const text = z.string().max(1000);
/** One text, or a list of them; `alone` where it stands at the key itself. */
const texts = z.union(
  [
    text.transform((one) => ({ texts: [one], alone: true })),
    z
      .array(text)
      .max(100)
      .transform((list) => ({ texts: list, alone: false })),
  ],
  'a line, or a list of lines',
);
export type Texts = z.output<typeof texts>;
const word = z.enum(['on', 'off', 'true', 'false'], 'on or off').transform((said) => said === 'on' || said === 'true');

/** A number of digits and points, as show control sends it, and whatever else people number by: `12`, `12.5`, `A3`. */
export const CUE_NUMBER = /^[\p{L}\p{N}][\p{L}\p{N}.-]{0,31}$/u;

/** `cues.yaml`, every value read as text: 1.10 stays 1.10. */
export const cueSchema = z.strictObject({
  cue: z.string().regex(CUE_NUMBER, 'a number such as 12 or 12.5').describe('its number'),
  name: text
    .refine((said) => !isUnreadable(said), 'on one line, without invisible characters and such that turn the text around them')
    .default('')
    .describe('what it is called'),
  do: texts.prefault([]).describe('what it does: lines such as recall "Verse 2", fade main/fader -inf over 5s'),
  wait: text.optional().describe('before it does that'),
  post: text.optional().describe('from its start to that of the next, with "then: go"'),
  // biome-ignore lint/suspicious/noThenProperty: the word of the file; a text is no function
  then: text.optional().describe('go, go after TIME, follow, follow after TIME'),
  when: texts.prefault([]).describe('what starts it besides Go: midi program 14, msc fire 3, timecode 01:00:00:00, clock 19:30'),
  armed: word.default(true).describe('off: what follows runs, its lines are not said'),
  opens: word.default(false).describe('on: its recalls also take off mutes that a hand has put on'),
  skip: word.default(false).describe('on: as if it were not there'),
  note: text.default('').describe('for people'),
});
/** What a cue can say. */
export const CUE_SETTINGS: readonly string[] = Object.keys(cueSchema.shape);
export type CueText = z.output<typeof cueSchema>;
export const cuesSchema = z.array(cueSchema).max(10_000);
