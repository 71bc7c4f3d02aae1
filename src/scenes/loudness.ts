import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import type { Stored } from '../desk/value.ts';
import type { PlanRow } from './plan.ts';

const LEVELS = new Set(['fader', 'send/{n}/level', 'level', 'preamp/gain', 'preamp/trim', 'dyn/makeup']);
/** What sends a signal somewhere when it is on. */
const ROUTES = new Set(['main', 'send/{n}/on']);

/** A change of it is heard as louder or softer by as many dB. */
export const isLevel = (entry: Entry): boolean => LEVELS.has(entry.parameter.leaf.leaf) && entry.parameter.law.unit === 'dB';

/** What can hurt ears or hardware before anybody sees it on a meter. */
export const isPreamp = ({ parameter: { leaf } }: Entry): boolean => leaf.leaf === 'preamp/gain' || leaf.leaf === 'preamp/phantom';

/** A mute that opens: of a strip, of a DCA or group, or the leaving of a group or DCA that is muted now. */
export function opensAMute(desk: Desk, entry: Entry, to: Stored): boolean {
  const { leaf } = entry.parameter.leaf;
  if (to !== 0) return false;
  return leaf === 'mute' || ((leaf === 'group/{n}' || leaf === 'dca/{n}') && mutesNow(desk, entry));
}

/** What gets silent comes first, and what gets loud again last. */
export function phaseOf(desk: Desk, entry: Entry, to: Stored): PlanRow['phase'] {
  const { leaf } = entry.parameter.leaf;
  if (leaf === 'mute') return to === 0 ? 'unmutes' : 'mutes';
  if (ROUTES.has(leaf)) return to === 0 ? 'mutes' : 'unmutes';
  // A group that this very scene is about to open or close: into it before, out of it after.
  if (leaf === 'group/{n}') return to === 0 ? 'unmutes' : 'mutes';
  if (leaf === 'dca/{n}' && mutesNow(desk, entry)) return to === 0 ? 'unmutes' : 'mutes';
  return 'values';
}

/** Whether the group or DCA of a membership is muted. */
function mutesNow(desk: Desk, { path, segments, parameter }: Entry): boolean {
  const prefix = path.slice(0, path.length - parameter.path.length);
  const mute = desk.model.byPath.get(`${prefix}${segments.slice(-2).join('/')}/mute`);
  return mute !== undefined && desk.values.number(mute.id) === 1;
}
