import { linear, lines, logarithmic } from '../../desk/law.ts';

/** Fader, sends and levels: straight lines between the marks engineers know from digital consoles, on 0.1 dB. 0 dB stands at 0.75. */
export const fader = lines(
  'dB',
  [
    [0, -90],
    [0.0625, -60],
    [0.25, -30],
    [0.5, -10],
    [1, 10],
  ],
  { step: 0.1 },
);
export const trim = linear('dB', -24, 24, 0.1);
export const pan = linear('pan', -100, 100, 1);
export const eqGain = linear('dB', -18, 18, 0.1);
export const frequency = logarithmic('Hz', 20, 20_000);
export const lowCut = logarithmic('Hz', 16, 2000);
export const highCut = logarithmic('Hz', 200, 20_000);
export const q = logarithmic('Q', 0.1, 10);
export const stripDelay = linear('ms', 0, 500, 0.1);

export const gateThreshold = linear('dB', -80, 0, 0.1);
export const gateRange = linear('dB', 0, 80, 0.1);
export const dynThreshold = linear('dB', -60, 0, 0.1);
export const ratio = logarithmic(':1', 1, 100);
export const knee = linear('dB', 0, 24, 0.1);
export const attack = logarithmic('ms', 0.1, 200);
export const hold = logarithmic('ms', 0.1, 2000);
export const release = logarithmic('ms', 5, 4000);
export const makeup = linear('dB', 0, 24, 0.1);
export const percent = linear('%', 0, 100, 1);

export const ceiling = linear('dB', -20, 0, 0.1);
export const limiterRelease = logarithmic('ms', 5, 2000);

export const predelay = linear('ms', 0, 200, 1);
export const decay = logarithmic('s', 0.1, 20);
export const damping = linear('x', 0.1, 1, 0.01);
export const echoTime = logarithmic('ms', 1, 2000, 4);
export const feedback = linear('%', 0, 95, 1);

/** Seconds; a day is longer than any take. */
export const playTime = linear('s', 0, 86_400, 0.001);
export const speed = linear('x', 0.5, 2, 0.01);
