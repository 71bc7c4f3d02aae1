import { expect, test } from 'vitest';
import { instantsOf, isZone } from '../../../src/scenes/triggers/zones.ts';
import { vectors } from '../../wire/formats/show-control.ts';

interface Row {
  readonly meaning: string;
  readonly zone: string;
  readonly local: string;
  readonly class: string;
  readonly utc: readonly string[];
}

test.each(vectors<Row>('wallclock'))('$meaning', ({ zone, local, class: how, utc }) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = local.split(/[-T:]/).map(Number);
  const found = instantsOf({ year, month, day, hour, minute, second }, zone);
  expect(found.how).toBe(how);
  expect(found.utcMs.map((utcMs) => new Date(utcMs).toISOString().replace('.000', ''))).toEqual(utc);
});

test('a zone has a name that this machine knows, and is no offset', () => {
  expect(['Europe/Berlin', 'UTC', '+02:00', 'Europe/Berlinn', ''].map(isZone)).toEqual([true, true, false, false, false]);
});
