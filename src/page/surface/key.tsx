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
    let byKeyboard = false;
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
      byKeyboard = false;
      twin.key(key, false);
    };
    return {
      ...holdable({ down: (event) => press(event.currentTarget), up: release }),
      onKeyDown(event: KeyboardEvent): void {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        if (event.repeat || button) return;
        byKeyboard = true;
        press(event.currentTarget);
      },
      onKeyUp(event: KeyboardEvent): void {
        if (byKeyboard && (event.key === ' ' || event.key === 'Enter')) release();
      },
      // A finger holds it wherever the focus goes.
      onBlur: () => void (byKeyboard && release()),
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
