/** What the lit key looks like; as on the hardware, the colour tells what kind of key it is. */
export type Tint = 'rec' | 'solo' | 'mute' | 'select' | 'plain';

/** A key of the whole unit as it is printed. */
export interface Cap {
  /** Its name in the profile. */
  readonly key: string;
  readonly print: string;
  /** Said aloud where the print is short or a sign; holds what is printed, for those who say what they see. */
  readonly says?: string;
  readonly tint?: Tint;
}

export interface Group {
  readonly title: string;
  readonly columns: number;
  readonly caps: readonly Cap[];
  readonly tall?: true;
}

/** Keys of a strip, from top to bottom. */
export const STRIP_CAPS: readonly Cap[] = [
  { key: 'rec', print: 'REC', says: 'rec, record ready', tint: 'rec' },
  { key: 'solo', print: 'SOLO', says: 'solo', tint: 'solo' },
  { key: 'mute', print: 'MUTE', says: 'mute', tint: 'mute' },
  { key: 'select', print: 'SELECT', says: 'select', tint: 'select' },
];

export const FLIP: Cap = { key: 'flip', print: 'FLIP', says: 'flip faders and knobs' };
/** Beside the main fader. */
export const MAIN_CAPS: readonly Cap[] = [
  { key: 'name-value', print: 'NAME', says: 'name or value' },
  { key: 'smpte-beats', print: 'SMPTE', says: 'SMPTE time code or beats' },
  { key: 'global-view', print: 'GLOBAL', says: 'global view' },
];

const plain = (pairs: Readonly<Record<string, string>>): Cap[] => Object.entries(pairs).map(([key, print]) => ({ key, print }));

export const ASSIGN: Group = {
  title: 'Encoder assign',
  columns: 6,
  caps: plain({
    'assign-track': 'TRACK',
    'assign-send': 'SEND',
    'assign-pan': 'PAN',
    'assign-plugin': 'PLUG-IN',
    'assign-eq': 'EQ',
    'assign-instrument': 'INST',
  }),
};
export const FUNCTIONS: Group = {
  title: 'Function',
  columns: 4,
  caps: plain({ f1: 'F1', f2: 'F2', f3: 'F3', f4: 'F4', f5: 'F5', f6: 'F6', f7: 'F7', f8: 'F8' }),
};
export const AUTOMATION: Group = {
  title: 'Automation',
  columns: 3,
  caps: plain({ read: 'READ', write: 'WRITE', trim: 'TRIM', touch: 'TOUCH', latch: 'LATCH', group: 'GROUP' }),
};
export const MODIFY: Group = {
  title: 'Modify',
  columns: 4,
  caps: plain({ shift: 'SHIFT', option: 'OPT', control: 'CTRL', alt: 'ALT' }),
};
export const UTILITY: Group = {
  title: 'Utility',
  columns: 4,
  caps: plain({ save: 'SAVE', undo: 'UNDO', cancel: 'CANC', enter: 'ENTER' }),
};
export const VIEWS: Group = {
  title: 'Global view',
  columns: 8,
  caps: plain({
    'view-midi': 'MIDI',
    'view-inputs': 'INPUT',
    'view-audio': 'AUDIO',
    'view-instrument': 'INST',
    'view-aux': 'AUX',
    'view-busses': 'BUS',
    'view-outputs': 'OUT',
    'view-user': 'USER',
  }),
};
export const PLAYER: Group = {
  title: 'Markers and loop',
  columns: 7,
  caps: plain({ marker: 'MARK', nudge: 'NUDGE', cycle: 'CYCLE', drop: 'DROP', replace: 'REPL', click: 'CLICK', 'global-solo': 'SOLO' }),
};
export const BANKS: readonly Cap[] = [
  { key: 'bank-left', print: '◀ BANK', says: 'bank left' },
  { key: 'bank-right', print: 'BANK ▶', says: 'bank right' },
  { key: 'channel-left', print: '◀ CH', says: 'CH left, channel left' },
  { key: 'channel-right', print: 'CH ▶', says: 'CH right, channel right' },
];
export const CURSOR: readonly Cap[] = [
  { key: 'cursor-left', print: '◀', says: 'cursor left' },
  { key: 'cursor-up', print: '▲', says: 'cursor up' },
  { key: 'cursor-down', print: '▼', says: 'cursor down' },
  { key: 'cursor-right', print: '▶', says: 'cursor right' },
  { key: 'zoom', print: 'ZOOM' },
  { key: 'scrub', print: 'SCRUB' },
];
export const TRANSPORT: Group = {
  title: 'Transport',
  columns: 5,
  tall: true,
  caps: [
    { key: 'rewind', print: '◀◀', says: 'rewind' },
    { key: 'forward', print: '▶▶', says: 'fast forward' },
    { key: 'stop', print: '■', says: 'stop' },
    { key: 'play', print: '▶', says: 'play', tint: 'select' },
    { key: 'record', print: '●', says: 'record', tint: 'rec' },
  ],
};
/** Lights without a key, beside the digits. */
export const LAMPS: readonly Cap[] = [
  { key: 'smpte', print: 'SMPTE' },
  { key: 'beats', print: 'BEATS' },
  { key: 'solo-any', print: 'SOLO' },
];
