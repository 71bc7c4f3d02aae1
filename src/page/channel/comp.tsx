import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { link } from '../link/link.ts';
import { everyFrame } from '../mixer/ticker.ts';
import { Box, Switch } from './box.tsx';
import { HANDLE } from './drag.ts';
import { type Compressor, compressed, type Square, transferPath, xOfLevel, yOfLevel } from './dyn-curve.ts';
import { figureDb, keyed, spoken } from './entry.ts';
import { lawOf } from './eq-bands.ts';
import { Grip, state } from './move.ts';
import { Reduction } from './reduction.tsx';
import { SignalDot } from './signal-dot.tsx';
import { useDrag } from './use-drag.ts';
import { useSize } from './use-size.ts';

const LOW_DB = -60;
const LINES_DB = [-40, -20] as const;

const level = (path: string): number => link.param(path).level.value;
/** Numbers that an engine does not have do nothing. */
const orElse = (path: string, otherwise: number): number => (link.param(path).info.value ? level(path) : otherwise);

const compressorOf = (at: string): Compressor => ({
  thresholdDb: level(`${at}/threshold`),
  ratio: Math.max(1, orElse(`${at}/ratio`, 1)),
  kneeDb: orElse(`${at}/knee`, 0),
  // Off it adds nothing, so nothing has to come off again.
  makeupDb: link.param(`${at}/on`).on.value ? orElse(`${at}/makeup`, 0) : 0,
  mix: orElse(`${at}/mix`, 100) / 100,
});

/** The compressor of a strip: its curve, what it does at the moment, and all its numbers. */
export function CompressorPanel({ strip, name }: { strip: string; name: string }) {
  const at = `${strip}/dyn`;
  if (!link.param(`${at}/threshold`).info.value) return null;
  const of = `${name} · compressor`;
  return (
    <section class="panel comps" aria-label="compressor">
      <header>
        <h2>Compressor</h2>
        <Switch path={`${at}/on`} label="compressor" class="sw" />
        <span class="grow" />
        <ReductionText point={`${strip}/meter/dyn`} />
      </header>
      <div class="dyn cmpp">
        <Transfer strip={strip} at={at} />
        <Reduction point={`${strip}/meter/dyn`} kind="dyn" />
        <div class="ps">
          <Box path={`${at}/threshold`} label="Threshold" of={of} />
          <Box path={`${at}/ratio`} label="Ratio" of={of} />
          <Box path={`${at}/attack`} label="Attack" of={of} />
          <Box path={`${at}/release`} label="Release" of={of} />
          <Box path={`${at}/hold`} label="Hold" of={of} />
          <Box path={`${at}/knee`} label="Knee" of={of} />
          <Box path={`${at}/makeup`} label="Make-up" of={of} />
          <Box path={`${at}/mix`} label="Mix" of={of} />
          <Box path={`${at}/mode`} label="Detect" of={of} />
          <Box path={`${at}/key`} label="Key" of={of} />
        </div>
      </div>
    </section>
  );
}

/** Gain change in figures, 5 times a second; nothing while it is not known. */
function ReductionText({ point }: { point: string }) {
  const text = useRef<HTMLElement>(null);
  useEffect(() => {
    let saidMs = 0;
    return everyFrame((nowMs) => {
      if (nowMs - saidMs < 200 || !text.current?.firstChild) return;
      saidMs = nowMs;
      const db = link.meters.isFresh(nowMs) ? link.meters.levels[link.meters.at(point)] : undefined;
      const says = db === undefined || !Number.isFinite(db) ? '' : `${figureDb(db)} dB`;
      if (text.current.firstChild.nodeValue !== says) text.current.firstChild.nodeValue = says;
    });
  }, [point]);
  return (
    <b class="num grn" ref={text} aria-hidden="true">
      {' '}
    </b>
  );
}

/** Level in to level out. Sideways in the square moves the threshold, up and down the ratio. */
function Transfer({ strip, at }: { strip: string; at: string }) {
  const { host, size } = useSize<HTMLDivElement>();
  const numbers = useComputed(() => compressorOf(at));
  const curve = useComputed(() => {
    const { width, height } = size.value;
    const square: Square = { width, height, lowDb: LOW_DB };
    const { thresholdDb, kneeDb } = numbers.value;
    const corners = [thresholdDb - kneeDb / 2, thresholdDb, thresholdDb + kneeDb / 2];
    return width === 0 ? '' : transferPath(square, (inDb) => compressed(inDb, numbers.value), corners);
  });
  const { width, height } = size.value;
  const square: Square = { width, height, lowDb: LOW_DB };
  const { thresholdDb, ratio } = numbers.value;
  const isOn = link.param(`${at}/on`).on.value;
  return (
    <div class={isOn ? 'graph' : 'graph off'} ref={host}>
      {width > 0 && (
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {LINES_DB.map((db) => (
            <g key={db}>
              <path class="g" d={`M${xOfLevel(square, db)} 0V${height}M0 ${yOfLevel(square, db)}H${width}`} />
              <text x={xOfLevel(square, db) + 3} y={height - 5}>
                −{-db}
              </text>
            </g>
          ))}
          <path class="g" d={`M0 ${height}L${width} 0`} />
          <path class="thr" d={`M${xOfLevel(square, thresholdDb)} 0V${height}`} />
          <path class="tc" d={curve} />
        </svg>
      )}
      {width > 0 && <SignalDot square={square} strip={strip} numbers={numbers} />}
      <Touchable at={at} square={square} says={`threshold ${spoken(thresholdDb, 'dB')}, ratio ${spoken(ratio, ':1')}`} />
    </div>
  );
}

function Touchable({ at, square, says }: { at: string; square: Square; says: string }) {
  const grip = useRef<Grip>(undefined);
  const place = useRef({ threshold: 0, ratio: 0 });
  const threshold = `${at}/threshold`;
  const ratio = `${at}/ratio`;
  const element = useDrag<HTMLDivElement>({
    manner: HANDLE,
    take() {
      grip.current = new Grip([threshold, ratio].filter((path) => link.param(path).info.peek()));
      place.current = {
        threshold: link.param(threshold).level.peek(),
        ratio: lawOf(ratio)?.toPosition(link.param(ratio).level.peek()) ?? 0,
      };
      return grip.current.take();
    },
    step({ dx, up }) {
      const now = place.current;
      const [thresholdLaw, ratioLaw] = [lawOf(threshold), lawOf(ratio)];
      if (thresholdLaw && dx !== 0) {
        now.threshold = Math.min(thresholdLaw.max, Math.max(thresholdLaw.min, now.threshold - (dx * LOW_DB) / square.width));
        grip.current?.set(threshold, thresholdLaw.snap(now.threshold));
      }
      if (ratioLaw && up !== 0) {
        // Upwards the curve lies higher: less ratio.
        now.ratio = Math.min(1, Math.max(0, now.ratio - up / square.height));
        grip.current?.set(ratio, ratioLaw.snap(ratioLaw.toValue(now.ratio)));
      }
    },
    release: () => grip.current?.release(),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    const path = isSideways ? threshold : ratio;
    const law = lawOf(path);
    const next = law && keyed(law, link.param(path).level.peek(), event.key, event.shiftKey);
    if (next === undefined) return;
    state(path, next);
    event.preventDefault();
  };
  return (
    <div
      ref={element}
      class="touch"
      role="slider"
      tabIndex={0}
      aria-label="compressor curve"
      aria-valuemin={LOW_DB}
      aria-valuemax={0}
      aria-valuenow={link.param(threshold).level.value}
      aria-valuetext={says}
      onKeyDown={onKeyDown}
    />
  );
}
