import { link } from '../link/link.ts';
import { drag, grab } from './cue-drag.ts';
import { editCue } from './cue-edit.tsx';
import { edited, stepCue } from './cue-order.ts';
import { shiftOf } from './cue-places.ts';
import { Bar } from './cue-progress.tsx';
import { shortText, startOf } from './cue-words.ts';
import { RowKey } from './row-key.tsx';
import { type CueState, isOpen } from './show.ts';

interface RowProps {
  readonly cue: CueState;
  /** The one above that is not skipped. */
  readonly before: CueState | undefined;
  readonly index: number;
}

/** A cue as the show has it: a tap shows what it would do. */
export function CueRow({ cue, before }: RowProps) {
  const show = link.show.value;
  const { number, skip, armed, startedAt } = cue;
  const isNext = show?.standby === number;
  const isLive = show?.active === number;
  const run = show?.cueRuns.find((one) => one.number === number);
  const state = skip ? 'skip' : isNext ? 'next' : isLive ? 'live' : startedAt !== null ? 'past' : '';
  const word = run?.phase === 'waiting' ? 'WAITS' : isLive ? 'ON AIR' : '';
  return (
    <RowKey target={{ kind: 'cue', number }} state={`c ${state}`} number={number} name={nameOf(cue)} small={startOf(cue, before)}>
      <span class="tags">
        {skip && <span class="dim">skipped</span>}
        {!armed && <span class="dim">disarmed</span>}
        {word !== '' && <span class="tag onair">{word}</span>}
        {isNext && <span class="tag">NEXT</span>}
      </span>
      <span class="at">{startedAt === null ? '' : shortText(startedAt)}</span>
      {run && run.leftMs > 0 && (
        <Bar
          id={`${number} ${run.phase}`}
          leftMs={run.leftMs}
          wholeMs={run.phase === 'waiting' ? cue.waitMs : 0}
          paused={show?.paused === true}
        />
      )}
    </RowKey>
  );
}

const nameOf = ({ name, lines }: CueState): string => name || lines[0] || 'no action';

/** A cue in the list that is edited: a handle to move it by, and the rest opens it. */
export function EditRow({ cue, before, index }: RowProps) {
  const { number, skip, armed } = cue;
  const held = drag.value;
  const shift = shiftOf(held, index);
  const title = [number, cue.name].filter(Boolean).join(' ');
  const keys = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const { currentTarget } = event;
    // A row that is moved in the document loses the focus.
    stepCue(number, event.key === 'ArrowUp' ? -1 : 1, () => currentTarget instanceof HTMLElement && currentTarget.focus());
  };
  return (
    <div
      class={`cue erow ${skip ? 'skip' : ''} ${held?.number === number ? 'held' : ''} ${edited.value === number ? 'seen' : ''}`}
      data-cue={number}
      style={shift === 0 ? undefined : { transform: `translateY(${shift}px)` }}
    >
      <button
        type="button"
        class="grip"
        disabled={!isOpen.value}
        aria-label={`move cue ${title}: drag, or Alt with arrow up or down`}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onPointerDown={(event) => grab(event, number)}
        onKeyDown={keys}
      >
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M3 6h14M3 10h14M3 14h14" />
        </svg>
      </button>
      <button type="button" class="eopen" disabled={!isOpen.value} onKeyDown={keys} onClick={() => editCue(number)}>
        <span class="sr">edit cue</span>
        <span class="n">{number}</span>
        <span class="w">
          <b dir="auto">{nameOf(cue)}</b>
          <small>{[skip ? 'skipped' : '', armed ? '' : 'disarmed', startOf(cue, before)].filter(Boolean).join(' · ')}</small>
        </span>
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M7 4l6 6-6 6" />
        </svg>
      </button>
    </div>
  );
}
