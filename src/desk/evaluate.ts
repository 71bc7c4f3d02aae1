import type { Entry } from './model.ts';
import type { Refusal } from './refusal.ts';
import type { Intent } from './turn.ts';
import { formatNumber, readValue, type Stored } from './value.ts';

/**
 * The value an intent asks for, on the grid, from what is wanted now; or why it cannot be.
 * Relative wishes end here: from now on only values travel, so a repeated or late packet cannot act twice.
 * @param hand clamps to the range, as an end stop does
 */
export function evaluate(entry: Entry, intent: Intent, now: Stored, hand: boolean): Stored | Refusal {
  const { parameter, path } = entry;
  if (parameter.readOnly) return { code: 'read-only', path, got: 'set' };
  switch (intent.kind) {
    case 'set': {
      const value = readValue(parameter, intent.value, hand);
      return typeof value === 'object' && path !== value.path ? { ...value, path } : value;
    }
    case 'toggle':
      if (parameter.type !== 'switch') return { code: 'malformed', path, got: 'toggle', want: 'a switch' };
      return now === 1 ? 0 : 1;
    case 'position':
      if (parameter.type !== 'number') return { code: 'malformed', path, got: 'a position', want: 'a level or another number' };
      if (!Number.isFinite(intent.position)) return { code: 'malformed', path, got: String(intent.position), want: 'a position 0..1' };
      if (!hand && (intent.position < 0 || intent.position > 1))
        return { code: 'out-of-range', path, got: String(intent.position), want: '0..1' };
      return parameter.law.snap(parameter.law.toValue(intent.position));
    case 'nudge':
      return nudge(entry, intent.by, now);
  }
}

/** At least one step of the grid; from silence the first step up is the lowest level the engine has. A nudge runs into the end, it is never refused. */
function nudge({ parameter, path }: Entry, by: number, now: Stored): Stored | Refusal {
  const { law, type } = parameter;
  if (typeof now !== 'number' || type === 'text') return { code: 'malformed', path, got: 'nudge', want: 'a number' };
  if (!Number.isFinite(by) || by === 0) return { code: 'malformed', path, got: formatNumber(by, law.unit), want: 'a step up or down' };
  const next = law.step(now, by > 0 ? 1 : -1);
  if (now === Number.NEGATIVE_INFINITY) return next;
  const aimed = law.snap(now + by);
  return by > 0 ? Math.max(aimed, next) : Math.min(aimed, next);
}
