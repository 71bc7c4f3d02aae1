import { tell } from '../frame/notice.tsx';
import { link } from '../link/link.ts';
import { closed, does, go } from './actions.ts';
import { goShown } from './preview.ts';
import { RunningList } from './running.tsx';
import { cues, goTarget, isOpen, sameTarget, tapped, titleOf } from './show.ts';

/** Alone in its column, under the thumb: what runs, GO, and the way back. */
export function GoColumn() {
  const paused = link.show.value?.paused === true;
  const isOff = !isOpen.value;
  const step = (way: 'up' | 'down') => (): void => {
    tapped.value = undefined;
    void does('standby', { cue: way });
  };
  return (
    <div class="gocol">
      <RunningList />
      {cues.value.length > 0 && (
        <div class="pair">
          <button type="button" disabled={isOff} onClick={() => void does(paused ? 'resume' : 'pause')}>
            {paused ? 'Go on' : 'Pause'}
          </button>
          <button type="button" disabled={isOff} onClick={() => void does('stop')}>
            Stop all<small>fades stay there</small>
          </button>
        </div>
      )}
      <GoKey />
      {cues.value.length > 0 && (
        <>
          <div class="pair">
            <button type="button" disabled={isOff} onClick={step('up')}>
              ▲ Prev<small>stand by</small>
            </button>
            <button type="button" disabled={isOff} onClick={step('down')}>
              ▼ Next<small>stand by</small>
            </button>
          </div>
          <button type="button" disabled={isOff} onClick={() => void does('back')}>
            Back<small>starts the cue before</small>
          </button>
        </>
      )}
    </div>
  );
}

/** Acts when pressed, not when let go: the music does not wait for a thumb. Then it is deaf for half a second. */
function GoKey() {
  const target = goTarget.value;
  const preview = target && sameTarget(goShown.value?.target, target) ? goShown.value?.preview : undefined;
  const unmutes = preview?.unmutes ?? 0;
  const press = (): void => {
    const why = closed();
    if (why !== undefined) tell(why);
    else if (target) go(target);
  };
  return (
    <button
      type="button"
      class={target?.kind === 'scene' ? 'go scene' : 'go'}
      disabled={!isOpen.value || !target}
      onPointerDown={(event) => {
        if (event.button === 0) press();
      }}
      onClick={(event) => {
        // Keys and screen readers click without a press; a finger that was heard already has one behind it.
        if (event.detail === 0) press();
      }}
    >
      <b>{target?.kind === 'scene' ? 'RECALL' : 'GO'}</b>
      <span>{target ? titleOf(target) : cues.value.length > 0 ? 'end of the list' : 'nothing is stored'}</span>
      {unmutes >= 2 && <small>{unmutes} unmutes</small>}
    </button>
  );
}
