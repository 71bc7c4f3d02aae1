import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { link } from '../link/link.ts';
import { everyFrame } from '../mixer/ticker.ts';
import { Box, Switch } from './box.tsx';
import type { Manner } from './drag.ts';
import { type Gate, gated, type Square, transferPath, xOfLevel, yOfLevel } from './dyn-curve.ts';
import { keyed, spoken } from './entry.ts';
import { lawOf } from './eq-bands.ts';
import { History } from './history.tsx';
import { Grip, state } from './move.ts';
import { Reduction } from './reduction.tsx';
import { useDrag } from './use-drag.ts';
import { useSize } from './use-size.ts';

const LOW_DB = -80;
/** The threshold line goes up and down with the finger. */
const LINE: Manner = { axis: 'y', claimPx: 6, scale: 1, fineAwayPx: 64 };
/** A gate that pulls down less than this is called open. */
const OPEN_DB = -0.5;

const gateOf = (at: string): Gate => ({
  mode: link.param(`${at}/mode`).text.value || 'gate',
  thresholdDb: link.param(`${at}/threshold`).level.value,
  rangeDb: link.param(`${at}/range`).level.value,
});

/** The gate of a strip: level against threshold, its curve, what it does, and its numbers. */
export function GatePanel({ strip, name }: { strip: string; name: string }) {
  const at = `${strip}/gate`;
  if (!link.param(`${at}/threshold`).info.value) return null;
  const of = `${name} · gate`;
  return (
    <section class="panel gates" aria-label="gate">
      <header>
        <h2>Gate</h2>
        <Switch path={`${at}/on`} label="gate" class="sw" />
        <span class="grow" />
        <OpenText point={`${strip}/meter/gate`} on={`${at}/on`} />
      </header>
      <div class="dyn gate">
        <div class="gp">
          <Picture strip={strip} at={at} />
          <Reduction point={`${strip}/meter/gate`} kind="gate" />
        </div>
        <div class="ps">
          <Box path={`${at}/threshold`} label="Threshold" of={of} />
          <Box path={`${at}/range`} label="Range" of={of} />
          <Box path={`${at}/attack`} label="Attack" of={of} />
          <Box path={`${at}/hold`} label="Hold" of={of} />
          <Box path={`${at}/release`} label="Release" of={of} />
          <Box path={`${at}/mode`} label="Mode" of={of} />
          <Box path={`${at}/key`} label="Key" of={of} />
        </div>
      </div>
    </section>
  );
}

/** "open" or "closed", from its meter; nothing while it is off or not known. */
function OpenText({ point, on }: { point: string; on: string }) {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      everyFrame((nowMs) => {
        const db = link.meters.levels[link.meters.at(point)];
        const isKnown = link.meters.isFresh(nowMs) && link.param(on).on.peek() && db !== undefined && Number.isFinite(db);
        const says = isKnown ? (db > OPEN_DB ? 'open' : 'closed') : ' ';
        const node = text.current?.firstChild;
        if (node && node.nodeValue !== says) node.nodeValue = says;
      }),
    [point, on],
  );
  return (
    <span class="dim" ref={text} aria-hidden="true">
      {' '}
    </span>
  );
}

/** Left the level of the last seconds, right the curve, and one threshold line through both. */
function Picture({ strip, at }: { strip: string; at: string }) {
  const { host, size } = useSize<HTMLDivElement>();
  const numbers = useComputed(() => gateOf(at));
  const { width, height } = size.value;
  const square: Square = { width: height, height, lowDb: LOW_DB };
  const { thresholdDb } = numbers.value;
  const curve = useComputed(() => {
    const side = size.value.height;
    const gate = numbers.value;
    return side === 0 ? '' : transferPath({ width: side, height: side, lowDb: LOW_DB }, (inDb) => gated(inDb, gate), [gate.thresholdDb]);
  });
  const left = Math.max(0, width - height);
  const y = yOfLevel(square, thresholdDb);
  const isOn = link.param(`${at}/on`).on.value;
  return (
    <div class={isOn ? 'graph' : 'graph off'} ref={host}>
      {width > 0 && <History strip={strip} width={left} height={height} lowDb={LOW_DB} />}
      {width > 0 && (
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <path class="g" d={`M${left} 0V${height}`} />
          <path class="thr" d={`M0 ${y}H${width}M${left + xOfLevel(square, thresholdDb)} 0V${height}`} />
          <path class="tc" d={curve} transform={`translate(${left})`} />
        </svg>
      )}
      <Threshold path={`${at}/threshold`} height={height} says={spoken(thresholdDb, 'dB')} />
    </div>
  );
}

function Threshold({ path, height, says }: { path: string; height: number; says: string }) {
  const grip = useRef<Grip>(undefined);
  const place = useRef(0);
  const element = useDrag<HTMLDivElement>({
    manner: LINE,
    take() {
      grip.current = new Grip([path]);
      place.current = link.param(path).level.peek();
      return grip.current.take();
    },
    step({ up }) {
      const law = lawOf(path);
      if (!law) return;
      place.current = Math.min(law.max, Math.max(law.min, place.current - (up * LOW_DB) / height));
      grip.current?.set(path, law.snap(place.current));
    },
    release: () => grip.current?.release(),
  });
  return (
    <div
      ref={element}
      class="touch"
      role="slider"
      tabIndex={0}
      aria-label="gate threshold"
      aria-orientation="vertical"
      aria-valuemin={LOW_DB}
      aria-valuemax={0}
      aria-valuenow={link.param(path).level.value}
      aria-valuetext={says}
      onKeyDown={(event) => {
        const law = lawOf(path);
        const next = law && keyed(law, link.param(path).level.peek(), event.key, event.shiftKey);
        if (next === undefined) return;
        state(path, next);
        event.preventDefault();
      }}
    />
  );
}
