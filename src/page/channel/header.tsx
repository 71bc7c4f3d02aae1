import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { link } from '../link/link.ts';
import { colorVar, nameOf } from '../mixer/names.ts';
import { Box, Switch } from './box.tsx';
import { copied, copy, paste } from './copy.ts';
import { GroupsKey } from './groups.tsx';
import { Icon, isDrawn } from './icons.tsx';
import { askFor } from './move.ts';
import { kindOf, placeOf } from './strip-words.ts';
import { wordOf } from './words.ts';

interface Props {
  readonly strip: string;
  go(strip: string): void;
}

/** Which strip this is, the way to its neighbours, and what is its own: name, colour, picture, source, groups. */
export function ChannelHeader({ strip, go }: Props) {
  const name = nameOf(strip);
  const icon = link.param(`${strip}/icon`).text.value;
  const color = link.param(`${strip}/color`).text.value;
  return (
    <div class="hd">
      <Neighbour strip={strip} by={-1} go={go} />
      <button
        type="button"
        class="plate"
        style={{ '--c': colorVar(color) }}
        aria-label={`name: ${name}`}
        onClick={() => askFor(`${placeOf(strip)} · name`, `${strip}/name`)}
      >
        <span>{placeOf(strip)}</span>
        <b>{name}</b>
        <Icon name={icon} />
      </button>
      <Neighbour strip={strip} by={1} go={go} />
      <Look
        path={`${strip}/color`}
        label="colour"
        title={`${name} · colour`}
        shows={<i class="swatch" style={{ '--c': colorVar(color) }} />}
      />
      <Look path={`${strip}/icon`} label="picture" title={`${name} · picture`} shows={<Icon name={isDrawn(icon) ? icon : 'vocal'} />} />
      <Source path={`${strip}/source`} name={name} />
      <GroupsKey strip={strip} name={name} />
      <Box path={`${strip}/pan`} label={kindOf(strip) === 'main' ? 'Balance' : 'Pan'} of={name} class="pan1" />
      <Switch path={`${strip}/link`} label="linked with its neighbour as a stereo pair" on="Linked" off="Link" class="lk" />
      <span class="grow" />
      {kindOf(strip) !== 'dca' && <CopyKeys strip={strip} name={name} />}
    </div>
  );
}

const ARROWS = { back: 'M15 5l-7 7 7 7', on: 'M9 5l7 7-7 7' } as const;

/** The strip before or after, of whatever kind it is. */
function Neighbour({ strip, by, go }: Props & { by: 1 | -1 }) {
  const strips = link.layout.value?.strips ?? [];
  const next = strips[strips.findIndex(({ path }) => path === strip) + by]?.path;
  const says = `${by < 0 ? 'previous' : 'next'}: ${next === undefined ? 'none' : nameOf(next)}`;
  return (
    <button type="button" class="ib" aria-label={says} disabled={next === undefined} onClick={() => next !== undefined && go(next)}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path d={by < 0 ? ARROWS.back : ARROWS.on} />
      </svg>
    </button>
  );
}

function Look({ path, label, title, shows }: { path: string; label: string; title: string; shows: ComponentChildren }) {
  if (!link.param(path).info.value) return null;
  return (
    <button type="button" class="ib look" aria-label={label} onClick={() => askFor(title, path)}>
      {shows}
    </button>
  );
}

function Source({ path, name }: { path: string; name: string }) {
  const param = link.param(path);
  if (!param.info.value) return null;
  return (
    <button type="button" class="chip" onClick={() => askFor(`${name} · source`, path)}>
      <div>
        <b>{wordOf(param.text.value)}</b>
        <small>source</small>
      </div>
    </button>
  );
}

/** The sound of a strip to another; paste says in words why it could not. */
function CopyKeys({ strip, name }: { strip: string; name: string }) {
  const refused = useSignal('');
  const from = copied.value?.from;
  return (
    <>
      <button
        type="button"
        class="cp"
        onClick={() => {
          refused.value = '';
          copy(strip, name);
        }}
      >
        Copy
      </button>
      <button
        type="button"
        class="cp"
        disabled={from === undefined}
        onClick={async () => {
          refused.value = (await paste(strip)) ?? '';
        }}
      >
        {from === undefined ? 'Paste' : `Paste ${from}`}
      </button>
      <span role="status" class="said">
        {refused}
      </span>
    </>
  );
}
