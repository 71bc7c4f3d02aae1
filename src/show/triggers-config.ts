import { z } from 'zod';
import { isRefusal } from '../desk/refusal.ts';
import { readTrigger } from '../scenes/triggers/trigger-text.ts';
import { isZone } from '../scenes/triggers/zones.ts';
import { MSC_TYPES } from '../wire/formats/msc.ts';
import { TIMECODE_RATES } from '../wire/formats/timecode.ts';
import { onOff, timeMs } from './config-words.ts';

const text = z.string().min(1).max(200);

const msc = z.strictObject({
  id: z.int().min(0).max(111).default(0).describe('our device number; messages to all devices are heard as well'),
  groups: z.array(z.int().min(1).max(15)).max(15).default([]).describe('groups of devices we belong to'),
  types: z
    .array(z.enum([...Object.keys(MSC_TYPES), 'any']))
    .min(1)
    .default(['sound'])
    .describe('kinds of devices we answer as; messages to all kinds are heard as well'),
  lists: z
    .array(
      z.union([z.string().regex(/^\d{1,8}(?:\.\d{1,8}){0,7}$/, 'a list number: 3'), z.number().min(0).max(99_999_999)]).transform(String),
    )
    .max(16)
    .default([])
    .describe('numbers that our list has for others; left out: messages for any list are for us'),
  decimal: onOff.prefault('off').describe('numbers have decimals that are filled up with zeros: 1.500 is cue 1.5'),
});

const timecode = z.strictObject({
  rate: z
    .union([z.enum(TIMECODE_RATES), z.int()], 'one of 24, 25, 29.97df, 30')
    .transform(String)
    .pipe(z.enum(TIMECODE_RATES))
    .optional()
    .describe('frames per second the cues are made for; timecode of another rate is told'),
  freewheel: timeMs(0, 5000).prefault('0.25 s').describe('how long time goes on when the signal is lost'),
  'catch-up': onOff.prefault('off').describe('after a jump forward the last cue before the place is started'),
});

/** A block that is there without a word of its own: `msc: on`. */
const orOn = <Schema extends z.ZodType>(schema: Schema, whole: z.output<Schema>) =>
  z.union([z.enum(['on', 'off']), schema], 'on, off, or a block of settings').transform((said) => {
    // The words are those of the union; what is left is the block.
    return said === 'off' ? undefined : said === 'on' ? whole : (said as z.output<Schema>);
  });

const trigger = z
  .string()
  .refine((said) => !isRefusal(readTrigger(said)), 'a trigger such as midi note 60, mmc play, msc fire 3, osc /cue/16');

/** What starts cues besides hands. Triggers of single cues stand in cues.yaml. */
export const triggersSchema = z.strictObject({
  midi: z.array(text).max(32).default([]).describe('MIDI ports that are listened to: words that their names hold'),
  msc: orOn(msc, msc.parse({})).prefault('off').describe('MIDI Show Control on these ports'),
  mmc: z
    .strictObject({ id: z.int().min(0).max(126).default(0).describe('our device number') })
    .prefault({})
    .describe('machine control; it does nothing until "do" or a cue names it'),
  timecode: orOn(timecode, timecode.parse({})).prefault('off').describe('MIDI timecode on these ports'),
  zone: z
    .string()
    .refine(isZone, 'a time zone such as Europe/Berlin')
    .optional()
    .describe('of cues by the clock; that of this machine if left out'),
  do: z.record(trigger, text).default({}).describe('triggers that say a line: { "midi note 60": go }'),
  panic: z.array(text).max(32).default([]).describe('lines that panic says besides stopping: fade main/fader -inf over 3s'),
});
