import { form, isFine, mix } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { numberOf } from './banks.ts';
import { colorVar, nameOf } from './names.ts';
import { flip } from './switches.tsx';

/** Under the holding thumb: which mix the faders set, mute groups, FINE. */
export function Rail() {
  return (
    <aside class={mix.value === '' ? 'rail' : 'rail tight'} aria-label="mixes and mute groups">
      <h2>Faders go to</h2>
      <div class="mixes">
        <Mixes />
      </div>
      {form.value === 'wide' && <h2>Mute groups</h2>}
      {form.value === 'wide' && <MuteGroups />}
      {form.value === 'wide' && (
        <div class="two">
          <FineKey />
          <ClearSolo />
        </div>
      )}
    </aside>
  );
}

/** The main mix and every bus that has a send. */
export function Mixes({ chosen }: { chosen?: () => void }) {
  const buses = link.layout.value?.of('bus') ?? [];
  const choose = (bus: string): void => {
    mix.value = bus;
    chosen?.();
  };
  return (
    <>
      <button
        type="button"
        class={mix.value === '' ? 'act' : ''}
        aria-pressed={mix.value === ''}
        style={{ '--c': 'var(--c-white)' }}
        onClick={() => choose('')}
      >
        MAIN LR<small>the PA</small>
      </button>
      {buses.map((bus) => {
        const isChosen = mix.value === bus.path;
        const name = nameOf(bus.path);
        const number = numberOf(bus);
        return (
          <button
            type="button"
            key={bus.path}
            class={isChosen ? 'act' : ''}
            aria-pressed={isChosen}
            style={{ '--c': colorVar(link.param(`${bus.path}/color`).text.value) }}
            onClick={() => choose(bus.path)}
          >
            {number}
            <small>{name === number ? 'sends' : name}</small>
          </button>
        );
      })}
    </>
  );
}

/** Group numbers the engine has. */
export function groupNumbers(): number[] {
  const numbers: number[] = [];
  while (link.layout.value?.has(`group/${numbers.length + 1}/mute`)) numbers.push(numbers.length + 1);
  return numbers;
}

export function MuteGroups() {
  return (
    <div class="two groups">
      {groupNumbers().map((n) => (
        <GroupKey key={n} n={n} />
      ))}
    </div>
  );
}

export function GroupKey({ n }: { n: number }) {
  const path = `group/${n}/mute`;
  const isOn = link.param(path).on.value;
  const name = link.param(`group/${n}/name`).text.value || `Group ${n}`;
  return (
    <button
      type="button"
      class={isOn ? 'on' : ''}
      role="switch"
      aria-checked={isOn}
      aria-label={`mute group ${n}, ${name}`}
      onClick={() => flip(path, !link.param(path).on.peek())}
    >
      {name}
      <small>{form.value === 'tall' ? `mute group ${n}` : `M${n}`}</small>
    </button>
  );
}

/** Held by the other thumb, faders go a fifth of the way. */
export function FineKey() {
  const hold = (isHeld: boolean) => () => {
    isFine.value = isHeld;
  };
  return (
    <button
      type="button"
      class={isFine.value ? 'key fine' : 'key'}
      aria-pressed={isFine.value}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        isFine.value = true;
      }}
      onPointerUp={hold(false)}
      onPointerCancel={hold(false)}
      onKeyDown={({ key, repeat }) => {
        if ((key === ' ' || key === 'Enter') && !repeat) isFine.value = !isFine.peek();
      }}
    >
      FINE
      {form.value === 'phone' && <small>hold</small>}
    </button>
  );
}

export function ClearSolo() {
  const isSolo = (link.layout.value?.strips ?? []).some(({ path }) => link.param(`${path}/solo`).on.value);
  const clear = (): void => {
    if (link.isOpen('solo/clear')) void link.verb('clear', { what: 'solo' });
  };
  return (
    <button type="button" class={isSolo ? 'key on' : 'key'} onClick={clear}>
      CLEAR SOLO
    </button>
  );
}
