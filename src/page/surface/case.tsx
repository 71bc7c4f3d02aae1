import { useEffect, useRef } from 'preact/hooks';
import { Leds } from './leds.ts';
import { Right } from './right.tsx';
import { MainStrip, Strip } from './strip.tsx';
import { STRIPS, type Twin } from './twin.ts';

/** The unit as it stands on the table. */
export function Case({ twin }: { twin: Twin }) {
  const host = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!host.current || !canvas.current) return;
    const leds = new Leds(host.current, canvas.current);
    const end = twin.onFrame(() => leds.draw(twin.meterLights));
    return () => {
      end();
      leds.stop();
    };
  }, [twin]);
  return (
    <section ref={host} class="case" data-link={twin.live.value ? 'up' : 'down'} aria-label="virtual control surface">
      {Array.from({ length: STRIPS }, (_, strip) => (
        <Strip key={strip} twin={twin} strip={strip} />
      ))}
      <MainStrip twin={twin} fader={STRIPS} />
      <Right twin={twin} />
      <canvas ref={canvas} class="leds" />
    </section>
  );
}
