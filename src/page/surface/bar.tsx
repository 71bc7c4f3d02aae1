import { Clock } from '../frame/clock.tsx';
import { Icon } from '../frame/icons.tsx';
import { showName, status } from '../frame/people.ts';
import { Tabs } from '../frame/tabs.tsx';
import { form, theme } from '../frame/view.ts';
import type { Link } from '../link/link.ts';

/** Round trips up to which the link shows so many bars (ms). */
const GOOD_MS = [20, 60, 150] as const;

function LinkChip({ link }: { link: Link }) {
  const isLive = link.state.value === 'live';
  const roundMs = link.socket.roundMs.value;
  return (
    <div class="chip" data-link={link.state.value}>
      <span class="bars" data-q={isLive ? 4 - GOOD_MS.filter((limit) => roundMs > limit).length : 0} aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </span>
      <span class={form.value === 'phone' ? 'sr' : ''}>
        <b>{isLive ? `Link ${Math.max(1, Math.round(roundMs))} ms` : 'No link'}</b>
        <small>{link.engines.value.map(({ role, state }) => `${role} ${state}`).join(' · ')}</small>
      </span>
    </div>
  );
}

/** The top row, as on the mixer page; what belongs to a mixer alone is left out. */
export function Bar({ link }: { link: Link }) {
  return (
    <header class="bar">
      {form.value === 'wide' && (
        <div class="show">
          <b>{status.value ? showName() : 'Deskbridge'}</b>
          <span>Surface</span>
        </div>
      )}
      <Tabs isSurface />
      <div class="grow" />
      {form.value !== 'phone' && <Clock />}
      <LinkChip link={link} />
      <button
        type="button"
        class="ib"
        aria-label={theme.value === 'night' ? 'daylight' : 'night'}
        onClick={() => {
          theme.value = theme.value === 'night' ? 'day' : 'night';
        }}
      >
        <Icon name="sun" />
      </button>
    </header>
  );
}
