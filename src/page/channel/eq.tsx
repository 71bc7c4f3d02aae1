import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { link } from '../link/link.ts';
import { Box, Switch } from './box.tsx';
import { figureDb, parted } from './entry.ts';
import { bandOf, type Handle, handlesOf, shapeOf } from './eq-bands.ts';
import { hasGain } from './eq-curve.ts';
import { EqGraph } from './eq-graph.tsx';
import { putAll } from './move.ts';

/** The equaliser and the cuts of a strip. */
export function EqPanel({ strip, name }: { strip: string; name: string }) {
  const layout = link.layout.value;
  const handles = useMemo(() => (layout ? handlesOf(layout, strip) : []), [layout, strip]);
  const chosen = useSignal(-1);
  if (handles.length === 0) return null;
  const current = Math.min(handles.length - 1, chosen.value < 0 ? handles.findIndex(({ cut }) => cut === undefined) : chosen.value);
  const handle = handles[current];
  const select = (index: number): void => {
    chosen.value = index;
  };
  const flatten = (): void => {
    void putAll(handles.flatMap(({ gain }) => (gain === undefined ? [] : [[gain, 0] as const])));
  };
  return (
    <section class="panel eqs" aria-label="equaliser">
      <header>
        <h2>EQ</h2>
        <Switch path={`${strip}/eq/on`} label="equaliser" class="sw" />
        <span class="grow" />
        <button type="button" class="sw" title="all gains to 0 dB; undo brings them back" onClick={flatten}>
          Flat
        </button>
      </header>
      <div class="eqp">
        <EqGraph strip={strip} handles={handles} current={current} select={select} />
        {handle && <Chosen handle={handle} name={name} />}
        <div class="bands" role="tablist" aria-label="bands">
          {handles.map((one, index) => (
            <BandCard key={one.mark} handle={one} isCurrent={index === current} select={() => select(index)} />
          ))}
        </div>
      </div>
    </section>
  );
}

/** The numbers of the chosen band, each to be typed or dragged. */
function Chosen({ handle, name }: { handle: Handle; name: string }) {
  const of = `${name} · ${handle.cut ?? `EQ ${handle.mark}`}`;
  const { type } = bandOf(handle);
  return (
    <div class="chosen" data-mark={handle.mark} role="tabpanel" aria-label={of}>
      <div class="k">
        <Switch path={handle.on} label={`${handle.cut ?? `band ${handle.mark}`}`} on={`${handle.mark} · ON`} off={`${handle.mark} · OFF`} />
      </div>
      {handle.type && <Box path={handle.type} label="Shape" of={of} />}
      <Box path={handle.freq} label="Frequency" of={of} />
      {handle.gain && hasGain(type) && <Box path={handle.gain} label="Gain" of={of} />}
      {handle.slope && <Box path={handle.slope} label="Slope, dB/oct" of={of} />}
      {handle.q && <Box path={handle.q} label="Q" of={of} />}
    </div>
  );
}

function BandCard({ handle, isCurrent, select }: { handle: Handle; isCurrent: boolean; select: () => void }) {
  const { freqHz, gainDb, type } = bandOf(handle);
  const isOn = link.param(handle.on).on.value;
  const slope = handle.slope === undefined ? '' : `${link.param(handle.slope).text.value}/oct`;
  const second = handle.cut ? slope : hasGain(type) ? figureDb(gainDb) : `Q ${link.param(handle.q ?? '').level.value}`;
  const what = isOn ? second : 'off';
  return (
    <button
      type="button"
      role="tab"
      data-mark={handle.mark}
      aria-selected={isCurrent}
      class={`${isCurrent ? 'on' : ''}${isOn ? '' : ' out'}`}
      onClick={select}
    >
      <i>{handle.mark}</i>
      <span>
        {shapeOf(handle)}
        <small>
          {parted(freqHz, 'Hz').join(' ')} · {what}
        </small>
      </span>
    </button>
  );
}
