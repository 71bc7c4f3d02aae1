import { MSC_ALL, MSC_TYPES, type Msc } from '../../wire/formats/msc.ts';

export interface MscSettings {
  /** 0..111 */
  readonly id: number;
  /** 1..15 */
  readonly groups: readonly number[];
  /** Names of types, or `any`. */
  readonly types: readonly string[];
  /** Senders that fill up decimals: 1.500 is 1.5. */
  readonly decimal: boolean;
}

const FIRST_GROUP = 0x70;

/**
 * Whether a message is for us; if not, why, in words for the log: a wrong type or number is the commonest fault there is.
 * @source MSC 1.1.1: every device answers its own number and 7F; 7F means all types
 */
export function notForUs({ device, format }: Msc, { id, groups, types }: MscSettings): string | undefined {
  const isType = format === MSC_ALL || types.some((type) => type === 'any' || MSC_TYPES[type] === format);
  const isGroup = device >= FIRST_GROUP && groups.includes(device - FIRST_GROUP + 1);
  const isDevice = device === MSC_ALL || device === id || isGroup;
  if (isType && isDevice) return undefined;
  const name = Object.entries(MSC_TYPES).find(([, code]) => code === format)?.[0] ?? `type ${format}`;
  const faults = [
    ...(isType ? [] : [`it is for ${name}, we take ${types.join(', ')}`]),
    ...(isDevice
      ? []
      : [device >= FIRST_GROUP ? `it is for group ${device - FIRST_GROUP + 1}` : `it is for device ${device}, we are ${id}`]),
  ];
  return faults.join(', and ');
}
