import { useMemo, useRef } from 'preact/hooks';
import { holdable } from './fingers.ts';
import { JogDrag, turnKey, Wheel } from './gestures.ts';
import type { Twin } from './twin.ts';

const DEGREES_PER_STEP = 9;

/** The jog wheel: a finger goes round its middle. It has no place of its own; the dimple only shows that it turned. */
export function Jog({ twin }: { twin: Twin }) {
  const dial = useRef<HTMLElement>(null);
  const grip = useMemo(() => handlers(twin, () => dial.current), [twin]);
  return (
    <div
      class="jog"
      role="slider"
      tabIndex={0}
      aria-label="jog wheel"
      aria-valuenow={0}
      aria-valuetext="turn with the arrow keys"
      {...grip}
    >
      <i ref={dial} class="dimple" />
    </div>
  );
}

function handlers(twin: Twin, dial: () => HTMLElement | null) {
  const wheel = new Wheel();
  let drag: JogDrag | undefined;
  let middle = { x: 0, y: 0 };
  let shownDegrees = 0;
  const turn = (ticks: number, degrees: number): void => {
    shownDegrees = (shownDegrees + degrees) % 360;
    const element = dial();
    if (element) element.style.transform = `rotate(${shownDegrees}deg)`;
    if (ticks !== 0) twin.jog(ticks);
  };
  return {
    ...holdable({
      down(event) {
        if (!(event.currentTarget instanceof Element)) return;
        event.currentTarget.classList.add('down');
        const box = event.currentTarget.getBoundingClientRect();
        middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
        drag = new JogDrag(event.clientX - middle.x, event.clientY - middle.y);
      },
      move(event) {
        const moved = drag?.move(event.clientX - middle.x, event.clientY - middle.y);
        if (moved) turn(moved.ticks, moved.degrees);
      },
      up(event) {
        if (event.currentTarget instanceof Element) event.currentTarget.classList.remove('down');
        drag = undefined;
      },
    }),
    onWheel(event: WheelEvent): void {
      event.preventDefault();
      const ticks = wheel.turn(event.deltaY, event.deltaMode);
      turn(ticks, ticks * DEGREES_PER_STEP);
    },
    onKeyDown(event: KeyboardEvent): void {
      const ticks = turnKey(event.key);
      if (ticks === 0) return;
      event.preventDefault();
      turn(ticks, ticks * DEGREES_PER_STEP);
    },
  };
}
