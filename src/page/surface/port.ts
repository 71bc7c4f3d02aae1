import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Link } from '../link/link.ts';
import type { Twin } from './twin.ts';
import { X_TOUCH } from './x-touch.ts';

/** The daemon has too much to do, or too many units: asked again after so long. */
const BUSY_MS = 1000;

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
  let turn = 0;
  const ask = async (): Promise<void> => {
    const mine = ++turn;
    // Before the answer: the first bytes may come with it.
    twin.connect();
    const outcome = await link.ask({ t: 'surface', profile: X_TOUCH.profile });
    if (mine !== turn) return;
    refusal.value = outcome.done ? '' : outcome.error.message;
    name.value = outcome.done ? nameIn(outcome.answer?.found) : '';
    if (outcome.done) return;
    twin.disconnect();
    if (outcome.error.code === 'busy') setTimeout(() => mine === turn && void ask(), BUSY_MS);
  };
  link.onLive.add(() => void ask());
  effect(() => {
    if (link.isStale.value) {
      turn++;
      twin.disconnect();
      name.value = '';
    }
  });
  return { name, refusal };
}

function nameIn(found: unknown): string {
  return typeof found === 'object' && found !== null && 'surface' in found && typeof found.surface === 'string' ? found.surface : '';
}
