import type { Profile } from '../../surfaces/profile.ts';
import { SCALE } from './print.ts';

const TOP = 16_368;

/**
 * What the drawn unit can: the profile of the X-Touch as the page needs it, without a reader of YAML in the browser.
 * @source mappings/profiles/behringer-x-touch.yaml; a test compares the two
 */
export const X_TOUCH: Profile = {
  profile: 'behringer-x-touch',
  label: 'Behringer X-Touch',
  protocol: 'mcu',
  ports: { has: ['x-touch'], not: ['ext', 'midi 2', 'midiin2', 'midiout2', 'extender', 'mini', 'compact', 'one'] },
  mcu: { ids: [0x14], handshake: 'optional', wait: 1000 },
  wire: { usb: 16_000, din: 3125 },
  strips: 8,
  main: true,
  fader: {
    steps: 1024,
    top: TOP,
    scale: SCALE.map(([place, levelDb]) => [Math.round(place * TOP), levelDb] as [number, number]),
    touch: true,
    motor: true,
    reports: false,
    echo: true,
    deadband: 1,
    settle: 100,
  },
  ring: { leds: 13, modes: ['dot', 'boost-cut', 'wrap', 'spread'], center: false },
  jog: true,
  lights: { blink: 'unit' },
  keys: {
    strip: ['rec', 'solo', 'mute', 'select', 'push'],
    // biome-ignore format: as in the profile
    unit: [
      'assign-track', 'assign-send', 'assign-pan', 'assign-plugin', 'assign-eq', 'assign-instrument',
      'bank-left', 'bank-right', 'channel-left', 'channel-right', 'flip', 'global-view', 'name-value', 'smpte-beats',
      'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8',
      'view-midi', 'view-inputs', 'view-audio', 'view-instrument', 'view-aux', 'view-busses', 'view-outputs', 'view-user',
      'shift', 'option', 'control', 'alt',
      'read', 'write', 'trim', 'touch', 'latch', 'group', 'save', 'undo', 'cancel', 'enter',
      'marker', 'nudge', 'cycle', 'drop', 'replace', 'click', 'global-solo',
      'rewind', 'forward', 'stop', 'play', 'record',
      'cursor-up', 'cursor-down', 'cursor-left', 'cursor-right', 'zoom', 'scrub', 'user-a', 'user-b',
    ],
    unlit: ['push', 'user-a', 'user-b'],
    lamps: ['smpte', 'beats', 'solo-any'],
  },
  lcd: { lines: 2, cells: 7, last: 7 },
  colors: { codes: { dark: 0, red: 1, green: 2, yellow: 3, blue: 4, magenta: 5, cyan: 6, white: 7, orange: 3 }, otherwise: 7 },
  meter: { leds: 8, thresholds: [-60, -50, -40, -30, -20, -14, -10, -8, -6, -4, -2, 0], fall: 1800, hold: 200, clip: true },
  digits: { time: 10, assignment: 2 },
};
