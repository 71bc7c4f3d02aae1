import { useEffect, useRef } from 'preact/hooks';
import { link } from '../link/link.ts';
import { everyFrame } from '../mixer/ticker.ts';
import { Box, Switch } from './box.tsx';
import { figureDb } from './entry.ts';
import { state } from './move.ts';
import { Reduction } from './reduction.tsx';

/** The last guard of a mix: true-peak limiter, and how loud it is. */
export function LimiterPanel({ strip, name }: { strip: string; name: string }) {
  const has = (leaf: string): boolean => link.param(`${strip}/${leaf}`).info.value !== undefined;
  if (!has('limiter/ceiling')) return null;
  const of = `${name} · limiter`;
  const points = link.layout.value?.meters ?? new Set<string>();
  const readings = [
    ['integrated', 'Integrated', 'LUFS'],
    ['shortterm', 'Short-term', 'LUFS'],
    ['momentary', 'Momentary', 'LUFS'],
    ['truepeak', 'True peak', 'dBTP'],
  ] as const;
  return (
    <section class="panel limits" aria-label="limiter and loudness">
      <header>
        <h2>Limiter</h2>
        <Switch path={`${strip}/limiter/on`} label="limiter" class="sw" />
        <span class="grow" />
        {has('loudness/reset') && (
          <button type="button" class="sw" onClick={() => state(`${strip}/loudness/reset`, true)}>
            Reset loudness
          </button>
        )}
      </header>
      <div class="dyn limit">
        <Reduction point={`${strip}/meter/limiter`} kind="dyn" />
        <div class="ps">
          <Box path={`${strip}/limiter/ceiling`} label="Ceiling, dBTP" of={of} />
          <Box path={`${strip}/limiter/release`} label="Release" of={of} />
        </div>
        <div class="ps">
          {readings
            .filter(([tap]) => points.has(`${strip}/meter/${tap}`))
            .map(([tap, label, unit]) => (
              <Reading key={tap} point={`${strip}/meter/${tap}`} label={label} unit={unit} />
            ))}
        </div>
      </div>
    </section>
  );
}

/** A measured figure, 5 times a second; a dash while it is not known. */
function Reading({ point, label, unit }: { point: string; label: string; unit: string }) {
  const text = useRef<HTMLElement>(null);
  useEffect(() => {
    let saidMs = 0;
    return everyFrame((nowMs) => {
      const node = text.current?.firstChild;
      if (nowMs - saidMs < 200 || !node) return;
      saidMs = nowMs;
      const level = link.meters.isFresh(nowMs) ? link.meters.levels[link.meters.at(point)] : undefined;
      const says = level === undefined || !Number.isFinite(level) ? '–' : figureDb(level);
      if (node.nodeValue !== says) node.nodeValue = says;
    });
  }, [point]);
  return (
    <div class="box read">
      <span>{label}</span>
      <b>
        <em ref={text}>–</em> <small>{unit}</small>
      </b>
    </div>
  );
}
