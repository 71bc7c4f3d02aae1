import { useComputed } from '@preact/signals';
import { LAMPS } from './keys.ts';
import { KeyLamp } from './lamp.tsx';
import { type Digit, digitsOf } from './segments.ts';
import type { Twin } from './twin.ts';

const WIDTH = 31;
/** Bars in the order of their bits: top, then clockwise, the middle last. */
const BARS = [
  { x: 6, y: 2, w: 13, h: 3.2 },
  { x: 20, y: 5, w: 3.2, h: 17 },
  { x: 20, y: 27, w: 3.2, h: 17 },
  { x: 6, y: 46, w: 13, h: 3.2 },
  { x: 3, y: 27, w: 3.2, h: 17 },
  { x: 3, y: 5, w: 3.2, h: 17 },
  { x: 6, y: 24, w: 13, h: 3.2 },
] as const;

function Row({ digits, label, says }: { digits: readonly Digit[]; label: string; says: string }) {
  return (
    <svg viewBox={`0 0 ${digits.length * WIDTH} 51`} role="img" aria-label={`${label} ${says}`}>
      {digits.map(({ bars, dot }, place) => (
        <g key={place} transform={`translate(${place * WIDTH} 0)`}>
          {BARS.map(({ x, y, w, h }, bit) => (
            <rect key={`${x} ${y}`} class={(bars >> bit) & 1 ? 'seg on' : 'seg'} x={x} y={y} width={w} height={h} rx="1.5" />
          ))}
          {dot && <circle class="seg on" cx={WIDTH - 2} cy="47" r="2.2" />}
        </g>
      ))}
    </svg>
  );
}

/** The two displays of seven bars, and the lights beside them. */
export function Digits({ twin }: { twin: Twin }) {
  const { time, assignment } = twin.display;
  const timeDigits = useComputed(() => digitsOf(time.value, 10));
  const assignmentDigits = useComputed(() => digitsOf(assignment.value, 2));
  return (
    <div class="segments">
      <Row digits={assignmentDigits.value} label="assignment" says={assignment.value.trim() || 'dark'} />
      <Row digits={timeDigits.value} label="time" says={time.value.trim() || 'dark'} />
      <ul>
        {LAMPS.map((lamp) => (
          <KeyLamp key={lamp.key} twin={twin} lamp={lamp} />
        ))}
      </ul>
    </div>
  );
}
