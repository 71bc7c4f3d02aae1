import { useEffect, useRef } from 'preact/hooks';
import { link } from '../link/link.ts';
import type { ShowNews } from '../link/protocol.ts';
import { everyFrame } from '../mixer/ticker.ts';
import { does } from './actions.ts';
import { isOpen } from './show.ts';

type Run = ShowNews['running'][number];
/** More than these stand in the way of GO. */
const SHOWN = 2;

/** Recalls and fades on their way, each with what stops it. */
export function RunningList() {
  const runs = (link.show.value?.running ?? []).filter(({ state }) => state !== 'done' && state !== 'undone');
  return (
    <>
      {runs.slice(-SHOWN).map((run) => (
        <RunBox key={run.id} run={run} />
      ))}
    </>
  );
}

function RunBox({ run }: { run: Run }) {
  const { id, cause, state, paused, lost, missing } = run;
  const args = { id: String(id) };
  const word = paused ? 'paused' : state === 'partial' ? 'interrupted' : state === 'fading' ? 'fading' : 'under way';
  return (
    <div class="run">
      <p>
        <b>{cause}</b> {word}
      </p>
      {state === 'fading' && <Progress run={run} />}
      {missing > 0 && state === 'partial' && <p>{missing} not done</p>}
      {lost.length > 0 && (
        <p>
          {lost.length} left it: {lost[0]?.path}, {lost[0]?.why}
        </p>
      )}
      <div class="pair">
        {state === 'partial' ? (
          <button type="button" disabled={!isOpen.value} onClick={() => void does('finish', args)}>
            Finish it
          </button>
        ) : (
          <button type="button" disabled={!isOpen.value} onClick={() => void does('cut', args)}>
            To the end
          </button>
        )}
        <button type="button" disabled={!isOpen.value} onClick={() => void does('rollback', args)}>
          Roll back
        </button>
      </div>
    </div>
  );
}

/** Real progress: the time the daemon said, counted on between its news. */
function Progress({ run: { id, leftMs, paused } }: { run: Run }) {
  const bar = useRef<HTMLElement>(null);
  const wholeMs = useRef({ id: -1, ms: 0 });
  if (wholeMs.current.id !== id || leftMs > wholeMs.current.ms) wholeMs.current = { id, ms: leftMs };
  const heardMs = link.show.value?.heardMs ?? 0;
  useEffect(() => {
    const draw = (): void => {
      const goneMs = paused ? 0 : performance.now() - heardMs;
      const share = 1 - Math.max(0, leftMs - goneMs) / Math.max(1, wholeMs.current.ms);
      if (bar.current) bar.current.style.transform = `scaleX(${share.toFixed(3)})`;
    };
    draw();
    return paused ? undefined : everyFrame(draw);
  }, [heardMs, leftMs, paused]);
  return (
    <div class="pb" aria-hidden="true">
      <i ref={bar} />
    </div>
  );
}
