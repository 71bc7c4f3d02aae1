import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link } from '../link/link.ts';
import { staleS } from './age.ts';
import { Icon } from './icons.tsx';
import { isPanelOpen } from './panel.tsx';

/** Slower than this, both ways, is told (ms). */
const SLOW_MS = 150;
const UNLOCK_MS = 800;

/** A state of the whole page, in words. The worst one is shown. */
export function Banner() {
  if (link.state.value === 'lost' || (link.state.value === 'reading' && link.socket.tries.value > 0)) return <Lost />;
  if (link.state.value === 'calling' || link.state.value === 'reading')
    return (
      <div class="banner quiet" role="status">
        <b>READING THE DESK</b>
        <span class="grow sec">Nothing is shown until all of it is known.</span>
      </div>
    );
  if (link.silent.value.length > 0) return <Silent />;
  if (link.isLocked.value) return <Locked />;
  if (link.isViewer.value)
    return (
      <div class="banner quiet" role="status">
        <b>VIEW ONLY</b>
        <span class="grow sec">You can watch everything and change nothing. Whoever paired this device can pair it again with more.</span>
      </div>
    );
  if (link.socket.roundMs.value > SLOW_MS) return <Slow />;
  return null;
}

function Lost() {
  return (
    <div class="banner bad" role="alert">
      <b>NO LINK TO DESKBRIDGE</b>
      <span class="grow">
        What you see is <b>{Math.max(0, staleS.value)} s old</b>. Nothing you touch is sent, now or later. The desk and the surface go on
        without this tablet.
      </span>
      <span class="num">Try {link.socket.tries.value}</span>
      <button type="button" onClick={() => link.socket.retry()}>
        Retry now
      </button>
    </div>
  );
}

function Silent() {
  const engine = link.silent.value[0];
  return (
    <div class="banner warn" role="alert">
      <b>{engine?.role.toUpperCase()} NOT ANSWERING</b>
      <span class="grow">
        {engine?.reason || engine?.state}, for <b>{Math.max(0, staleS.value)} s</b>. Audio may still run. Surface and tablets are fine.
        Faders show the last known values and are off until the engine has been read again.
      </span>
      <button type="button" onClick={() => (isPanelOpen.value = true)}>
        Why?
      </button>
    </div>
  );
}

function Slow() {
  return (
    <div class="banner warn" role="status">
      <b>SLOW LINK</b>
      <span class="grow">
        {Math.round(link.socket.roundMs.value)} ms there and back. Faders still answer; <b>hatched caps</b> wait for the desk. Meters slow
        first.
      </span>
    </div>
  );
}

/** Locks at a tap, opens only when held: a sleeve does not hold for 0.8 s. */
function Locked() {
  const isHeld = useSignal(false);
  useEffect(() => {
    if (!isHeld.value) return undefined;
    const timer = setTimeout(() => {
      link.isLocked.value = false;
    }, UNLOCK_MS);
    return () => clearTimeout(timer);
  }, [isHeld.value]);
  const hold = (is: boolean) => () => {
    isHeld.value = is;
  };
  return (
    <div class="banner quiet" role="status">
      <Icon name="lock" size={24} />
      <b>LOCKED</b>
      <span class="grow sec">Touches do nothing. Meters and values stay live; other people can still mix.</span>
      <button
        type="button"
        onPointerDown={hold(true)}
        onPointerUp={hold(false)}
        onPointerCancel={hold(false)}
        onPointerLeave={hold(false)}
        onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && hold(true)()}
        onKeyUp={hold(false)}
      >
        {isHeld.value ? 'Keep holding' : 'Hold to unlock'}
      </button>
    </div>
  );
}
