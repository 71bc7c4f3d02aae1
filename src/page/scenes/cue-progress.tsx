import { useEffect, useRef } from 'preact/hooks';
import { link } from '../link/link.ts';
import { everyFrame } from '../mixer/ticker.ts';

interface ProgressProps {
  /** Another one begins anew. */
  readonly id: string;
  /** At the time of the last news. */
  readonly leftMs: number;
  /** All of it, where that is known; else the most that was ever left. */
  readonly wholeMs: number;
  readonly paused: boolean;
}

/** Real progress: the time the daemon said, counted on between its news. @param draw is told what has gone of what, ms */
function useProgress({ id, leftMs, wholeMs, paused }: ProgressProps, draw: (goneMs: number, wholeMs: number) => void): void {
  const most = useRef({ id: '', ms: 0 });
  if (most.current.id !== id) most.current = { id, ms: wholeMs };
  most.current.ms = Math.max(most.current.ms, leftMs);
  const heardMs = link.show.value?.heardMs ?? 0;
  useEffect(() => {
    const step = (): void => {
      const sinceMs = paused ? 0 : performance.now() - heardMs;
      draw(most.current.ms - Math.max(0, leftMs - sinceMs), most.current.ms);
    };
    step();
    return paused ? undefined : everyFrame(step);
  }, [heardMs, leftMs, paused]);
}

const scaled = (gone: number, whole: number): string => `scaleX(${(gone / Math.max(1, whole)).toFixed(3)})`;

/** A bar alone, for a row. */
export function Bar(props: ProgressProps) {
  const bar = useRef<HTMLElement>(null);
  useProgress(props, (gone, whole) => {
    if (bar.current) bar.current.style.transform = scaled(gone, whole);
  });
  return (
    <span class="pb" aria-hidden="true">
      <i ref={bar} />
    </span>
  );
}

/** A bar with `2.1 of 4.0 s` below it. */
export function Progress(props: ProgressProps) {
  const bar = useRef<HTMLElement>(null);
  const words = useRef<HTMLElement>(null);
  useProgress(props, (gone, whole) => {
    if (bar.current) bar.current.style.transform = scaled(gone, whole);
    const text = `${(gone / 1000).toFixed(1)} of ${(whole / 1000).toFixed(1)} s`;
    if (words.current && words.current.textContent !== text) words.current.textContent = text;
  });
  return (
    <>
      <div class="pb" aria-hidden="true">
        <i ref={bar} />
      </div>
      <span ref={words} aria-hidden="true" />
    </>
  );
}
