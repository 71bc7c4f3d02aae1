import { useMemo } from 'preact/hooks';
import { RING_LIGHTS } from './display.ts';
import { holdable } from './fingers.ts';
import { KnobDrag, turnKey, Wheel } from './gestures.ts';
import type { Twin } from './twin.ts';

/** Thirteen lights from lower left to lower right. The protocol can address the eleven between the outermost, as on the hardware. */
const LIGHTS = Array.from({ length: RING_LIGHTS }, (_, index) => {
  const angle = ((-150 + (300 * index) / (RING_LIGHTS - 1)) * Math.PI) / 180;
  return { x: (39 + 33 * Math.sin(angle)).toFixed(1), y: (39 - 33 * Math.cos(angle)).toFixed(1), bit: index };
});
const PUSH_MS = 60;

/** A knob without ends: drag up and down or turn the wheel over it; a tap pushes it. */
export function Knob({ twin, knob }: { twin: Twin; knob: number }) {
  const { ring, lines } = twin.stripDisplay(knob);
  const grip = useMemo(() => handlers(twin, knob), [twin, knob]);
  const lit = ring.value;
  const lights = LIGHTS.map(({ bit }) => (lit >> bit) & 1);
  return (
    <div
      class="knob"
      data-knob={knob + 1}
      role="slider"
      tabIndex={0}
      aria-label={`knob ${knob + 1}`}
      aria-valuemin={0}
      aria-valuemax={RING_LIGHTS}
      aria-valuenow={lit === 0 ? 0 : 32 - Math.clz32(lit)}
      aria-valuetext={lines[1].value.trim() || 'dark'}
      {...grip}
    >
      <svg viewBox="0 0 78 78" aria-hidden="true">
        {LIGHTS.map(({ x, y }, index) => (
          <g key={x + y}>
            <circle class={`glow ${lights[index] ? 'on' : ''}`} cx={x} cy={y} r="5.5" />
            <circle class={lights[index] ? 'on' : ''} cx={x} cy={y} r="2.8" />
          </g>
        ))}
      </svg>
      <i class="dial" />
    </div>
  );
}

function handlers(twin: Twin, knob: number) {
  const push = { name: 'push', strip: knob };
  const wheel = new Wheel();
  let drag: KnobDrag | undefined;
  const turn = (ticks: number): void => {
    if (ticks !== 0) twin.turn(knob, ticks);
  };
  const tap = (): void => {
    twin.key(push, true);
    setTimeout(() => twin.key(push, false), PUSH_MS);
  };
  return {
    ...holdable({
      down(event) {
        drag = new KnobDrag(event.clientX, event.clientY);
        if (event.currentTarget instanceof Element) event.currentTarget.classList.add('down');
      },
      move: (event) => turn(drag?.move(event.clientX, event.clientY) ?? 0),
      up(event) {
        if (event.currentTarget instanceof Element) event.currentTarget.classList.remove('down');
        if (event.type === 'pointerup' && drag?.isTap) tap();
        drag = undefined;
      },
    }),
    onWheel(event: WheelEvent): void {
      event.preventDefault();
      turn(wheel.turn(event.deltaY, event.deltaMode));
    },
    onKeyDown(event: KeyboardEvent): void {
      const ticks = turnKey(event.key);
      const isPush = event.key === 'Enter' || event.key === ' ';
      if (ticks === 0 && !isPush) return;
      event.preventDefault();
      if (isPush && !event.repeat) tap();
      turn(ticks);
    },
  };
}
