import type { Desk } from '../desk/desk.ts';
import type { Refusal } from '../desk/refusal.ts';

/** Strips that move with a DCA, are muted by a group, or are heard in a bus; in the order of the desk. */
export function membersOf(desk: Desk, target: string): readonly string[] | Refusal {
  const colon = target.indexOf(':') + 1;
  const prefix = target.slice(0, colon);
  const [kind = '', number = '', ...rest] = target.slice(colon).split('/');
  const role = prefix === '' ? desk.model.roles[0] : prefix.slice(0, -1);
  if (rest.length > 0 || !['dca', 'group', 'bus'].includes(kind))
    return { code: 'malformed', got: target, want: 'a DCA, mute group or bus: dca/2, group/1, bus/3' };
  if (!desk.model.byPath.has(`${target}/mute`)) return { code: 'unknown-path', got: target };
  const isMember = (strip: string): boolean => {
    const at = (leaf: string): number | string | undefined => {
      const entry = desk.model.byPath.get(`${strip}/${leaf}`);
      return entry && desk.wanted(entry.id);
    };
    if (kind !== 'bus') return at(`${kind}/${number}`) === 1;
    const level = at(`send/${number}/level`);
    return level !== undefined && level !== Number.NEGATIVE_INFINITY && at(`send/${number}/on`) !== 0;
  };
  const strips = desk.model.layouts.get(role ?? '')?.strips ?? [];
  return strips.map((strip) => prefix + strip.path).filter(isMember);
}
