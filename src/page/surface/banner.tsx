import type { Link } from '../link/link.ts';
import type { Plug } from './port.ts';

/** Why the unit is dark, in words; nothing while it is plugged in. */
export function Banner({ link, plug }: { link: Link; plug: Plug }) {
  const state = link.state.value;
  if (state === 'live') {
    if (plug.refusal.value === '') return null;
    return (
      <div class="banner warn" role="alert">
        <b>Not plugged in</b>
        <span class="grow">{plug.refusal.value}</span>
      </div>
    );
  }
  if (state !== 'lost') return null;
  return (
    <div class="banner bad" role="alert">
      <b>No link</b>
      <span class="grow">The unit is unplugged. Nothing is sent, now or later; it is repainted when the link is back.</span>
      <button type="button" onClick={() => link.socket.retry()}>
        Try now
      </button>
    </div>
  );
}
