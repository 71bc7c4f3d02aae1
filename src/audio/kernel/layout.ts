// Where everything lies. A lane is one mono strip; four lanes are a group and stand side by side in an f32x4, so a table row
// of a group is 16 bytes and lane l of it is at + 4 l. src/audio/kernel.ts makes typed views on the same tables.

export const MAX_GROUPS: i32 = 25;
export const MAX_BLOCK: i32 = 256;
/** Filter sections of a lane: low cut 2, high cut 2, EQ 4. */
export const SECTIONS: i32 = 8;
/** The first section of the EQ; the gate is before it. */
export const EQ: i32 = 4;
/** Coefficients of a section: b1 b2 b3 m0 m1 m2. */
export const COEFS: i32 = 6;
/** Mix destinations: main L R, solo L R, then buses. */
export const DESTS: i32 = 20;

export const ROW: i32 = 16;
export const PLANE: i32 = MAX_BLOCK * 4;

/** Samples of a lane in a row, the lane's input; and what a lane gives after its fader, where kept. */
export const IN = memory.data(100 * 256 * 4, 16);
export const OUT = memory.data(100 * 256 * 4, 16);

export const COEF_TARGET = memory.data(25 * 8 * 6 * 16, 16);
export const COEF = memory.data(25 * 8 * 6 * 16, 16);
/** Two integrators a section. */
export const FILTER_STATE = memory.data(25 * 8 * 2 * 16, 16);

/** Rows of a group's dynamics; those the control thread writes, see the names in kernel.ts. */
export const DYN_ROWS: i32 = 20;
export const GATE_OPEN: i32 = 0;
export const GATE_CLOSE: i32 = 1;
export const GATE_RANGE: i32 = 2;
export const GATE_ATTACK: i32 = 3;
export const GATE_RELEASE: i32 = 4;
export const GATE_DECAY: i32 = 5;
export const GATE_HOLD: i32 = 6;
export const GATE_WET: i32 = 7;
export const GATE_SLOPE: i32 = 8;
export const GATE_DUCK: i32 = 9;
export const DYN_THRESHOLD: i32 = 10;
export const DYN_KNEE: i32 = 11;
export const DYN_SLOPE: i32 = 12;
export const DYN_ATTACK: i32 = 13;
export const DYN_RELEASE: i32 = 14;
export const DYN_HOLD: i32 = 15;
export const DYN_MAKEUP: i32 = 16;
export const DYN_MIX: i32 = 17;
export const DYN_RMS: i32 = 18;
/** Above 0: the lane listens to its neighbour in the pair too. */
export const LINKED: i32 = 19;
export const DYNAMICS = memory.data(25 * 20 * 16, 16);

/** What dynamics remember: rows below. */
export const STATE_ROWS: i32 = 12;
export const S_ENVELOPE: i32 = 0;
export const S_GATE: i32 = 1;
export const S_GATE_HOLD: i32 = 2;
export const S_PEAK_GR: i32 = 3;
export const S_GR: i32 = 4;
export const S_DYN_HOLD: i32 = 5;
export const S_SQUARE: i32 = 6;
export const S_GATE_GAIN: i32 = 7;
export const S_DYN_GAIN: i32 = 8;
export const S_GATE_WET: i32 = 9;
export const S_MAKEUP: i32 = 10;
export const S_MIX: i32 = 11;
export const DYN_STATE = memory.data(25 * 12 * 16, 16);

/** Lane whose input drives the gate / the compressor, -1 for the strip's own signal; i32, one a lane. */
export const GATE_KEY = memory.data(100 * 4, 16);
export const DYN_KEY = memory.data(100 * 4, 16);

/** Gains, as targets and as reached: trim (its sign is the polarity), fader, and one a destination. */
export const TRIM_TARGET = memory.data(25 * 16, 16);
export const TRIM = memory.data(25 * 16, 16);
export const FADER_TARGET = memory.data(25 * 16, 16);
export const FADER = memory.data(25 * 16, 16);
export const GAIN_TARGET = memory.data(25 * 20 * 16, 16);
export const GAIN = memory.data(25 * 20 * 16, 16);

/** Since the last read: peak before and after the fader, least gate gain, most compressor reduction (dB); then mean square. */
export const METER_ROWS: i32 = 5;
export const METERS = memory.data(25 * 5 * 16, 16);
/** How often a lane was reset because it was not finite; i32. */
export const FAULTS = memory.data(100 * 4, 16);

/** Of a lane: delay in samples wanted; then ring state, see delay.ts. i32. */
export const DELAY_TARGET = memory.data(100 * 4, 16);
export const DELAY_STATE = memory.data(100 * 32, 16);

/** The group's signal, a row a sample; its keys, and what a detector works on, a row a control step of four samples. */
export const SIGNAL = memory.data(256 * 16, 16);
export const KEYS = memory.data(64 * 16, 16);
export const STEPS = memory.data(64 * 16, 16);
/** Destination sums, still in four lanes. */
export const SUMS = memory.data(20 * 256 * 16, 16);
/** Destination sums, one value a sample. */
export const MIX = memory.data(20 * 256 * 4, 16);

/** Glide of gains and of coefficients over one block, and the share a new block has in a mean square of 300 ms. */
export class Pace {
  static gain: f32 = 1;
  static coef: f32 = 1;
  static meter: f32 = 1;
  /** Share of a control step in the RMS detector's mean square of 10 ms. */
  static square: f32 = 1;
  static delayFade: i32 = 480;
}
