import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link } from '../link/link.ts';
import { does } from './actions.ts';
import { secondText } from './cue-words.ts';
import { cueOf, isOpen } from './show.ts';

/** What `undo-go` would take back now. */
interface Offer {
  readonly cue: string;
  readonly atMs: number;
  readonly values: number;
  /** Moved by somebody since, or in a hand: they stay. */
  readonly left: number;
}
const offer = signal<Offer | undefined>(undefined);

/** After something moved it is asked for anew, so often at most (ms). */
const LOOK_MS = 400;

const isFound = (found: unknown): found is { cue: string; atMs: number; left: number } =>
  typeof found === 'object' && found !== null && 'cue' in found && 'atMs' in found && 'left' in found;

async function look(): Promise<void> {
  const outcome = await link.verb('undo-go', {}, true);
  const found = outcome.done ? outcome.answer?.found : undefined;
  offer.value =
    outcome.done && isFound(found)
      ? { cue: found.cue, atMs: found.atMs, left: found.left, values: outcome.answer?.changes.length ?? 0 }
      : undefined;
}

/** Keeps true what the key says while it is there. @returns ends it */
function followOffer(): () => void {
  let timer = 0;
  const end = effect(() => {
    // Read to be called again: any turn of the desk, any news of the show.
    link.store.turns.value;
    link.show.value;
    if (link.state.value !== 'live') {
      clearTimeout(timer);
      timer = 0;
      offer.value = undefined;
    } else if (timer === 0) {
      timer = setTimeout(() => {
        timer = 0;
        void look();
      }, LOOK_MS);
    }
  });
  return () => {
    end();
    clearTimeout(timer);
  };
}

/** The way back of a Go: what the last cue did, and nothing that somebody else moved. */
export function UndoGo() {
  useEffect(followOffer, []);
  const now = offer.value;
  const undo = async (): Promise<void> => {
    // Until it is known what is the last one then: a second press would take back an older Go.
    offer.value = undefined;
    await does('undo-go');
  };
  const isRecall = now && cueOf(now.cue)?.lines.some((line) => /^\s*recall\s/.test(line));
  const count = !now
    ? ''
    : now.left > 0
      ? `${now.values} of ${now.values + now.left} values`
      : now.values === 1
        ? '1 value'
        : `${now.values} values`;
  return (
    <button type="button" class="undogo" disabled={!isOpen.value || !now} onClick={() => void undo()}>
      {now ? `Undo ${isRecall ? 'recall' : 'cue'} ${now.cue}` : 'Undo Go'}
      <small>{now ? `back to ${secondText(now.atMs)}, ${count}` : 'nothing to take back'}</small>
    </button>
  );
}
