import { z } from 'zod';
import { COLORS } from '../desk/layout.ts';

/** The form of a mapping file. What its words mean is looked at by `mapping-file.ts`. */

const line = z.string().min(1).max(400);
const path = z.string().min(1).max(128);
const name = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'a name of small letters, digits and "-"');
const key = z.string().min(1).max(64);

const gestures = z.strictObject({
  press: line.optional().describe('when it is pressed; where it can be held too, when it is let go before that'),
  double: line.optional().describe('when it is pressed a second time within 0.35 s'),
  hold: line.optional().describe('when it has been down for 0.5 s'),
  light: line.optional().describe('a path or a line: what the light shows; else it follows from press, double or hold'),
});
const action = z.union([line, gestures], 'a line such as toggle strip/mute, or { press: ..., hold: ..., double: ... }');

const knob = z.strictObject({
  turn: path.describe('what turning moves: strip/pan'),
  push: line.optional().describe('what pressing does'),
  step: z
    .union([z.number(), z.string()])
    .optional()
    .describe('how far a tick goes, with or without its unit; else it follows from the range'),
  label: z.string().min(1).max(7).optional().describe('what the display calls it; else a short form of its name'),
});
const cell = z.union([path, knob], 'a path such as strip/pan, or { turn: ..., push: ... }');

const strip = z
  .object({
    fader: path.optional().describe('what the fader moves: strip/fader'),
    knob: cell.optional(),
    lcd: z
      .tuple([z.string().max(200), z.string().max(200)])
      .optional()
      .describe('two lines: "{strip/name}"; in "{a|b}" a shows while touched'),
    color: path.optional().describe('colour of the display: strip/color'),
    meter: path.optional().describe('what the LEDs show: strip/meter/post'),
  })
  .catchall(action);

const enter = z.strictObject({
  press: key.optional().describe('key that goes into the mode, to its next page, and out of it'),
  hold: key.optional().describe('key that is in the mode as long as it is held'),
  lock: key.optional().describe('key that keeps it: "double send" for a second press'),
});

const screen = z.strictObject({
  lcd: z
    .tuple([z.string().max(200), z.string().max(200)])
    .describe('two lines: "{cue/next/name}"; a screen whose braces are all empty is dark'),
  wide: z.number().int().min(1).max(16).optional().describe('displays that the text goes over; one if left out'),
  color: z.enum(COLORS).optional().describe('of the display while there is something on it; white if left out'),
});
const screens = z
  .array(z.union([screen, z.null()]))
  .min(1)
  .max(16)
  .describe('what the displays show instead of the strips, from the left; null: as usual');
const buttons = z.record(key, action);

const mode = z.strictObject({
  digits: z.string().min(1).max(2).optional().describe('what the two assignment digits show'),
  enter: enter.optional(),
  knobs: z
    .array(z.union([path, knob, z.null()]))
    .min(1)
    .max(64)
    .optional()
    .describe('what the knobs move, from the left; selected/send/1..8/level is eight of them; more than there are knobs are pages'),
  strip: strip.optional().describe('what is different in each strip meanwhile'),
  screens: screens.optional(),
  time: path
    .optional()
    .describe('what the time digits show: cue/time counts waits and fades down, and shows the usual while there are none'),
  buttons: buttons.optional().describe('keys of the whole unit that mean something else meanwhile'),
});

export const mappingSchema = z.strictObject({
  $schema: z.string().optional().describe('for editors'),
  profile: key.describe('what the unit can: a file of profiles/'),
  beside: z
    .array(key)
    .max(16)
    .optional()
    .describe('profiles of units whose bank this one continues to the right when one is there: an extender and its main units'),
  layers: z
    .record(name, z.array(path).min(1).max(64))
    .describe('lists of strips that are banked through: ch/1..32; the first is there at the start'),
  fine: key.optional().describe('key that makes knobs move by single steps of the grid while it is held'),
  strip: strip.describe('for each strip under the hand'),
  main: z.strictObject({ fader: path.optional() }).optional(),
  buttons: buttons.optional().describe('keys of the whole unit'),
  lamps: z.record(key, line).optional().describe('lights without a key, each said like the key that would be lit'),
  jog: knob.optional().describe('the wheel'),
  time: path.optional().describe('what the time digits show, in seconds'),
  modes: z.record(name, mode).optional(),
  look: z
    .strictObject({
      key: key.describe('while it is held, all other keys tell what they would do, and do nothing'),
      line: line.optional().describe('what is looked at at first: go'),
      screens,
    })
    .optional(),
});

export type MappingText = z.output<typeof mappingSchema>;
export type ActionText = z.output<typeof action>;
export type CellText = z.output<typeof cell>;
export type StripText = z.output<typeof strip>;
export type ModeText = z.output<typeof mode>;
export type ScreensText = z.output<typeof screens>;
export type ButtonsText = z.output<typeof buttons>;

/** The JSON Schema of mapping files, for editors. */
export const mappingJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(mappingSchema, { io: 'input' }),
  title: 'a mapping of Deskbridge: what each control does',
});
