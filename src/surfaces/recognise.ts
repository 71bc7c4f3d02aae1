import type { Profile } from './profile.ts';

/** Words of a port name. A hyphen belongs to its word: `X-Touch-Ext` is an extender, `X-TOUCH_EXT` the second port of an X-Touch. */
const words = (name: string): string =>
  ` ${name
    .toLowerCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .filter(Boolean)
    .join(' ')} `;

/** Is this a port of such a unit? */
export function fits(profile: Pick<Profile, 'ports'>, portName: string): boolean {
  const name = words(portName);
  return profile.ports.has.some((one) => name.includes(words(one))) && !profile.ports.not.some((one) => name.includes(words(one)));
}

export interface Recognised<P> {
  readonly port: string;
  readonly profile: P;
  /** Which of the units of this profile it is, from 1, in the order of the ports: two of a kind have the same name. */
  readonly unit: number;
}

/** Ports that are known without configuration. The first profile that fits has it; ports of nobody are left out. */
export function recognise<P extends Pick<Profile, 'profile' | 'ports'>>(
  profiles: readonly P[],
  portNames: readonly string[],
): Recognised<P>[] {
  const count = new Map<string, number>();
  return portNames.flatMap((port) => {
    const profile = profiles.find((one) => fits(one, port));
    if (!profile) return [];
    const unit = (count.get(profile.profile) ?? 0) + 1;
    count.set(profile.profile, unit);
    return [{ port, profile, unit }];
  });
}
