import { link } from '../link/link.ts';
import { colorVar, nameOf } from '../mixer/names.ts';
import { LevelRow } from './level-row.tsx';
import { state } from './move.ts';
import { useParamState } from './param-state.ts';
import { placeOf, prefixOf } from './strip-words.ts';

interface Props {
  readonly strip: string;
  readonly name: string;
  /** Shows the sends of a bus on the mixer's faders. */
  onFaders?(bus: string): void;
}

/** Sends of a strip into the buses, a horizontal fader each. */
export function SendsPanel({ strip, name, onFaders }: Props) {
  const count = link.layout.value?.count(strip, 'send/{}/level') ?? 0;
  if (count === 0) return null;
  const buses = Array.from({ length: count }, (_, index) => index + 1);
  return (
    <section class="panel sends" aria-label="sends">
      <header>
        <h2>Sends</h2>
        <span class="grow" />
        {onFaders && (
          <button type="button" class="sw" onClick={() => onFaders(`${prefixOf(strip)}bus/1`)}>
            On faders
          </button>
        )}
      </header>
      <div class="snds">
        {buses.map((n) => (
          <Send key={n} strip={strip} name={name} n={n} onFaders={onFaders} />
        ))}
      </div>
    </section>
  );
}

function Send({ strip, name, n, onFaders }: { strip: string; name: string; n: number; onFaders: Props['onFaders'] }) {
  const at = `${strip}/send/${n}`;
  const bus = `${prefixOf(strip)}bus/${n}`;
  const busName = nameOf(bus);
  const on = link.param(`${at}/on`);
  const isOff = on.info.value !== undefined && !on.on.value;
  return (
    <div class={isOff ? 'snd1 out' : 'snd1'} style={{ '--c': colorVar(link.param(`${bus}/color`).text.value) }}>
      <button type="button" class="plate" aria-label={`${busName}: its sends on the faders`} onClick={() => onFaders?.(bus)}>
        <span>{placeOf(bus)}</span>
        <b>{busName}</b>
      </button>
      <LevelRow path={`${at}/level`} label={`send to ${busName}`} title={`${name} · send to ${busName}`} />
      <OnKey path={`${at}/on`} label={`send to ${busName}`} />
      <TapKey path={`${at}/tap`} label={`tap of the send to ${busName}`} />
    </div>
  );
}

function OnKey({ path, label }: { path: string; label: string }) {
  const param = link.param(path);
  const { state: look, note } = useParamState(param);
  if (!param.info.value) return null;
  const isOn = param.on.value;
  return (
    <button
      type="button"
      class={`pp${isOn ? ' is-on' : ''}${look}`}
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      title={note}
      onClick={() => state(path, !param.on.peek())}
    >
      {isOn ? 'ON' : 'OFF'}
    </button>
  );
}

/** Before or after the fader: the next of the words that the engine has. */
function TapKey({ path, label }: { path: string; label: string }) {
  const param = link.param(path);
  const { state: look, note } = useParamState(param);
  const choices = param.info.value?.choices ?? [];
  if (choices.length === 0) return null;
  const word = param.text.value;
  const next = choices[(choices.indexOf(word) + 1) % choices.length] ?? word;
  return (
    <button type="button" class={`pp${look}`} aria-label={`${label}: ${word}`} title={note} onClick={() => state(path, next)}>
      {word.toUpperCase()}
    </button>
  );
}
