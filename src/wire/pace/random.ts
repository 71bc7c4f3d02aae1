/** A number in [0, 1), as Math.random gives it; passed in so that a run can be repeated by its seed. */
export type Random = () => number;

/**
 * A repeatable source of even numbers in [0, 1), for jitter and for tests; not for secrets.
 * @param seed any integer; equal seeds give equal rows
 * @source mulberry32, a public-domain generator of 32 bits of state
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
