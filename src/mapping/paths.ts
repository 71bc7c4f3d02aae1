import { nearest } from '../desk/nearest.ts';
import { LEAVES, type Leaf, METER_TAPS, STRIP_KINDS, UNNUMBERED } from '../desk/parameters.ts';

/** Relative names: the strip under the control, and the selected one. */
const RELATIVE = ['strip', 'selected'] as const;
const ONCE = ['player', 'monitor', 'solo'];
const KINDS = Object.keys(STRIP_KINDS);
const OWNERS = [...RELATIVE, ...KINDS, 'group', 'rack', ...ONCE];

const isNumber = (segment: string): boolean => /^\d+$|^\d+\.\.\d+$|^\*$/.test(segment) || segment === 'selected' || segment === 'strip';

/** What may stand behind an owner. */
function leavesOf(owner: string): readonly string[] {
  const isStrip = (on: Leaf['on']): boolean => on.some((one) => KINDS.includes(one));
  const anyStrip = owner === 'strip' || owner === 'selected';
  const leaves = LEAVES.filter(({ on }) => (anyStrip ? isStrip(on) : on.some((one) => one === owner))).map(({ leaf }) => leaf);
  return anyStrip || KINDS.includes(owner) ? [...leaves, ...Object.keys(METER_TAPS).map((tap) => `meter/${tap}`)] : leaves;
}

/**
 * What is wrong with a path of a file, or undefined. Whether an engine has it shows when one is there; here it is about words.
 * @param alone a strip alone is enough (`mute strip`)
 */
export function pathFault(path: string, alone = false): string | undefined {
  const colon = path.indexOf(':') + 1;
  const [owner = '', ...rest] = path.slice(colon).split('/');
  if (owner === '*' || owner === '**') return undefined;
  if (!OWNERS.includes(owner)) {
    const near = nearest(owner, OWNERS);
    return no(path, near && [near, ...rest].join('/'));
  }
  const numbered = !RELATIVE.some((word) => word === owner) && !UNNUMBERED.has(owner) && !ONCE.includes(owner);
  if (numbered && !isNumber(rest[0] ?? '')) return no(path, `${owner}/1${rest.length > 0 ? `/${rest.join('/')}` : ''}`);
  const inside = numbered ? rest.slice(1) : rest;
  if (inside.length === 0) return alone ? undefined : no(path, `${[owner, ...rest].join('/')}/fader`);
  if (inside.includes('**')) return undefined;
  const shape = inside.map((segment) => (isNumber(segment) ? '{n}' : segment)).join('/');
  const leaves = leavesOf(owner);
  if (leaves.includes(shape)) return undefined;
  const numbers = inside.filter(isNumber);
  const near = nearest(shape, leaves)?.replaceAll('{n}', () => numbers.shift() ?? '1');
  return no(path, near && [owner, ...(numbered ? rest.slice(0, 1) : []), near].join('/'));
}

const no = (path: string, means: string | undefined): string => `no parameter "${path}"${means ? `; did you mean ${means}?` : ''}`;

/** Strips a layer may name at most. */
const STRIPS = 512;

/** `ch/1..32` as its strips, or what is wrong with it. */
export function stripsOf(target: string): readonly string[] | string {
  const match = /^((?:[a-z][a-z0-9-]*:)?)([^/]+)(?:\/(\d+)(?:\.\.(\d+))?)?$/.exec(target);
  const [, role = '', kind = '', first, last = first] = match ?? [];
  if (!Object.hasOwn(STRIP_KINDS, kind)) {
    const near = nearest(kind || (target.split('/')[0] ?? ''), KINDS);
    const means = near && (UNNUMBERED.has(near) ? near : `${near}/${target.split('/')[1] ?? '1..8'}`);
    return `no strip "${target}"; ${means ? `did you mean ${means}?` : `there are ${KINDS.join(', ')}`}`;
  }
  if (UNNUMBERED.has(kind)) return first === undefined ? [role + kind] : `no strip "${target}"; there is one ${kind}: write ${kind}`;
  const [from, to] = [Number(first), Number(last)];
  if (!match || first === undefined || from < 1) return `no strip "${target}"; write ${kind}/1, or ${kind}/1..8`;
  if (to < from || to - from >= STRIPS) return `"${target}" is no range: write it from low to high, at most ${STRIPS} strips`;
  return Array.from({ length: to - from + 1 }, (_, index) => `${role}${kind}/${from + index}`);
}
