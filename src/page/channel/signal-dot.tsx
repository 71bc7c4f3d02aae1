import { useEffect, useRef } from 'preact/hooks';
import { theme } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { everyFrame } from '../mixer/ticker.ts';
import { beforeCompressor, type Compressor, type Square, xOfLevel, yOfLevel } from './dyn-curve.ts';

const RADIUS_PX = 8;
const EDGE_PX = 3;
const NOWHERE = -100;

interface Props {
  readonly square: Square;
  readonly strip: string;
  readonly numbers: { peek(): Compressor };
}

/** Where the signal is on the curve at the moment. Drawn, since moving an element costs a style in each frame. */
export function SignalDot({ square: { width, height, lowDb }, strip, numbers }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = theme.value;
  useEffect(() => {
    const paper = canvas.current?.getContext('2d');
    if (!paper) return undefined;
    const style = getComputedStyle(document.documentElement);
    // Read once for each look.
    const [fill, edge] = look === 'day' ? [style.getPropertyValue('--gr'), '#000'] : [style.getPropertyValue('--gr'), '#fff'];
    const square = { width, height, lowDb };
    let [x, y] = [NOWHERE, NOWHERE];
    const draw = (nextX: number, nextY: number): void => {
      if (nextX === x && nextY === y) return;
      const size = 2 * (RADIUS_PX + EDGE_PX);
      paper.clearRect(x - size / 2, y - size / 2, size, size);
      [x, y] = [nextX, nextY];
      paper.beginPath();
      paper.arc(x, y, RADIUS_PX, 0, 2 * Math.PI);
      paper.fillStyle = fill;
      paper.fill();
      paper.lineWidth = EDGE_PX;
      paper.strokeStyle = edge;
      paper.stroke();
    };
    return everyFrame((nowMs) => {
      const { meters } = link;
      const preDb = meters.levels[meters.at(`${strip}/meter/pre`)] ?? Number.NEGATIVE_INFINITY;
      const toldDb = meters.levels[meters.at(`${strip}/meter/dyn`)] ?? 0;
      const changeDb = Number.isFinite(toldDb) ? toldDb : 0;
      const inDb = beforeCompressor(preDb, changeDb, numbers.peek());
      if (!meters.isFresh(nowMs) || !(inDb > lowDb)) draw(NOWHERE, NOWHERE);
      else draw(Math.round(xOfLevel(square, Math.min(0, inDb))), Math.round(yOfLevel(square, Math.min(0, inDb + changeDb))));
    });
  }, [width, height, lowDb, strip, numbers, look]);
  return <canvas class="sigdot" ref={canvas} width={width} height={height} style={{ width: `${width}px`, height: `${height}px` }} />;
}
