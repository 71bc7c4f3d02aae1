import { computed } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import './channel.css';
import './panels.css';
import './rows.css';
import './forms.css';
import './small.css';
import { clipped, laidOut, mix, selected, tab } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { MeterCanvas } from '../mixer/meter-canvas.ts';
import { nameOf } from '../mixer/names.ts';
import { Strip } from '../mixer/strip.tsx';
import { Switch } from './box.tsx';
import { CompressorPanel } from './comp.tsx';
import { EqPanel } from './eq.tsx';
import { GatePanel } from './gate.tsx';
import { GroupsPanel, MembersPanel } from './groups.tsx';
import { ChannelHeader } from './header.tsx';
import { LevelRow } from './level-row.tsx';
import { LimiterPanel } from './limiter.tsx';
import { PreampPanel } from './preamp.tsx';
import { RackPanel } from './rack.tsx';
import { SendsPanel } from './sends.tsx';
import { kindOf, prefixOf } from './strip-words.ts';

const TAPS = ['pre', 'post', 'gate', 'dyn', 'limiter', 'truepeak', 'momentary', 'shortterm', 'integrated'] as const;

/** The strip that is shown: the selected one, or the first of the desk. */
export const shownStrip = computed(() => {
  const layout = link.layout.value;
  return layout?.strip(selected.value) ? selected.value : (layout?.strips[0]?.path ?? '');
});

/** One strip with everything it has; what its layout does not have is not shown. Its fader and main stand at the right. */
export function ChannelView() {
  const strip = shownStrip.value;
  // Connected, and its values are still on their way: there is nothing true to show.
  return link.param(`${strip}/fader`).value.value === undefined ? null : <StripView strip={strip} />;
}

function StripView({ strip }: { strip: string }) {
  const host = useRef<HTMLDivElement>(null);
  const main = `${prefixOf(strip)}main`;
  const faders = [strip, main].filter((path, index, all) => link.layout.value?.strip(path) && all.indexOf(path) === index);
  const remeasure = useMeters(host, faders);
  return (
    <div class="chd" ref={host} data-kind={kindOf(strip)} data-faders={faders.length}>
      {/* On a phone it scrolls, and the meters with it. */}
      <div class="work" onScroll={remeasure}>
        <ChannelHeader strip={strip} go={(next) => (selected.value = next)} />
        <Own strip={strip} />
        {/* Another strip is another view: nothing under a finger is reused for it. */}
        <Panels key={strip} strip={strip} />
      </div>
      {faders.map((path) => (
        <div key={path} class="bank">
          <Strip strip={path} isPlain />
        </div>
      ))}
    </div>
  );
}

/** Asks for the meters of the strip and of main, and draws them on one canvas. @returns measures them again */
function useMeters(host: { readonly current: HTMLDivElement | null }, faders: readonly string[]): () => void {
  const layout = link.layout.value;
  const key = faders.join();
  useEffect(() => {
    const points = key.split(',').flatMap((path) => TAPS.map((name) => `${path}/meter/${name}`));
    link.meters.want(
      'channel',
      points.filter((point) => layout?.meters.has(point)),
    );
    return () => link.meters.want('channel', []);
  }, [key, layout]);
  const canvas = useRef<MeterCanvas>(undefined);
  useLayoutEffect(() => {
    if (!host.current) return undefined;
    const made = new MeterCanvas(host.current, link.meters, clipped);
    canvas.current = made;
    return () => made.stop();
  }, [host]);
  // Reductions stand beside a fader only while their block is on.
  for (const path of faders) for (const block of ['gate', 'dyn']) link.param(`${path}/${block}/on`).on.value;
  laidOut.value;
  useLayoutEffect(() => canvas.current?.arm());
  return () => canvas.current?.arm();
}

function Panels({ strip }: { strip: string }) {
  const name = nameOf(strip);
  const onFaders = (bus: string): void => {
    mix.value = bus;
    tab.value = 'mixer';
  };
  const kind = kindOf(strip);
  if (kind === 'dca') return <MembersPanel strip={strip} />;
  return (
    <>
      <div class="r1">
        <PreampPanel strip={strip} name={name} />
        <EqPanel strip={strip} name={name} />
      </div>
      <div class="r2">
        <GatePanel strip={strip} name={name} />
        {kind === 'fx' && <RackPanel strip={strip} name={name} />}
        <CompressorPanel strip={strip} name={name} />
        <SendsPanel strip={strip} name={name} onFaders={onFaders} />
        <LimiterPanel strip={strip} name={name} />
        {kind !== 'ch' && kind !== 'aux' && kind !== 'fx' && <GroupsPanel strip={strip} />}
      </div>
    </>
  );
}

/** Level and mute in one row, where there is no room for the strip itself. */
function Own({ strip }: { strip: string }) {
  const name = nameOf(strip);
  return (
    <div class="own">
      <LevelRow path={`${strip}/fader`} label={`${name} fader`} title={`${name} · fader`} />
      <Switch path={`${strip}/mute`} label={`mute ${name}`} on="MUTED" off="MUTE" class="mutekey" />
    </div>
  );
}
