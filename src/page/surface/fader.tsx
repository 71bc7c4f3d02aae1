import { useEffect, useMemo, useRef } from 'preact/hooks';
import { holdable } from './fingers.ts';
import { FaderDrag, faderKey } from './gestures.ts';
import { levelAt, PRINT, spoken } from './print.ts';
import type { Twin } from './twin.ts';

const CAP_PX = 52;
/** A keyboard has no finger: the touch it stands for ends so long after its last key. */
const KEY_HOLD_MS = 400;

/** A motor fader. Its cap is moved by transform, outside of Preact: a frame reads no layout and renders nothing. */
export function Fader({ twin, fader, label }: { twin: Twin; fader: number; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const cap = useRef<HTMLDivElement>(null);
  const travel = useRef(1);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let shown = -1;
    let said = -1;
    const show = (): void => {
      const place = twin.place(fader);
      const px = Math.round(place * travel.current * 10) / 10;
      if (px !== shown && cap.current) cap.current.style.transform = `translateY(${-px}px)`;
      shown = px;
    };
    const say = (): void => {
      const percent = Math.round(twin.place(fader) * 1000) / 10;
      if (percent === said) return;
      said = percent;
      element.setAttribute('aria-valuenow', String(percent));
      element.setAttribute('aria-valuetext', spoken(levelAt(percent / 100)));
    };
    const size = new ResizeObserver(([entry]) => {
      travel.current = Math.max(1, (entry?.contentRect.height ?? 0) - CAP_PX);
      shown = -1;
      show();
    });
    size.observe(element);
    const ends = [twin.onFrame(show), twin.onSecondHand(say)];
    return () => {
      size.disconnect();
      for (const end of ends) end();
    };
  }, [twin, fader]);
  const grip = useMemo(() => handlers(twin, fader, () => ({ box: box.current, travelPx: travel.current })), [twin, fader]);
  return (
    <div
      ref={box}
      class="fader"
      data-fader={fader + 1}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      {...grip}
    >
      <i class="groove" />
      {PRINT.map(({ print, place }) => (
        <em key={print + place} class={print === '0' ? 'zero' : ''} style={{ '--p': String(place) }} aria-hidden="true">
          {print}
        </em>
      ))}
      <div ref={cap} class="cap" />
      <div class="touch-tag" aria-hidden="true">
        TOUCH
      </div>
    </div>
  );
}

function handlers(twin: Twin, fader: number, where: () => { box: HTMLElement | null; travelPx: number }) {
  let drag: FaderDrag | undefined;
  let keys: ReturnType<typeof setTimeout> | undefined;
  const touch = (down: boolean): void => {
    where().box?.classList.toggle('down', down);
    twin.touch(fader, down);
  };
  const endKeys = (): void => {
    if (keys === undefined) return;
    clearTimeout(keys);
    keys = undefined;
    if (!drag) touch(false);
  };
  return {
    ...holdable({
      down(event) {
        endKeys();
        touch(true);
        drag = new FaderDrag(twin.place(fader), where().travelPx, event.clientY);
      },
      move(event) {
        const place = drag?.move(event.clientY);
        if (place !== undefined) twin.move(fader, place);
      },
      up() {
        drag = undefined;
        touch(false);
      },
    }),
    onKeyDown(event: KeyboardEvent): void {
      const place = faderKey(event.key, event.shiftKey, twin.place(fader));
      if (place === undefined || drag) return;
      event.preventDefault();
      if (keys === undefined) touch(true);
      clearTimeout(keys);
      keys = setTimeout(endKeys, KEY_HOLD_MS);
      twin.move(fader, place);
    },
    onBlur: endKeys,
  };
}
