/** Pan position -100 (left) .. 100 (right) as 0..1. */
const along = (pan: number): number => (Math.min(100, Math.max(-100, pan)) + 100) / 200;

/** Left share of a mono strip at `pan` (-100..100): constant power, -3 dB in the middle. */
export const panLeft = (pan: number): number => Math.cos((along(pan) * Math.PI) / 2);

/** Right share of a mono strip at `pan` (-100..100). */
export const panRight = (pan: number): number => Math.sin((along(pan) * Math.PI) / 2);

/** What the left side of a stereo strip keeps at `pan` (-100..100): all of it up to the middle. */
export const balanceLeft = (pan: number): number => Math.min(1, 2 * (1 - along(pan)));

/** What the right side of a stereo strip keeps at `pan` (-100..100). */
export const balanceRight = (pan: number): number => Math.min(1, 2 * along(pan));
