/**
 * The scale printed beside the slots of an X-Touch: places of the travel and the level there, straight between.
 * @source mappings/profiles/behringer-x-touch.yaml, `scale` by `top`; a test compares them
 */
export const SCALE: readonly (readonly [place: number, levelDb: number])[] = [
  [0, -90],
  [1023 / 16_368, -60],
  [4095 / 16_368, -30],
  [8191 / 16_368, -10],
  [12_588 / 16_368, 0],
  [1, 10],
];

/** @returns level the print says at a place of the travel, dB; -Infinity at the end of the slot */
export function levelAt(place: number): number {
  if (place <= 0) return Number.NEGATIVE_INFINITY;
  for (let at = 1; at < SCALE.length; at++) {
    const [fromPlace, fromDb] = SCALE[at - 1] ?? [0, 0];
    const [toPlace, toDb] = SCALE[at] ?? [1, 0];
    if (place <= toPlace) return fromDb + ((place - fromPlace) / (toPlace - fromPlace)) * (toDb - fromDb);
  }
  return 10;
}

/** @returns where a level is printed, 0..1 */
function placeOf(levelDb: number): number {
  for (let at = 1; at < SCALE.length; at++) {
    const [fromPlace, fromDb] = SCALE[at - 1] ?? [0, 0];
    const [toPlace, toDb] = SCALE[at] ?? [1, 0];
    if (levelDb <= toDb) return fromPlace + ((levelDb - fromDb) / (toDb - fromDb)) * (toPlace - fromPlace);
  }
  return 1;
}

/** What stands beside each slot, from the top. */
export const PRINT: readonly { readonly print: string; readonly place: number }[] = [
  ...[10, 5, 0, -5, -10, -20, -30, -40, -60].map((levelDb) => ({ print: String(Math.abs(levelDb)), place: placeOf(levelDb) })),
  { print: '∞', place: 0 },
];

/** A level as it is read aloud: `minus 3.2 dB`, `minus infinity`. */
export function spoken(levelDb: number): string {
  if (levelDb === Number.NEGATIVE_INFINITY) return 'minus infinity';
  const size = Math.abs(levelDb).toFixed(1);
  if (size === '0.0') return '0.0 dB';
  return `${levelDb < 0 ? 'minus' : 'plus'} ${size} dB`;
}
