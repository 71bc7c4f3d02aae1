import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Link } from '../link/link.ts';
import type { SurfaceNews } from '../link/protocol.ts';
import { consequenceOf } from './consequence.ts';
import type { Line } from './monitor.ts';
import type { Plug } from './port.ts';

export interface WireView {
  readonly lines: ReadonlySignal<readonly Line[]>;
  /** Share of a MIDI cable that the bytes to the unit would fill, 0..1 and above. */
  readonly load: ReadonlySignal<number>;
}

function LineRow({ line, view, link }: { line: Line; view: SurfaceNews | undefined; link: Link }) {
  return (
    <li>
      <span class={line.direction}>{line.direction.padEnd(3)}</span>
      <b>{line.bytes}</b>
      <span class="meaning">{line.count > 1 ? `${line.meaning} ×${line.count}` : line.meaning}</span>
      <span class="consequence">{consequenceOf(line.about, view, link)}</span>
    </li>
  );
}

/** Byte monitor, and how full the wire is. */
export function Wire({ wire, plug, link }: { wire: WireView; plug: Plug; link: Link }) {
  const bar = useRef<HTMLElement>(null);
  const view = link.surfaces.value.find(({ name }) => name === plug.name.value);
  const share = wire.load.value;
  useEffect(() => {
    if (bar.current) bar.current.style.transform = `scaleX(${Math.min(1, share)})`;
  }, [share]);
  return (
    <div class="wire">
      <section class="panel" aria-label="byte monitor">
        <ol>
          {wire.lines.value.map((line) => (
            <LineRow key={line.id} line={line} view={view} link={link} />
          ))}
        </ol>
      </section>
      <section class="panel" aria-label="wire">
        <p>
          <b>{plug.name.value || 'Not plugged in'}.</b> To the desk this is one more unit.
        </p>
        <div class={`gauge ${share > 0.95 ? 'full' : ''}`}>
          <i ref={bar} />
        </div>
        <p>
          A MIDI cable would be {Math.round(share * 100)} % full
          {view && view.waitingMs > 0 ? ` · lights ${Math.round(view.waitingMs)} ms old` : ''}
        </p>
      </section>
    </div>
  );
}
