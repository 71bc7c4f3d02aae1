import type { ComponentChildren } from 'preact';
import { link } from '../link/link.ts';
import { type CueState, chosen, cues, list, openList, sameTarget, scenes, type Target, tapped, timeText } from './show.ts';
import { StoreKeys } from './store.tsx';

/** Cues or scenes. A tap shows what a row would do; it starts nothing. */
export function Lists() {
  const isCues = list.value === 'cues';
  return (
    <div class="cues">
      <div class="tb" role="tablist" aria-label="lists">
        <ListTab name="cues" words={`Cues ${cues.value.length}`} />
        <ListTab name="scenes" words={`Scenes ${scenes.value.length}`} />
      </div>
      <div class="list" role="tabpanel" aria-label={list.value}>
        {isCues ? cues.value.map((cue) => <CueRow key={cue.number} cue={cue} />) : <Scenes />}
        {isCues && cues.value.length === 0 && <p class="sec none">No cues yet: they stand in cues.yaml of the show.</p>}
      </div>
      <StoreKeys />
    </div>
  );
}

function ListTab({ name, words }: { name: 'cues' | 'scenes'; words: string }) {
  const isOn = list.value === name;
  return (
    <button type="button" role="tab" aria-selected={isOn} class={isOn ? 'lit' : ''} onClick={() => (openList.value = name)}>
      {words}
    </button>
  );
}

function Scenes() {
  if (scenes.value.length === 0) return <p class="sec none">No scene is stored yet. “Store new” keeps the desk as it is now.</p>;
  const active = link.show.value?.scene?.name;
  return (
    <>
      {scenes.value.map(({ number, name, values, fadeMs, note }) => {
        const small = [note, `${values} values`, fadeMs === null ? '' : `fade ${timeText(fadeMs)}`].filter(Boolean).join(' · ');
        const isLive = name === active;
        return (
          <RowKey key={name} target={{ kind: 'scene', name }} state={isLive ? 'live' : ''} number={number} name={name} small={small}>
            {isLive ? <span class="tag">LAST</span> : <span />}
          </RowKey>
        );
      })}
    </>
  );
}

function CueRow({ cue }: { cue: CueState }) {
  const show = link.show.value;
  const isNext = show?.standby === cue.number;
  const isLive = show?.active === cue.number;
  const run = show?.cueRuns.find(({ number }) => number === cue.number);
  const state = cue.skip ? 'skip' : isNext ? 'next' : isLive ? 'live' : '';
  const word = run?.phase === 'waiting' ? 'WAITS' : isLive ? 'ON AIR' : '';
  return (
    <RowKey
      target={{ kind: 'cue', number: cue.number }}
      state={state}
      number={cue.number}
      name={cue.name || cue.lines[0] || 'no action'}
      small={startOf(cue)}
    >
      <span class="tags">
        {cue.skip && <span class="dim">skipped</span>}
        {!cue.armed && <span class="dim">disarmed</span>}
        {word !== '' && <span class="tag onair">{word}</span>}
        {isNext && <span class="tag">NEXT</span>}
      </span>
    </RowKey>
  );
}

/** What starts it, and how it goes on: `GO · midi program 14 · wait 2.0 s · then follow`. */
function startOf({ when, waitMs, next, postMs, afterMs }: CueState): string {
  const then = next === null ? '' : `then ${next}${postMs + afterMs > 0 ? ` after ${timeText(postMs + afterMs)}` : ''}`;
  return ['GO', ...when, waitMs > 0 ? `wait ${timeText(waitMs)}` : '', then].filter(Boolean).join(' · ');
}

interface RowProps {
  readonly target: Target;
  readonly state: string;
  readonly number: string;
  readonly name: string;
  readonly small: string;
  readonly children: ComponentChildren;
}

function RowKey({ target, state, number, name, small, children }: RowProps) {
  const isShown = sameTarget(chosen.value, target);
  return (
    <button type="button" class={`cue ${state} ${isShown ? 'seen' : ''}`} aria-pressed={isShown} onClick={() => (tapped.value = target)}>
      <span class="n">{number}</span>
      <span class="w">
        <b>{name}</b>
        <small>{small}</small>
      </span>
      {children}
    </button>
  );
}
