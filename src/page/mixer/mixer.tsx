import './mixer.css';
import './strip.css';
import './states.css';
import './forms.css';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { announce } from '../frame/notice.tsx';
import { clipped, clips, form, laidOut, mix, text } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { mainStrip, pinned, shown } from './banks.ts';
import { MeterCanvas } from './meter-canvas.ts';
import { colorVar, nameOf } from './names.ts';
import { Navigator } from './navigator.tsx';
import { PhoneBar } from './phone-bar.tsx';
import { GroupKey, groupNumbers, Rail } from './rail.tsx';
import { SendsBanner } from './sends-banner.tsx';
import { Strip } from './strip.tsx';

/** The mixer: a bank of eight, main at its place, everything else at a glance. Nothing on it scrolls. */
export function Mixer() {
  useMeterWish();
  return (
    <>
      <Navigator />
      <SendsBanner />
      <Desk />
      {form.value === 'phone' && <PhoneBar />}
    </>
  );
}

function Desk() {
  const host = useRef<HTMLElement>(null);
  const canvas = useRef<MeterCanvas>(undefined);
  useLayoutEffect(() => {
    if (!host.current) return undefined;
    const made = new MeterCanvas(host.current, link.meters, latch);
    canvas.current = made;
    return () => made.stop();
  }, []);
  laidOut.value;
  useLayoutEffect(() => canvas.current?.arm());
  const bus = mix.value;
  const color = bus === '' ? '' : colorVar(link.param(`${bus}/color`).text.value);
  const isWide = form.value === 'wide' && text.value !== 'large';
  return (
    <main class="desk" ref={host} aria-label="mixer">
      {form.value !== 'phone' && <Rail />}
      <div class={bus === '' ? 'bank' : 'bank sof'} style={{ '--b': color }}>
        {/* Another mix is another fader: nothing of the strip as it was stays. */}
        {shown.value.map((strip) => (
          <Strip key={`${strip} ${bus}`} strip={strip} />
        ))}
        {isWide && bus === '' && pinned.value.map((strip) => <Strip key={strip} strip={strip} isPlain extra="pinned" />)}
        {isWide && bus !== '' && <Strip key={bus} strip={bus} isPlain extra="pinned busm" />}
      </div>
      <div class="bank mainc">{mainStrip.value !== '' && <Strip strip={mainStrip.value} isPlain />}</div>
      {form.value === 'tall' && <Below />}
    </main>
  );
}

/** Latches a clip; the first of a strip is also read out. */
function latch(point: string): void {
  if (!clips.peek().has(point)) announce(`${nameOf(point.slice(0, point.indexOf('/meter/')))} clipped`);
  clipped(point);
}

/** Upright there is room for what a rail cannot hold: DCAs and mute groups. */
function Below() {
  const dcas = link.layout.value?.of('dca') ?? [];
  return (
    <>
      <div class="row2">
        {dcas.slice(0, 8).map(({ path }) => (
          <Strip key={path} strip={path} isPlain />
        ))}
      </div>
      <div class="row2 g">
        {groupNumbers().map((n) => (
          <GroupKey key={n} n={n} />
        ))}
      </div>
    </>
  );
}

/** All levels, since the navigator shows every strip; reductions of what is under the fingers. */
function useMeterWish(): void {
  const { value: layout } = link.layout;
  const strips = [...shown.value, ...pinned.value, mainStrip.value];
  useEffect(() => {
    if (!layout) return undefined;
    const levels = layout.strips.flatMap(({ path }) => [`${path}/meter/pre`, `${path}/meter/post`]);
    const reductions = strips.flatMap((path) => [`${path}/meter/gate`, `${path}/meter/dyn`]);
    link.meters.want(
      'mixer',
      [...levels, ...reductions, 'main/meter/shortterm'].filter((point) => layout.meters.has(point)),
    );
    return () => link.meters.want('mixer', []);
  }, [layout, strips.join()]);
}
