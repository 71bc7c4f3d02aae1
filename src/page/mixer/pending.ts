import { type ReadonlySignal, signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Param } from '../link/param.ts';

/** An own value the desk has not answered for so long is shown as on its way (ms). */
const PENDING_MS = 150;
const NEVER = signal(false);

/** Whether what this page has stated is still on its way. */
export function usePending(param: Param | undefined): ReadonlySignal<boolean> {
  const isPending = useSignal(false);
  useEffect(() => {
    if (!param) return undefined;
    let timer = 0;
    const end = param.own.subscribe((own) => {
      clearTimeout(timer);
      if (!own) isPending.value = false;
      else timer = setTimeout(() => (isPending.value = true), Math.max(0, own.sinceMs + PENDING_MS - performance.now()));
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [param, isPending]);
  return param ? isPending : NEVER;
}
