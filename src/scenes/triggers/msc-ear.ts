import { MSC_ALL, MSC_TYPES, type Msc } from '../../wire/formats/msc.ts';
import { byNumber } from '../cues/numbers.ts';

export interface MscSettings {
  /** 0..111 */
  readonly id: number;
  /** 1..15 */
  readonly groups: readonly number[];
  /** Names of types, or `any`. */
  readonly types: readonly string[];
  /** Senders that fill up decimals: 1.500 is 1.5. */
  readonly decimal: boolean;
  /** Numbers our list has for others; empty: a message for any list is for us. */
  readonly lists: readonly string[];
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

/** Which of our list numbers are closed to show control. Only where the show says which numbers are ours. */
export class ListDoors {
  readonly #closed = new Set<string>();

  /** @returns why the message is not for our list now, in words for the log */
  refuse(message: Msc, { lists, decimal }: MscSettings): string | undefined {
    if (lists.length === 0 || !('list' in message) || isDoor(message)) return undefined;
    if (message.list === '') {
      return lists.every((list) => this.#closed.has(list)) ? 'our list is closed' : undefined;
    }
    const ours = ownOf(message.list, lists, decimal);
    if (ours === undefined) return `it is for list ${message.list}, ours is ${lists.join(', ')}`;
    return this.#closed.has(ours) ? `list ${message.list} is closed` : undefined;
  }

  /** OPEN and CLOSE of one of our lists. @returns in words what was done; undefined for any other message or list */
  swing(message: Msc, { lists, decimal }: MscSettings): string | undefined {
    if (!isDoor(message)) return undefined;
    const ours = ownOf(message.list, lists, decimal);
    if (ours === undefined) return undefined;
    if (message.command === 'open-cue-list') this.#closed.delete(ours);
    else this.#closed.add(ours);
    return message.command === 'open-cue-list' ? 'our list is open' : 'our list is closed until it is opened again';
  }
}

const isDoor = (message: Msc): message is Msc & { readonly command: 'open-cue-list' | 'close-cue-list'; readonly list: string } =>
  message.command === 'open-cue-list' || message.command === 'close-cue-list';

const ownOf = (list: string, lists: readonly string[], decimal: boolean): string | undefined =>
  byNumber(
    lists.map((number) => ({ number })),
    list,
    decimal,
  )?.number;
