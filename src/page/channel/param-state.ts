import type { Param } from '../link/param.ts';
import { usePending } from '../mixer/pending.ts';

/** What hinders a parameter at the moment, as a class (with a space before it) and in words: refused, held by another, not answered. */
export function useParamState(param: Param): { readonly state: string; readonly note: string } {
  const isPending = usePending(param);
  const refusal = param.refusal.value;
  if (refusal !== undefined) return { state: ' refused', note: refusal.replace(`${param.path}: `, '') };
  const held = param.heldBy.value;
  if (held) return { state: ' held', note: held.who };
  return { state: isPending.value ? ' pend' : '', note: '' };
}
