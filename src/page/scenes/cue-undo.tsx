import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link } from '../link/link.ts';
import { does } from './actions.ts';
import { secondText } from './cue-words.ts';
import { cueOf, cues, isOpen } from './show.ts';

/** What would be taken back now, and by which verb. */
interface Offer {
  readonly verb: 'undo-go' | 'undo';
  /** `recall 12`, `cue 14`, `recall "Band"` */
  readonly what: string;
  /** When it began; undefined where that is not told. */
  readonly atMs: number | undefined;
  readonly values: number;
  /** Moved by somebody since, or in a hand: they stay. */
  readonly left: number;
}
const offer = signal<Offer | undefined>(undefined);

/** After something moved it is asked for anew, so often at most (ms). */
const LOOK_MS = 400;

async function look(): Promise<void> {
  // Without a list GO is a recall of this page, which is its own last step.
  const verb = cues.peek().length > 0 ? 'undo-go' : 'undo';
  const outcome = await link.verb(verb, {}, true);
  const answer = outcome.done ? outcome.answer : undefined;
  const found = goOf(answer?.found) ?? recallOf(answer?.found);
  offer.value = answer && found && { ...found, verb, values: answer.changes.length };
}

type Found = Pick<Offer, 'what' | 'atMs' | 'left'>;

/** What `undo-go` tells. */
function goOf(found: unknown): Found | undefined {
  if (typeof found !== 'object' || found === null) return undefined;
  if (!('cue' in found && 'atMs' in found && 'left' in found)) return undefined;
  const { cue, atMs, left } = found;
  if (typeof cue !== 'string' || typeof atMs !== 'number' || typeof left !== 'number') return undefined;
  const isRecall = cueOf(cue)?.lines.some((line) => /^\s*recall\s/.test(line));
  return { what: `${isRecall ? 'recall' : 'cue'} ${cue}`, atMs, left };
}

/** What `undo` tells, if the step is a recall. */
function recallOf(found: unknown): Found | undefined {
  if (typeof found !== 'object' || found === null || !('cause' in found && 'skipped' in found)) return undefined;
  const { cause, skipped } = found;
  if (typeof cause !== 'string' || !cause.startsWith('recall ') || !Array.isArray(skipped)) return undefined;
  return { what: cause, atMs: undefined, left: skipped.length };
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
  const undo = async (verb: string): Promise<void> => {
    // Until it is known what is the last one then: a second press would take back an older Go.
    offer.value = undefined;
    await does(verb);
  };
  return (
    <button type="button" class="undogo" disabled={!isOpen.value || !now} onClick={() => now && void undo(now.verb)}>
      {now ? `Undo ${now.what}` : 'Undo Go'}
      <small>{now ? smallOf(now) : 'nothing to take back'}</small>
    </button>
  );
}

/** `back to 20:41:02, 28 values`; of those that somebody moved since only how many there were. */
function smallOf({ atMs, values, left }: Offer): string {
  if (values + left === 0) return 'ends what it began';
  const count = left > 0 ? `${values} of ${values + left} values` : values === 1 ? '1 value' : `${values} values`;
  return atMs === undefined ? count : `back to ${secondText(atMs)}, ${count}`;
}
