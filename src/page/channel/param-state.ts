import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Param } from '../link/param.ts';

/** An answer that takes longer is shown as missing (ms). */
const PENDING_MS = 150;

/** What hinders a parameter at the moment, as a class (with a space before it) and in words: refused, held by another, not answered. */
export function useParamState(param: Param): { readonly state: string; readonly note: string } {
  const isLate = useSignal(false);
  const isWaiting = param.own.value !== undefined;
  useEffect(() => {
    isLate.value = false;
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => {
      isLate.value = true;
    }, PENDING_MS);
    return () => clearTimeout(timer);
  }, [isWaiting, isLate]);
  const refusal = param.refusal.value;
  if (refusal !== undefined) return { state: ' refused', note: refusal.replace(`${param.path}: `, '') };
  const held = param.heldBy.value;
  if (held) return { state: ' held', note: held.who };
  return { state: isLate.value ? ' pend' : '', note: '' };
}
