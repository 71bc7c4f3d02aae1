import { useEffect, useRef } from 'preact/hooks';
import { theme } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { everyFrame } from '../mixer/ticker.ts';

/** Pixels of a column, and of the gap before the next. */
const PITCH = 3;
const GAP = 1;

interface Props {
  readonly strip: string;
  readonly width: number;
  readonly height: number;
  readonly lowDb: number;
}

/** Level at the gate over the last seconds, a column a meter frame; columns that were not heard stay empty. */
export function History({ strip, width, height, lowDb }: Props) {
  const look = theme.value;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const paper = canvas.current?.getContext('2d');
    const count = Math.floor(width / PITCH);
    if (!paper || count < 1) return undefined;
    const heights = new Float32Array(count);
    // Read once for each look: a computed style in a frame would cost a layout.
    const ink = getComputedStyle(document.documentElement).getPropertyValue(look === 'day' ? '--m1' : '--m0');
    let sequence = -1;
    let isDark = false;
    return everyFrame((nowMs) => {
      const { meters } = link;
      const isFresh = meters.isFresh(nowMs);
      if (meters.sequence === sequence && isFresh) return;
      if (!isFresh && isDark) return;
      isDark = !isFresh;
      sequence = meters.sequence;
      heights.copyWithin(0, 1);
      const preDb = meters.levels[meters.at(`${strip}/meter/pre`)] ?? Number.NEGATIVE_INFINITY;
      const gateDb = meters.levels[meters.at(`${strip}/meter/gate`)] ?? 0;
      const compDb = meters.levels[meters.at(`${strip}/meter/dyn`)] ?? 0;
      const levelDb = preDb - reduction(gateDb) - reduction(compDb) - makeup(strip);
      heights[count - 1] = Math.max(0, Math.min(1, 1 - levelDb / lowDb)) * height;
      if (isDark) heights.fill(0);
      paper.clearRect(0, 0, width, height);
      paper.fillStyle = ink;
      for (let i = 0; i < count; i++) {
        const tall = heights[i] ?? 0;
        if (tall > 0) paper.fillRect(i * PITCH, height - tall, PITCH - GAP, tall);
      }
    });
  }, [strip, width, height, lowDb, look]);
  return <canvas ref={canvas} width={width} height={height} style={{ width: `${width}px`, height: `${height}px` }} />;
}

const reduction = (changeDb: number): number => (Number.isFinite(changeDb) ? changeDb : 0);

/** The meter is behind the compressor: what that adds has to come off again. */
function makeup(strip: string): number {
  if (!link.param(`${strip}/dyn/on`).on.peek()) return 0;
  const gainDb = link.param(`${strip}/dyn/makeup`).level.peek();
  return Number.isFinite(gainDb) ? gainDb : 0;
}
