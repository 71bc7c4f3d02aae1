import { effect, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link } from '../link/link.ts';

/** A fade moves the desk fifty times a second: what is asked for because it moved is asked for so often at most (ms). */
const LOOK_MS = 400;

/** Another number some time after the desk moved. */
export function useTurns(): number {
  const count = useSignal(0);
  useEffect(() => {
    let timer = 0;
    let isFirst = true;
    const end = effect(() => {
      // Read to be called again with the next turn.
      link.store.turns.value;
      if (!isFirst && timer === 0)
        timer = setTimeout(() => {
          timer = 0;
          count.value = count.peek() + 1;
        }, LOOK_MS);
      isFirst = false;
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [count]);
  return count.value;
}
