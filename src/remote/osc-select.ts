import type { Entry, Model } from '../desk/model.ts';
import { findAll, isPattern, matches, parseAddress } from '../desk/path.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { compileOscPattern, isOscPattern } from '../wire/formats/osc-address.ts';

/** Signs that only OSC patterns have; `*` alone means the same in both. */
const ONLY_OSC = /[?[\]{}]|\/\//;

const noPattern = (pattern: string): Refusal => ({
  code: 'malformed',
  got: pattern.slice(0, 80),
  want: 'a pattern such as ch/*/fader or /ch/[1-8]/fader',
});

/** True where an address means more than one parameter, in our patterns or in OSC's. */
export const isWild = (address: string): boolean => isOscPattern(address) || isPattern(address);

/** Parameters that a pattern names: ours (`ch/1..8/fader`, `ch/7` for all below) or OSC's (`/ch/[1-8]/{fader,mute}`). */
export function select(model: Model, pattern: string): readonly Entry[] | Refusal {
  if (!ONLY_OSC.test(pattern)) return findAll(model, pattern, true);
  const matcher = compileOscPattern(pattern.startsWith('/') ? pattern : `/${pattern}`);
  if (!matcher) return noPattern(pattern);
  const found = model.entries.filter((entry) => matcher(`/${entry.path}`));
  return found.length > 0 ? found : { code: 'unknown-path', got: pattern.slice(0, 80) };
}

/** A test for paths that are not parameters (meter points), by the same patterns. */
export function pathMatcher(pattern: string): ((path: string) => boolean) | Refusal {
  if (ONLY_OSC.test(pattern)) {
    const matcher = compileOscPattern(pattern.startsWith('/') ? pattern : `/${pattern}`);
    return matcher ? (path) => matcher(`/${path}`) : noPattern(pattern);
  }
  const address = parseAddress(pattern);
  if (isRefusal(address)) return address;
  const below = [...address.segments, '**'];
  return (path) => matches(below, path.split('/'));
}
