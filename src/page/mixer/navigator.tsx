import { useLayoutEffect, useRef } from 'preact/hooks';
import { isFollowing, laidOut, tap } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { type Bank, banks, goTo, half, shown, shownBank, surface, surfaceBank } from './banks.ts';
import { levelPoint } from './lane.tsx';
import { MeterCanvas } from './meter-canvas.ts';

/** All strips at a glance: a small meter each, red under the muted, yellow under the soloed. The only place where banks change. */
export function Navigator() {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<MeterCanvas>(undefined);
  useLayoutEffect(() => {
    if (!host.current) return undefined;
    const made = new MeterCanvas(host.current, link.meters);
    canvas.current = made;
    return () => made.stop();
  }, []);
  const { value: list } = banks;
  laidOut.value;
  useLayoutEffect(() => canvas.current?.arm());
  const first = list[shownBank.value];
  return (
    <div class="nav">
      <div class="layer">
        <b>{kindName(first)}</b>
        <small>
          bank {shownBank.value + 1} of {list.length}
        </small>
      </div>
      <div class="ov" role="tablist" aria-label="banks" ref={host}>
        {list.map((bank, index) => (
          <BankKey key={bank.label} bank={bank} index={index} />
        ))}
      </div>
      <div class="pt">
        <button type="button" onClick={() => (tap.value = tap.peek() === 'pre' ? 'post' : 'pre')}>
          {tap.value.toUpperCase()}
          <small>meters</small>
        </button>
        <button
          type="button"
          class={isFollowing.value === 'on' ? 'lit' : ''}
          aria-pressed={isFollowing.value === 'on'}
          onClick={() => (isFollowing.value = isFollowing.peek() === 'on' ? 'off' : 'on')}
        >
          Follow
          <small>surface</small>
        </button>
      </div>
    </div>
  );
}

function kindName(bank: Bank | undefined): string {
  const kind = bank && link.layout.value?.strip(bank.strips[0] ?? '')?.kind;
  return { ch: 'Inputs', aux: 'Aux', fx: 'FX returns', bus: 'Buses', mtx: 'Matrix', dca: 'DCA' }[kind ?? ''] ?? '';
}

function BankKey({ bank, index }: { bank: Bank; index: number }) {
  const isShown = shownBank.value === index;
  const bracket = surfaceBank.value === index ? surface.value?.name : undefined;
  half.value;
  const [from, to] = [shown.value[0], shown.value.at(-1)].map((path) => link.layout.value?.strip(path ?? '')?.number);
  const label = isShown && shown.value.length < bank.strips.length ? `${from}–${to}` : bank.label;
  return (
    <button type="button" role="tab" aria-selected={isShown} onClick={() => goTo(index)}>
      <div class="mm">
        {bank.strips.map((strip) => (
          <Mini key={strip} strip={strip} />
        ))}
      </div>
      <span>
        <i class="sr">bank </i>
        {label}
        {bracket && <em class="hw">⊓ {shortName(bracket)}</em>}
      </span>
    </button>
  );
}

/** `X-Touch` of `Behringer X-Touch (page)`: there is room for a word or two. */
function shortName(name: string): string {
  const words = name.replace(/\s*\(.*\)$/, '').split(' ');
  return (words.length > 1 && !/^\d+$/.test(words[1] ?? '') ? words.slice(1) : words).join(' ');
}

function Mini({ strip }: { strip: string }) {
  const look = link.param(`${strip}/mute`).on.value ? 'mu' : link.param(`${strip}/solo`).on.value ? 'so' : '';
  return (
    <i class={look}>
      <b data-meter={levelPoint(strip)} data-pitch="3" />
    </i>
  );
}
