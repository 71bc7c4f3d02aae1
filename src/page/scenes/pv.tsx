import './scene-preview.css';
import { useSignal } from '@preact/signals';
import { does, jump, recall } from './actions.ts';
import { looked, since, sinceText } from './cue-since.ts';
import { chainOf, shown } from './preview.ts';
import type { Filter, Preview } from './rows.ts';
import { recallOfCue, SceneKeys } from './scene-keys.tsx';
import { PreviewRows } from './scene-rows.tsx';
import { openSheet } from './scene-sheet.tsx';
import { jumpText, pathWords } from './scene-words.ts';
import { chosen, cues, goTarget, isOpen, sameTarget, standby, type Target, titleOf } from './show.ts';

/** The promise: what will change, in dB, before it does. */
export function PreviewPanel() {
  const target = chosen.value;
  if (!target) return <section class="panel pv" aria-label="preview" />;
  // Anew for another target: what was filtered and unfolded belongs to the one before.
  return <Shown key={JSON.stringify(target)} target={target} />;
}

function Shown({ target }: { target: Target }) {
  const filter = useSignal<Filter>('all');
  const preview = sameTarget(shown.value?.target, target) ? shown.value?.preview : undefined;
  const changed = since.value;
  const cue = target.kind === 'cue' ? recallOfCue(target.number) : undefined;
  const scene = target.kind === 'scene' ? target.name : cue?.scene;
  return (
    <section class="panel pv" aria-label="preview">
      <header>
        <h1 dir="auto">{titleOf(target)}</h1>
        {changed && sameTarget(goTarget.value, target) ? (
          <button type="button" class="since" onClick={looked}>
            {sinceText(changed)} since you looked
          </button>
        ) : (
          <small class="sec">{preview ? 'compared with the desk right now' : '…'}</small>
        )}
        {scene !== undefined && (
          <button type="button" class="vers" onClick={() => openSheet({ kind: 'diff', scene })}>
            Versions
          </button>
        )}
      </header>
      {preview && <Boxes preview={preview} filter={filter.value} press={(one) => (filter.value = filter.peek() === one ? 'all' : one)} />}
      {preview && <PreviewRows preview={preview} filter={filter.value} />}
      <Chain target={target} />
      {scene !== undefined && <SceneKeys scene={scene} cue={cue} />}
      <Do target={target} />
    </section>
  );
}

interface BoxesProps {
  readonly preview: Preview;
  readonly filter: Filter;
  readonly press: (filter: Filter) => void;
}

/** What there is to know in figures; a tap shows only what a figure counts. */
function Boxes({ preview: { unmutes, loudest, changes, left, held, unfit, rounded }, filter, press }: BoxesProps) {
  const box = (of: Filter, look: string, figure: string | number, words: string) => (
    <button type="button" class={look} aria-pressed={filter === of} onClick={() => press(of)}>
      <b>{figure}</b>
      <span>{words}</span>
    </button>
  );
  const unfitWords = [unfit > 0 ? `${unfit} not here` : '', rounded > 0 ? `${rounded} rounded` : ''].filter(Boolean).join(', ');
  return (
    <div class="sum">
      {box('unmutes', unmutes > 0 ? 'red' : '', unmutes, unmutes === 1 ? 'unmute' : 'unmutes')}
      {box(
        'louder',
        loudest ? 'hot' : '',
        loudest ? jumpText(loudest.jumpDb) : '–',
        loudest ? `loudest jump, ${pathWords(loudest.path).name}` : 'nothing gets louder',
      )}
      {box('changes', '', changes, 'changes in all')}
      {box('left', '', left, 'safed, left alone')}
      {held > 0 && box('held', '', held, held === 1 ? 'held in a hand' : 'held in hands')}
      {unfitWords !== '' && box('unfit', 'hot', unfit + rounded, unfitWords)}
    </div>
  );
}

/** What a cue brings along by itself: GO starts that too. */
function Chain({ target }: { target: Target }) {
  const [, ...more] = target.kind === 'cue' ? chainOf(target.number, cues.value) : [];
  if (more.length === 0) return null;
  return <p class="more">Goes on by itself: {more.map(({ number, name }) => [number, name].filter(Boolean).join(' ')).join(', ')}</p>;
}

function Do({ target }: { target: Target }) {
  // Without cues the big key recalls what is looked at: one key for one thing.
  if (target.kind === 'scene' && cues.value.length === 0) return null;
  if (target.kind === 'scene')
    return (
      <button type="button" class="recall" disabled={!isOpen.value} onClick={() => void recall(target.name)}>
        Recall
      </button>
    );
  const { number } = target;
  const isSkipped = cues.value.find((cue) => cue.number === number)?.skip === true;
  if (sameTarget(standby.value, target) || isSkipped) return null;
  return (
    <div class="do-cue">
      <button type="button" class="recall" disabled={!isOpen.value} onClick={() => void does('standby', { cue: number })}>
        Stand by for {number}
      </button>
      <button type="button" class="jump" disabled={!isOpen.value} onClick={() => jump(number)}>
        Start it now<small>GO goes on from there</small>
      </button>
    </div>
  );
}
