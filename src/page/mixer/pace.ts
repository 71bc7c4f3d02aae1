/** Figures change no faster than an eye reads (ms). Caps and bubbles do not wait for this. */
const PACE_MS = 40;

const due = new Set<() => void>();
let lastMs = 0;
let isArmed = false;

/** Runs it now or a little later, once however often it was asked for. */
export function paced(write: () => void): void {
  due.add(write);
  if (isArmed) return;
  isArmed = true;
  setTimeout(flush, Math.max(0, lastMs + PACE_MS - performance.now()));
}

function flush(): void {
  isArmed = false;
  lastMs = performance.now();
  const writes = [...due];
  due.clear();
  for (const write of writes) write();
}
