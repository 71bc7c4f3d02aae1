import { signal } from '@preact/signals';
import { link } from '../link/link.ts';
import { isListening, toggleListen } from '../listen/listen.ts';
import { awake } from './awake.ts';
import { PairKey } from './pair-device.tsx';
import { status } from './people.ts';
import { hand, text, theme } from './view.ts';

export const isPanelOpen = signal(false);

/** Behind the link: how engines and sound do, who is connected, what is missing, and how this page looks. */
export function Panel() {
  if (!isPanelOpen.value) return null;
  const now = status.value;
  return (
    <aside class="panel sheetside" aria-label="link, engines and this page">
      <header>
        <h2 class="grow">Deskbridge {now?.version}</h2>
        <button type="button" class="ib" onClick={() => (isPanelOpen.value = false)}>
          Close
        </button>
      </header>
      <h3>Engines</h3>
      <ul>
        {now?.engines.map(({ role, type, state, reason, sound }) => (
          <li key={role} class={`engine ${state}`}>
            <b>
              {role} · {type}
            </b>{' '}
            <em>{state}</em>
            {reason && <small>{reason}</small>}
            {sound && (
              <small>
                sound: {sound.output}, {sound.sampleRate / 1000} kHz{sound.reason && ` (${sound.reason})`}
              </small>
            )}
          </li>
        ))}
      </ul>
      <h3>Missing</h3>
      <ul class="missing">{now && now.missing.length > 0 ? now.missing.map((one) => <li key={one}>{one}</li>) : <li>nothing</li>}</ul>
      <h3>Surfaces</h3>
      <ul>
        {link.surfaces.value.length === 0 && (
          <li>
            none; <a href="/surface">open the virtual one</a>
          </li>
        )}
        {link.surfaces.value.map(({ name, model, state, reason, load }) => (
          <li key={name}>
            <b>{name}</b> {model}
            <small>
              {state}
              {reason && `: ${reason}`}, {Math.round(load * 100)} % of its wire
            </small>
          </li>
        ))}
      </ul>
      <h3>Connected</h3>
      <ul>
        {now?.clients.map(({ actor, who, origin, role }) => (
          <li key={actor}>
            <b>{who}</b>
            <small>
              {origin}, {role ?? 'no credential'}
            </small>
          </li>
        ))}
      </ul>
      <h3>This page</h3>
      <div class="choices">
        <Choice words="Daylight" isOn={theme.value === 'day'} press={() => (theme.value = theme.peek() === 'day' ? 'night' : 'day')} />
        <Choice
          words="Large text"
          isOn={text.value === 'large'}
          press={() => (text.value = text.peek() === 'large' ? 'normal' : 'large')}
        />
        <Choice words="Left hand" isOn={hand.value === 'left'} press={() => (hand.value = hand.peek() === 'left' ? 'right' : 'left')} />
        <Choice words="Listen" isOn={isListening.value} press={toggleListen} />
      </div>
      <p class="sec">{awake.value}</p>
      {link.role.value === 'admin' && <PairKey />}
    </aside>
  );
}

function Choice({ words, isOn, press }: { words: string; isOn: boolean; press: () => void }) {
  return (
    <button type="button" class={isOn ? 'lit' : ''} role="switch" aria-checked={isOn} onClick={press}>
      {words}
    </button>
  );
}
