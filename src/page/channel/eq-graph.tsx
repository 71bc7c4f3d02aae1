import { useComputed, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { link } from '../link/link.ts';
import { HANDLE } from './drag.ts';
import { keyed, spoken } from './entry.ts';
import { bandOf, cutOf, filtersOf, type Handle, lawOf, shapeOf } from './eq-bands.ts';
import { type Area, bandResponse, curvePath, cutResponse, freqAt, hasGain, levelPerPx, response, xOf, yOf } from './eq-curve.ts';
import { Grip, state } from './move.ts';
import { useDrag } from './use-drag.ts';
import { useSize } from './use-size.ts';

const SPAN_DB = 18;
/** Half of a handle. */
const DOT_PX = 17;
const LINES_HZ = [50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const;
const LINES_DB = [12, 6, -6, -12] as const;

interface Props {
  readonly strip: string;
  readonly handles: readonly Handle[];
  readonly current: number;
  select(index: number): void;
}

/** The response of the strip's filters with a handle for each: the curve is drawn anew only when one of its numbers changes. */
export function EqGraph({ strip, handles, current, select }: Props) {
  const { host, size } = useSize<HTMLDivElement>();
  const filters = useSignal(filtersOf(strip, handles)).peek();
  const curve = useComputed(() => {
    const { width, height } = size.value;
    const drawn = filters.value;
    return width === 0
      ? ''
      : curvePath(
          { width, height, spanDb: SPAN_DB },
          response(drawn),
          drawn.bands.map(({ freqHz }) => freqHz),
        );
  });
  const { width, height } = size.value;
  const area: Area = { width, height, spanDb: SPAN_DB };
  const middle = height / 2;
  const isOn = link.param(`${strip}/eq/on`).on.value;
  return (
    <div class={isOn ? 'graph' : 'graph off'} ref={host}>
      {width > 0 && <Grid area={area} />}
      {width > 0 && (
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <path class="area" d={`${curve.value}L${width} ${middle}L0 ${middle}Z`} />
          {handles[current] && <OneCurve key={handles[current].mark} area={area} handle={handles[current]} />}
          <path class="sum" d={curve} />
        </svg>
      )}
      {width > 0 &&
        handles.map((handle, index) => (
          <HandleDot key={handle.mark} area={area} handle={handle} isCurrent={index === current} select={() => select(index)} />
        ))}
    </div>
  );
}

function Grid({ area }: { area: Area }) {
  const { width, height } = area;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {LINES_HZ.map((freqHz) => (
        <g key={freqHz}>
          <path class="g" d={`M${xOf(area, freqHz)} 0V${height}`} />
          <text x={xOf(area, freqHz) + 4} y={height - 6}>
            {freqHz >= 1000 ? `${freqHz / 1000}k` : freqHz}
          </text>
        </g>
      ))}
      {LINES_DB.map((db) => (
        <g key={db}>
          <path class="g" d={`M0 ${yOf(area, db)}H${width}`} />
          <text class="db" x={width - 4} y={yOf(area, db) - 4}>
            {db > 0 ? `+${db}` : `−${-db}`}
          </text>
        </g>
      ))}
      <path class="g0" d={`M0 ${yOf(area, 0)}H${width}`} />
    </svg>
  );
}

/** What the chosen filter does alone. */
function OneCurve({ area, handle }: { area: Area; handle: Handle }) {
  const levelAt = handle.cut ? cutResponse(handle.cut === 'Low cut' ? 'low' : 'high', cutOf(handle)) : bandResponse(bandOf(handle));
  return <path class="one" data-mark={handle.mark} d={curvePath(area, levelAt, [link.param(handle.freq).level.value])} />;
}

interface DotProps {
  readonly area: Area;
  readonly handle: Handle;
  readonly isCurrent: boolean;
  select(): void;
}

/** Sideways the frequency, up and down the gain; where a shape has no gain, its Q. Q also by wheel, two fingers, and Alt with arrows. */
function HandleDot({ area, handle, isCurrent, select }: DotProps) {
  const { freqHz, gainDb, type } = bandOf(handle);
  const upward = handle.cut ? undefined : hasGain(type) ? handle.gain : handle.q;
  const isOn = link.param(handle.on).on.value;
  const grip = useRef<Grip>(undefined);
  const at = useRef({ x: 0, up: 0, q: 0 });
  const freqLaw = lawOf(handle.freq);
  const upLaw = lawOf(upward);
  const qLaw = lawOf(handle.q);

  const turnQ = (ratio: number): void => {
    if (!qLaw || handle.q === undefined) return;
    at.current.q = Math.min(qLaw.max, Math.max(qLaw.min, (at.current.q || link.param(handle.q).level.peek()) * ratio));
    grip.current?.set(handle.q, qLaw.snap(at.current.q));
  };
  const element = useDrag<HTMLDivElement>({
    manner: HANDLE,
    take() {
      select();
      grip.current = new Grip([
        handle.freq,
        ...(upward === undefined ? [] : [upward]),
        ...(handle.q && upward !== handle.q ? [handle.q] : []),
      ]);
      at.current = {
        x: xOf(area, link.param(handle.freq).level.peek()),
        up:
          upward === handle.gain
            ? link.param(upward ?? '').level.peek()
            : upLaw
              ? upLaw.toPosition(link.param(upward ?? '').level.peek())
              : 0,
        q: 0,
      };
      return grip.current.take();
    },
    step({ dx, up }) {
      const now = at.current;
      now.x = Math.min(area.width, Math.max(0, now.x + dx));
      if (freqLaw) grip.current?.set(handle.freq, freqLaw.snap(freqAt(area, now.x)));
      if (upward === undefined || !upLaw) return;
      if (upward === handle.gain) {
        now.up = Math.min(upLaw.max, Math.max(upLaw.min, now.up + up * levelPerPx(area)));
        grip.current?.set(upward, upLaw.snap(now.up));
      } else {
        now.up = Math.min(1, Math.max(0, now.up + up / area.height));
        grip.current?.set(upward, upLaw.snap(upLaw.toValue(now.up)));
      }
    },
    release: () => grip.current?.release(),
    tap: select,
    doubleTap: () => handle.gain !== undefined && hasGain(type) && state(handle.gain, 0),
    ...(qLaw ? { pinch: (ratio: number) => turnQ(1 / ratio) } : {}),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    const path = event.altKey ? handle.q : isSideways ? handle.freq : upward;
    const law = lawOf(path);
    const next = law && path !== undefined ? keyed(law, link.param(path).level.peek(), event.key, event.shiftKey) : undefined;
    if (next === undefined || path === undefined) return;
    select();
    state(path, next);
    event.preventDefault();
  };
  // A handle is never half outside.
  const x = Math.min(area.width - DOT_PX, Math.max(DOT_PX, xOf(area, freqHz)));
  const y = Math.min(area.height - DOT_PX, Math.max(DOT_PX, yOf(area, hasGain(type) && !handle.cut ? gainDb : 0)));
  const says = `${spoken(freqHz, 'Hz')}${handle.gain && hasGain(type) ? `, ${spoken(gainDb, 'dB')}` : ''}${isOn ? '' : ', off'}`;
  return (
    <div
      ref={element}
      class={`h${isCurrent ? ' on' : ''}${isOn ? '' : ' out'}`}
      data-mark={handle.mark}
      style={{ transform: `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)` }}
      role="slider"
      tabIndex={0}
      aria-label={`${shapeOf(handle)} ${handle.cut ? '' : handle.mark}`.trim()}
      aria-valuemin={20}
      aria-valuemax={20000}
      aria-valuenow={Math.round(freqHz)}
      aria-valuetext={says}
      onFocus={select}
      onKeyDown={onKeyDown}
      onWheel={(event) => {
        if (handle.q === undefined || !qLaw) return;
        event.preventDefault();
        state(handle.q, qLaw.snap(link.param(handle.q).level.peek() * (event.deltaY < 0 ? 1.1 : 1 / 1.1)));
      }}
    >
      <i>{handle.mark}</i>
    </div>
  );
}
