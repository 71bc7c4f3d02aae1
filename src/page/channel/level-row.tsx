import { useRef } from 'preact/hooks';
import type { Law } from '../../desk/law.ts';
import { link } from '../link/link.ts';
import { guarded, ROW, ROW_GUARD } from './drag.ts';
import { figureDb, keyed, spoken } from './entry.ts';
import { askFor, Grip, state } from './move.ts';
import { useParamState } from './param-state.ts';
import { useDrag } from './use-drag.ts';

/** Levels of a row move in steps of half a dB; fine by the grid. */
const STEP_DB = 0.5;

/** A horizontal fader: relative, half of the finger, up and down stays scrolling. Tap its figure to type. */
export function LevelRow({ path, label, title }: { path: string; label: string; title: string }) {
  const param = link.param(path);
  const law = param.info.value?.law;
  const { state: look, note } = useParamState(param);
  if (!law) return null;
  const value = param.level.value;
  return (
    <>
      <Lane path={path} law={law} label={label} value={value} look={look} note={note} />
      <button
        type="button"
        class={`num${look}`}
        aria-label={`type: ${label}, ${spoken(value, 'dB')}`}
        title={note}
        onClick={() => askFor(title, path)}
      >
        {figureDb(value)}
      </button>
    </>
  );
}

interface LaneProps {
  readonly path: string;
  readonly law: Law;
  readonly label: string;
  readonly value: number;
  readonly look: string;
  readonly note: string;
}

function Lane({ path, law, label, value, look, note }: LaneProps) {
  const grip = useRef<Grip>(undefined);
  const drag = useRef({ position: 0, fromDb: 0 });
  const element = useDrag<HTMLDivElement>({
    manner: ROW,
    take() {
      grip.current = new Grip([path]);
      const fromDb = link.param(path).level.peek();
      drag.current = { position: law.toPosition(fromDb), fromDb };
      return grip.current.take();
    },
    step({ dx, fine, ms }) {
      const now = drag.current;
      const width = element.current?.clientWidth ?? 0;
      if (width === 0) return;
      const position = Math.min(1, Math.max(0, now.position + dx / width));
      const wantedDb = law.toValue(position);
      const levelDb = guarded(wantedDb, now.fromDb, ms, ROW_GUARD);
      now.position = levelDb < wantedDb ? law.toPosition(levelDb) : position;
      grip.current?.set(path, law.snap(fine ? levelDb : Math.round(levelDb / STEP_DB) * STEP_DB));
    },
    release: () => grip.current?.release(),
    doubleTap: () => zero(path),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = levelKey(law, link.param(path).level.peek(), event);
    if (next === undefined) return;
    state(path, next);
    event.preventDefault();
  };
  return (
    <div
      ref={element}
      class={`hb${look}`}
      style={{ '--p': law.toPosition(value).toFixed(4) }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={-90}
      aria-valuemax={law.max}
      aria-valuenow={Number.isFinite(value) ? value : -90}
      aria-valuetext={spoken(value, 'dB')}
      title={note}
      onKeyDown={onKeyDown}
    >
      <i />
      <u />
      <s style={{ '--z': law.toPosition(0).toFixed(4) }} />
      {look === ' pend' && <s class="ghost" style={{ '--z': deskPosition(path, law).toFixed(4) }} />}
    </div>
  );
}

/** Where the desk still has it. */
function deskPosition(path: string, law: Law): number {
  const { value } = link.param(path).value;
  return law.toPosition(typeof value === 'number' ? value : law.min);
}

/** 0 dB by a double tap only from near it: a slip must not send full level. */
const NEAR_ZERO_DB = -20;
function zero(path: string): void {
  if (link.param(path).level.peek() >= NEAR_ZERO_DB) state(path, 0);
}

function levelKey(law: Law, value: number, event: KeyboardEvent): number | undefined {
  if (event.key === '0') return law.snap(0);
  if (event.key === 'Home') return law.min;
  if (event.key === 'PageUp' || event.key === 'PageDown') {
    const from = Number.isFinite(value) ? value : -60;
    return law.snap(from + (event.key === 'PageUp' ? 3 : -3));
  }
  return keyed(law, value, event.key, event.shiftKey);
}
