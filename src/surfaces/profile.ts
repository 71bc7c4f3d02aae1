import { z } from 'zod';
import { LAMP_NAMES, STRIP_KEY_NAMES, UNIT_KEY_NAMES } from './mcu/notes.ts';

/**
 * What a unit can: capabilities, never identities. Code asks `profile.lights.blink`, never whether it is an X-Touch. A profile is a YAML
 * file of `mappings/profiles/`; its keys are the names below.
 */

const text = z.string().min(1).max(200);
/** YAML 1.2 knows true and false; engineers say on and off. */
const onOff = z
  .union([z.boolean(), z.enum(['on', 'off', 'yes', 'no'])], 'on or off')
  .transform((said) => said === true || said === 'on' || said === 'yes');
const raw14 = z.int().min(0).max(16_383);
/** A name of the protocol's table; a typing error would be a key that is never heard. */
const oneOf = (known: readonly string[], like: string) =>
  z.string().refine((name) => known.includes(name), `not a name this protocol has, such as ${like}`);
const stripKey = oneOf(STRIP_KEY_NAMES, 'mute');
const unitKey = oneOf(UNIT_KEY_NAMES, 'bank-left');

const ports = z.strictObject({
  has: z
    .array(text)
    .min(1)
    .describe('whole words or phrases, any of which a port name holds; capitals do not matter, "-" belongs to a word'),
  not: z.array(text).default([]).describe('none of which it holds'),
});

const mcu = z.strictObject({
  ids: z.array(z.int().min(0).max(0x7f)).min(1).describe('header bytes it may have; the first is used until the unit has said its own'),
  handshake: z
    .enum(['none', 'optional', 'required'])
    .describe('none: never announces itself · optional: may, and works without · required: stays dark until it has been answered'),
  wait: z.int().min(0).max(60_000).default(1500).describe('ms without an answer after which it is taken to be there all the same'),
  meter: z
    .int()
    .min(0)
    .max(7)
    .optional()
    .describe('meter mode sent to each strip at the start: 1 signal light, 2 peak hold, 4 bar in the LCD; the sum'),
});

const fader = z.strictObject({
  steps: z.int().min(2).max(16_384).describe('places the motor and the sensor tell apart'),
  top: raw14.describe('raw value at and above which it is at the top: 16383, 16380, 16368, 16256'),
  scale: z
    .array(z.tuple([raw14, z.number()]))
    .min(2)
    .describe('printed beside the slot: [raw value, dB], rising, straight between; the first place is -inf'),
  touch: onOff.describe('feels the finger'),
  motor: onOff,
  reports: onOff.describe('sends the moves its own motor makes'),
  echo: onOff.describe('wants its position confirmed on release, or the motor goes back to where it was before the touch'),
  deadband: z.int().min(0).max(64).describe('steps within which a reported place is the commanded one'),
  settle: z.int().min(0).max(1000).describe('ms after release during which the motor may still report places it passes'),
});

const ring = z.strictObject({
  leds: z.int().min(11).max(31).describe('on the unit; the protocol addresses the middle 11'),
  modes: z.array(z.enum(['dot', 'boost-cut', 'wrap', 'spread'])).min(1),
  center: onOff.describe('has a small light under the knob'),
});

const keys = z.strictObject({
  strip: z.array(stripKey).default([]).describe('of each strip'),
  unit: z.array(unitKey).default([]).describe('of the whole unit'),
  unlit: z
    .array(oneOf([...STRIP_KEY_NAMES, ...UNIT_KEY_NAMES], 'push'))
    .default([])
    .describe('of both, those without a light'),
  lamps: z.array(oneOf(LAMP_NAMES, 'smpte')).default([]).describe('lights without a key'),
});

const lcd = z.strictObject({
  lines: z.literal(2),
  cells: z.int().min(1).max(16).describe('characters of a strip'),
  last: z.int().min(1).max(16).describe('characters of the last strip: one is hidden on displays that are one piece'),
});

const colors = z.strictObject({
  codes: z
    .record(z.string(), z.int().min(0).max(0x7f))
    .describe('colour words of the desk and the byte of each; dark is the light behind the text put out'),
  otherwise: z.int().min(0).max(0x7f).describe('byte of a word that is not listed'),
});

const meter = z.strictObject({
  leds: z.int().min(1).max(32),
  thresholds: z.array(z.number()).min(1).max(12).describe('dB full scale, rising: the value sent is the number of those reached'),
  fall: z.int().min(0).max(10_000).describe('ms in which the unit falls from full to dark by itself; 0: it does not'),
  hold: z.int().min(20).max(10_000).describe('ms after which a level that stands still is said again'),
  clip: onOff.describe('has a mark that stays until it is cleared'),
});

const digits = z.strictObject({ time: z.int().min(0).max(10), assignment: z.int().min(0).max(2) });

const wire = z.strictObject({
  usb: z.int().min(100).max(1_000_000).describe('bytes per second over USB'),
  din: z.int().min(100).max(1_000_000).describe('bytes per second over DIN cables: 31,250 baud are 3125'),
});

export const profileSchema = z.strictObject({
  profile: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and -')
    .describe('its name, and that of its file'),
  label: text.describe('as people say it'),
  protocol: z.literal('mcu'),
  ports: ports.describe('names of ports by which it is known without configuration'),
  mcu,
  wire,
  strips: z.int().min(1).max(8),
  main: onOff.describe('has a main fader, which follows the last strip'),
  fader,
  ring: ring.optional(),
  jog: onOff,
  lights: z.strictObject({
    blink: z.enum(['unit', 'host']).describe('unit: it blinks by itself · host: a blinking light is switched on and off for it'),
  }),
  keys,
  lcd: lcd.optional(),
  colors: colors.optional(),
  meter: meter.optional(),
  digits: digits.default({ time: 0, assignment: 0 }),
});

export type Profile = z.output<typeof profileSchema>;
