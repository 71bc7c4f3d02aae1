import { useComputed } from '@preact/signals';
import { type Band, type Cut, type Filters, response } from '../channel/eq-curve.ts';
import { link } from '../link/link.ts';

const WIDTH = 84;
const HEIGHT = 26;
/** dB from the middle line to the edge. */
const SPAN_DB = 15;
const STEP_PX = 3;

const on = (path: string): boolean => link.param(path).on.value;
const level = (path: string): number => link.param(path).level.value;

function cut(path: string): Cut | undefined {
  if (!link.layout.value?.has(`${path}/freq`)) return undefined;
  return { on: on(`${path}/on`), freqHz: level(`${path}/freq`), slope: Number(link.param(`${path}/slope`).text.value) || 12 };
}

/** The filters of a strip, as far as it has them. */
function filtersOf(strip: string): Filters {
  const count = link.layout.value?.count(strip, 'eq/{}/freq') ?? 0;
  const bands = Array.from({ length: count }, (_, i): Band => {
    const band = `${strip}/eq/${i + 1}`;
    return {
      on: link.layout.value?.has(`${band}/on`) ? on(`${band}/on`) : true,
      type: link.param(`${band}/type`).text.value,
      freqHz: level(`${band}/freq`),
      gainDb: level(`${band}/gain`),
      q: level(`${band}/q`),
    };
  });
  return { on: on(`${strip}/eq/on`), bands, lowCut: cut(`${strip}/hpf`), highCut: cut(`${strip}/lpf`) };
}

function curve(strip: string): string {
  const levelAt = response(filtersOf(strip));
  const points: string[] = [];
  for (let x = 0; x <= WIDTH; x += STEP_PX) {
    const y = HEIGHT / 2 - (levelAt(20 * 1000 ** (x / WIDTH)) / SPAN_DB) * (HEIGHT / 2);
    points.push(`${x} ${Math.min(HEIGHT - 2, Math.max(2, y || HEIGHT / 2)).toFixed(1)}`);
  }
  return `M${points.join('L')}`;
}

/** The equaliser in the size of a thumb. */
export function Thumb({ strip }: { strip: string }) {
  const path = useComputed(() => (link.layout.value?.has(`${strip}/eq/on`) ? curve(strip) : ''));
  return (
    <div class="eq" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 ${HEIGHT / 2}H${WIDTH}`} class="ax" />
        <path d={path} vector-effect="non-scaling-stroke" />
      </svg>
    </div>
  );
}
