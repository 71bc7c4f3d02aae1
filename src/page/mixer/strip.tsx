import { useComputed } from '@preact/signals';
import { Icon } from '../frame/icons.tsx';
import { colorOf } from '../frame/people.ts';
import { mix, selected, sendOf, tab } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { numberOf } from './banks.ts';
import { Lane } from './lane.tsx';
import { colorVar, nameOf } from './names.ts';
import { usePending } from './pending.ts';
import { isSafe } from './safes.ts';
import { flip, MuteKey, SwitchKey } from './switches.tsx';
import { Thumb } from './thumb.tsx';

interface StripProps {
  readonly strip: string;
  /** Its own fader even while faders are sends: main, pinned strips, the bus itself. */
  readonly isPlain?: boolean;
  readonly extra?: string;
}

/** One lane of the desk, from the plate down to MUTE. */
export function Strip({ strip, isPlain = false, extra = '' }: StripProps) {
  const info = link.layout.value?.strip(strip);
  const isSend = mix.value !== '' && !isPlain;
  const send = `${strip}/send/${sendOf(mix.value)}`;
  const param = link.param(isSend ? `${send}/level` : `${strip}/fader`);
  const isPending = usePending(param);
  const looks = useComputed(() => {
    const held = param.heldBy.value;
    const why = silentBy(strip);
    const isOff = isSend ? !link.param(`${send}/on`).on.value : why !== '' || link.param(`${strip}/mute`).on.value;
    return [
      'strip',
      extra,
      isSend ? 'snd' : '',
      isOff ? 'muted' : '',
      link.param(`${strip}/solo`).on.value ? 'soloed' : '',
      selected.value === strip ? 'selected' : '',
      held ? 'held' : '',
      isPending.value ? 'pend' : '',
      param.refusal.value ? 'refused' : '',
      info?.kind === 'main' ? 'main' : '',
      info?.kind === 'dca' ? 'dca' : '',
    ]
      .filter(Boolean)
      .join(' ');
  });
  if (!info) return null;
  const name = nameOf(strip);
  return (
    <section
      class={looks}
      data-strip={strip}
      style={{ '--c': colorVar(link.param(`${strip}/color`).text.value), '--p': param.heldBy.value ? colorOf(param.heldBy.value) : '' }}
      aria-label={name}
      onKeyDown={(event) => keys(event, strip)}
    >
      <Plate strip={strip} name={name} number={numberOf(info)} />
      {info.kind === 'dca' ? <Members strip={strip} /> : <Thumb strip={strip} />}
      <Pan strip={strip} />
      <Groups strip={strip} isSend={isSend} />
      <SwitchKey path={`${strip}/solo`} label={`solo ${name}`} kind="solo" words={['SOLO', 'SOLO']} />
      {param.info.value ? (
        <Lane key={param.path} strip={strip} param={param} word={isSend ? 'send' : 'fader'} />
      ) : (
        <NoFader isSend={isSend} />
      )}
      {param.refusal.value && <p class="why">{param.refusal.value}</p>}
      {isSend ? (
        <SwitchKey path={`${send}/on`} label={`send of ${name}`} kind="mute" words={['SEND OFF', 'SEND ON']} />
      ) : (
        <MuteKey path={`${strip}/mute`} label={name} why={silentBy(strip)} />
      )}
    </section>
  );
}

/** What silences it besides its own mute: `D2`, `M4`, `SOLO`. A fader at the bottom is seen. */
function silentBy(strip: string): string {
  const audible = link.param(`${strip}/audible`).text.value;
  if (audible === '' || audible === 'yes') return '';
  return audible
    .split(', ')
    .filter((cause) => cause !== 'mute' && cause !== 'fader')
    .map((cause) => cause.replace('dca/', 'D').replace('group/', 'M').replace('solo', 'SOLO'))
    .join(' ');
}

function keys(event: KeyboardEvent, strip: string): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const leaf = { m: 'mute', s: 'solo' }[event.key.toLowerCase()];
  if (!leaf) return;
  const path = `${strip}/${leaf}`;
  flip(path, !link.param(path).on.peek());
  event.preventDefault();
}

/** Name and colour; the whole of it selects, and once more opens the channel. */
function Plate({ strip, name, number }: { strip: string; name: string; number: string }) {
  const isSelected = selected.value === strip;
  const press = (): void => {
    if (selected.peek() === strip) tab.value = 'channel';
    selected.value = strip;
  };
  const color = link.param(`${strip}/color`).text.value;
  return (
    <button type="button" class={color === 'off' ? 'plate off' : 'plate'} aria-pressed={isSelected} onClick={press}>
      <span>
        <i class="sr">select </i>
        {number}
        {link.param(`${strip}/link`).on.value && <Icon name="stereo" size={13} />}
        {isSafe(strip) && <em class="safe">SAFE</em>}
        {isSelected && <em class="on">SEL</em>}
      </span>
      {/* Overhead L and Overhead R must not both read Overhead. */}
      <b class={name.length > 8 ? 'long' : undefined}>{name}</b>
    </button>
  );
}

function Pan({ strip }: { strip: string }) {
  const pan = link.param(`${strip}/pan`);
  if (!pan.info.value) return <div class="pan" />;
  const place = Number.isFinite(pan.level.value) ? pan.level.value : 0;
  const words = place === 0 ? 'C' : `${place < 0 ? 'L' : 'R'}${Math.abs(Math.round(place))}`;
  return (
    <div class="pan">
      <span>{words}</span>
      <i style={{ '--v': place / 100 }} />
    </div>
  );
}

/** DCAs and mute groups it belongs to; filled red is the one that silences it. */
function Groups({ strip, isSend }: { strip: string; isSend: boolean }) {
  const layout = link.layout.value;
  if (strip === 'main') return <div class="marks" data-reading="main/meter/shortterm" />;
  if (isSend && link.param(`${strip}/mute`).on.value)
    return (
      <div class="marks">
        <i class="m on">CH MUTED</i>
      </div>
    );
  const of = (leaf: string): number[] =>
    Array.from({ length: layout?.count(strip, `${leaf}/{}`) ?? 0 }, (_, i) => i + 1).filter(
      (n) => link.param(`${strip}/${leaf}/${n}`).on.value,
    );
  const causes = silentBy(strip).split(' ');
  const look = (mark: string, kind: string): string => (causes.includes(mark) ? `${kind} on` : kind);
  return (
    <div class="marks">
      {of('dca').map((n) => (
        <i key={`d${n}`} class={look(`D${n}`, 'd')}>
          D{n}
        </i>
      ))}
      {of('group').map((n) => (
        <i key={`m${n}`} class={look(`M${n}`, 'm')}>
          M{n}
        </i>
      ))}
      {causes.includes('SOLO') && <i class="m on">SOLO</i>}
    </div>
  );
}

/** How many strips move with a DCA. */
function Members({ strip }: { strip: string }) {
  const leaf = strip.slice(strip.lastIndexOf(':') + 1);
  const count = (link.layout.value?.strips ?? []).filter(({ path }) => link.param(`${path}/${leaf}`).on.value).length;
  return (
    <div class="eq">
      <em>{count === 0 ? '–' : `${count} ch`}</em>
    </div>
  );
}

function NoFader({ isSend }: { isSend: boolean }) {
  return (
    <div class="well none">
      <span>{isSend ? 'no send' : 'no fader'}</span>
    </div>
  );
}
