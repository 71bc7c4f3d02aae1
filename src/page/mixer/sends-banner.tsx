import { mix, sendOf } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { numberOf, shown } from './banks.ts';
import { colorVar, nameOf } from './names.ts';

/** Faders set another mix: said in words over the whole width, since a musician in the wrong mix hears it at once. */
export function SendsBanner() {
  const bus = mix.value;
  const info = link.layout.value?.strip(bus);
  if (!info) return null;
  const number = numberOf(info);
  const name = nameOf(bus);
  const taps = new Set(shown.value.map((strip) => link.param(`${strip}/send/${sendOf(bus)}/tap`).text.value).filter(Boolean));
  return (
    <div class="banner sofb" style={{ '--b': colorVar(link.param(`${bus}/color`).text.value) }} role="status">
      <b>
        SENDS → {number}
        {name !== number && ` · ${name}`}
      </b>
      {taps.size > 0 && <span class="tapword">{taps.size === 1 ? [...taps][0]?.toUpperCase() : 'PRE and POST'}</span>}
      <span class="grow">
        Faders set what goes to <b>{name}</b>. The PA does not change.
      </span>
      <button type="button" onClick={() => (mix.value = '')}>
        ✕&ensp;Back to main
      </button>
    </div>
  );
}
