import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Link } from '../link/link.ts';
import type { Twin } from './twin.ts';
import { X_TOUCH } from './x-touch.ts';

/** What the other end of this unit's cable is. */
export interface Plug {
  /** The daemon's name for it: `X-Touch 2`; empty while it is not plugged in. */
  readonly name: ReadonlySignal<string>;
  /** Why it is not, in the daemon's words. */
  readonly refusal: ReadonlySignal<string>;
}

/** Plugs the unit into the daemon whenever there is a link, each time as a new one; pulls it out when the link is lost. */
export function plugIn(link: Link, twin: Twin): Plug {
  const name = signal('');
  const refusal = signal('');
  link.onMidi = (bytes) => twin.hear(bytes);
  link.onLive.add(() => {
    twin.connect();
    void link.ask({ t: 'surface', profile: X_TOUCH.profile }).then((outcome) => {
      refusal.value = outcome.done ? '' : outcome.error.message;
      name.value = outcome.done ? nameIn(outcome.answer?.found) : '';
      if (!outcome.done) twin.disconnect();
    });
  });
  effect(() => {
    if (link.isStale.value) {
      twin.disconnect();
      name.value = '';
    }
  });
  return { name, refusal };
}

function nameIn(found: unknown): string {
  return typeof found === 'object' && found !== null && 'surface' in found && typeof found.surface === 'string' ? found.surface : '';
}
