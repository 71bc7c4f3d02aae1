import type { Cap } from './keys.ts';
import type { Twin } from './twin.ts';

/** A light without a key. */
export function KeyLamp({ twin, lamp }: { twin: Twin; lamp: Cap }) {
  return (
    <li data-lamp={lamp.key} data-light={twin.display.light({ name: lamp.key }).value}>
      {lamp.print}
    </li>
  );
}
