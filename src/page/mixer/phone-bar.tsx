import { signal } from '@preact/signals';
import { mix } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { banks, goTo, numberOf } from './banks.ts';
import { FineKey, groupNumbers, Mixes, MuteGroups } from './rail.tsx';

/** What a phone has no room for beside the strips opens from below. */
const drawer = signal<'' | 'mixes' | 'groups'>('');

export function PhoneBar() {
  const bus = link.layout.value?.strip(mix.value);
  const groupsOn = groupNumbers().filter((n) => link.param(`group/${n}/mute`).on.value).length;
  const dcaBank = banks.value.findIndex(({ label }) => label === 'DCA');
  const open = (which: 'mixes' | 'groups') => () => {
    drawer.value = drawer.peek() === which ? '' : which;
  };
  return (
    <>
      {drawer.value === 'mixes' && (
        <div class="drawer rail">
          <Mixes chosen={() => (drawer.value = '')} />
        </div>
      )}
      {drawer.value === 'groups' && (
        <div class="drawer rail">
          <MuteGroups />
        </div>
      )}
      <nav class="pnav" aria-label="mixes, groups and DCAs">
        <button type="button" aria-expanded={drawer.value === 'mixes'} onClick={open('mixes')}>
          To: {bus ? numberOf(bus) : 'MAIN'}
          <small>change mix</small>
        </button>
        <button type="button" aria-expanded={drawer.value === 'groups'} onClick={open('groups')}>
          Mute groups<small>{groupsOn} on</small>
        </button>
        {dcaBank >= 0 && (
          <button type="button" onClick={() => goTo(dcaBank)}>
            DCAs<small>{link.layout.value?.of('dca').length}</small>
          </button>
        )}
        <FineKey />
      </nav>
    </>
  );
}
