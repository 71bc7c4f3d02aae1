import { useMemo } from 'preact/hooks';
import { holdable } from './fingers.ts';
import type { Cap } from './keys.ts';
import type { Twin } from './twin.ts';

/** A key with its light: down as long as a finger or the space bar is on it, also while other fingers are elsewhere. */
export function KeyCap({ twin, cap, strip }: { twin: Twin; cap: Cap; strip?: number }) {
  const key = useMemo(() => (strip === undefined ? { name: cap.key } : { name: cap.key, strip }), [cap.key, strip]);
  const light = twin.display.light(key).value;
  const grip = useMemo(() => {
    /** The element while it is down. */
    let button: HTMLElement | undefined;
    const press = (target: EventTarget | null): void => {
      if (button || !(target instanceof HTMLElement)) return;
      button = target;
      button.classList.add('down');
      twin.key(key, true);
    };
    const release = (): void => {
      if (!button) return;
      button.classList.remove('down');
      button = undefined;
      twin.key(key, false);
    };
    /** Held by the keyboard, whatever the mouse presses meanwhile and wherever the focus goes: SHIFT and another key without two fingers. */
    const hold = (target: EventTarget | null): void => {
      if (button) return;
      const ends = new AbortController();
      const end = (): void => {
        ends.abort();
        release();
      };
      const { signal } = ends;
      addEventListener('keyup', (event) => (event.key === ' ' || event.key === 'Enter') && end(), { signal });
      addEventListener('blur', end, { signal });
      press(target);
    };
    return {
      ...holdable({ down: (event) => press(event.currentTarget), up: release }),
      onKeyDown(event: KeyboardEvent): void {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        if (!event.repeat) hold(event.currentTarget);
      },
      onContextMenu: (event: Event) => event.preventDefault(),
    };
  }, [twin, key]);
  const says = cap.says ?? cap.print.toLowerCase();
  return (
    <button
      type="button"
      class={`key ${cap.tint ?? ''}`}
      data-key={strip === undefined ? cap.key : `${cap.key}/${strip + 1}`}
      data-light={light}
      aria-label={strip === undefined ? says : `${says} ${strip + 1}`}
      aria-pressed={light !== 'off'}
      {...grip}
    >
      {cap.print}
    </button>
  );
}
