import { own } from '../../desk/own.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import { formatValue, type Value } from '../../desk/value.ts';
import type { Answer, Call, Verb } from '../../desk/verb.ts';

/** Sets one parameter of the transport, as the verb that was said. */
function put({ desk, actor, dry }: Call, path: string, value: Value, cause: string): Answer | Refusal {
  const entry = desk.find(path);
  if (isRefusal(entry)) return entry;
  const before = desk.wanted(entry.id);
  const intents = [{ kind: 'set', id: entry.id, value }] as const;
  const [result] = dry ? desk.plan(actor, intents, { cause }) : desk.intend(actor, intents, { cause }).results;
  if (!result || isRefusal(result)) return result ?? { code: 'unknown-path', got: path };
  const [from, to] = [before, result.value].map((stored) => formatValue(entry.parameter, stored));
  const change = { path, from: from ?? '', to: to ?? '' };
  const says = `${dry ? 'would set ' : ''}${path} ${change.from} -> ${change.to}`;
  return { says: before === result.value ? 'nothing to change' : says, changes: before === result.value ? [] : [change], refusals: [] };
}

const record: Verb = {
  name: 'record',
  says: 'records all inputs as a new multitrack, until "record off"',
  example: 'record on',
  role: 'mixer',
  args: [{ name: 'state', type: 'word', optional: true, says: 'on or off; on if left out' }],
  run: (call) => put(call, 'player/record', call.args.state ?? 'on', 'record'),
};

/** What the player is told, and where that stands. */
const ORDERS: Readonly<Record<string, { readonly path: string; readonly value?: string }>> = {
  play: { path: 'player/state', value: 'play' },
  stop: { path: 'player/state', value: 'stop' },
  pause: { path: 'player/state', value: 'pause' },
  locate: { path: 'player/position' },
  loop: { path: 'player/loop' },
  speed: { path: 'player/speed' },
  load: { path: 'player/folder' },
};

const player: Verb = {
  name: 'player',
  says: 'plays, stops, pauses, locates, loops or loads the multitrack',
  example: 'player locate 90 s',
  role: 'mixer',
  args: [
    { name: 'order', type: 'word', says: Object.keys(ORDERS).join(', ') },
    { name: 'value', type: 'value', optional: true, says: 'seconds for locate, on or off for loop, a factor for speed, a folder for load' },
  ],
  run(call) {
    const { order = '', value } = call.args;
    const known = own(ORDERS, order);
    if (!known) return { code: 'malformed', got: order, want: `one of ${Object.keys(ORDERS).join(', ')}` };
    if (known.value !== undefined && value !== undefined) return { code: 'malformed', got: value, want: `part of it: player ${order}` };
    const to = known.value ?? value;
    if (to === undefined) return { code: 'malformed', got: `player ${order}`, want: `complete: player ${order} VALUE` };
    return put(call, known.path, to, `player ${order}`);
  },
};

/** The transport of a mixer that has one. */
export const transportVerbs: readonly Verb[] = [record, player];
