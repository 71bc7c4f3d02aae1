import { effect, signal } from '@preact/signals';
import { link } from '../link/link.ts';

/** For how long what is shown has been old (s): -1 while it is true. One clock for banner and strips. */
export const staleS = signal(-1);

/** Called once. */
export function followAge(): void {
  let timer = 0;
  effect(() => {
    clearInterval(timer);
    const sinceMs = link.state.value === 'lost' ? link.socket.lostMs.value : silentMs();
    if (sinceMs < 0) {
      staleS.value = -1;
      return;
    }
    const look = (): void => {
      staleS.value = Math.max(0, Math.floor((performance.now() - sinceMs) / 1000));
    };
    look();
    timer = setInterval(look, 500);
  });
}

let silentSinceMs = -1;

/** Since when an engine does not answer, -1 if all do. */
function silentMs(): number {
  if (link.silent.value.length === 0) silentSinceMs = -1;
  else if (silentSinceMs < 0) silentSinceMs = performance.now();
  return silentSinceMs;
}
