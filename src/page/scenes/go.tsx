import { useEffect } from 'preact/hooks';
import { tell } from '../frame/notice.tsx';
import { link } from '../link/link.ts';
import { closed, does, go } from './actions.ts';
import { followSince, looked, since, sinceText } from './cue-since.ts';
import { UndoGo } from './cue-undo.tsx';
import { goShown } from './preview.ts';
import { Running } from './running.tsx';
import { type CueState, cues, goTarget, isOpen, sameTarget, tapped, titleOf } from './show.ts';

/** Alone in its column, under the thumb: what runs, GO, and the way back. */
export function GoColumn() {
  useEffect(followSince, []);
  const isList = cues.value.length > 0;
  return (
    <div class="gocol">
      <Running />
      <GoKey />
      {isList && <StandbyKeys />}
      <UndoGo />
    </div>
  );
}

/** Which cue GO starts, one up or down, with the number it would be. */
function StandbyKeys() {
  const list = cues.value.filter(({ skip }) => !skip);
  const number = link.show.value?.standby ?? null;
  const at = number === null ? list.length : list.findIndex((cue) => cue.number === number);
  const key = (words: string, way: 'up' | 'down', to: CueState | undefined) => (
    <button
      type="button"
      disabled={!isOpen.value || !to}
      onClick={() => {
        tapped.value = undefined;
        void does('standby', { cue: way });
      }}
    >
      {words}
      <small>{to ? `arm ${to.number}` : way === 'up' ? 'first cue' : 'last cue'}</small>
    </button>
  );
  return (
    <div class="pair">
      {key('▲ Prev', 'up', list[at - 1])}
      {key('▼ Next', 'down', list[at + 1])}
    </div>
  );
}

/** Acts when pressed, not when let go: the music does not wait for a thumb. Then it is deaf for half a second. */
function GoKey() {
  const target = goTarget.value;
  const preview = target && sameTarget(goShown.value?.target, target) ? goShown.value?.preview : undefined;
  const unmutes = preview?.unmutes ?? 0;
  const changed = since.value;
  const press = (): void => {
    const why = closed();
    if (why !== undefined) tell(why);
    else if (target && go(target)) looked();
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
      {changed && <em>changed since you looked: {sinceText(changed)}</em>}
    </button>
  );
}
