import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Modal } from '../channel/modal.tsx';
import { link } from '../link/link.ts';
import { does } from './actions.ts';
import { whenText } from './cue-words.ts';
import { type Preview, previewOf } from './rows.ts';
import { PreviewRows } from './scene-rows.tsx';
import { isOpen } from './show.ts';

/** What taking it would change now; undefined while nothing is offered, or nothing differs. */
const offered = signal<Preview | undefined>(undefined);
const isOpened = signal(false);

/** After something moved it is asked for anew, so often at most (ms). */
const LOOK_MS = 1000;

async function look(): Promise<void> {
  const outcome = await link.verb('last', {}, true);
  if (link.show.peek()?.last === null || !outcome.done || !outcome.answer) offered.value = undefined;
  else offered.value = previewOf([outcome.answer]);
}

/** Asks what is offered, and again when the desk moves, as long as there is an offer. @returns ends it */
function followOffer(): () => void {
  let timer = 0;
  let isKnown = false;
  const end = effect(() => {
    link.store.turns.value;
    const isOffered = link.state.value === 'live' && (link.show.value?.last ?? null) !== null;
    if (!isOffered) {
      clearTimeout(timer);
      timer = 0;
      isKnown = false;
      offered.value = undefined;
    } else if (timer === 0) {
      const first = !isKnown;
      isKnown = true;
      timer = setTimeout(
        () => {
          timer = 0;
          void look();
        },
        first ? 0 : LOOK_MS,
      );
    }
  });
  return () => {
    end();
    clearTimeout(timer);
  };
}

/** The state of the run before: offered, never pushed. */
export function LastBanner() {
  useEffect(followOffer, []);
  const preview = offered.value;
  const at = link.show.value?.last?.at;
  if (!preview || at === undefined || preview.changes === 0) return null;
  const { changes, unmutes } = preview;
  const close = (): void => {
    isOpened.value = false;
  };
  const answer = (word: 'take' | 'leave') => (): void => {
    close();
    void does('last', { answer: word });
  };
  const words = `${changes} other ${changes === 1 ? 'value' : 'values'}`;
  return (
    <>
      <section class="banner quiet last" aria-label="the run before">
        <span class="grow">
          The desk had <b>{words}</b> when it ran last, {whenText(at)}
          {unmutes > 0 && `; taking them opens ${unmutes} ${unmutes === 1 ? 'mute' : 'mutes'}`}
        </span>
        <button type="button" onClick={() => (isOpened.value = true)}>
          Look
        </button>
        <button type="button" disabled={!isOpen.value} onClick={answer('take')}>
          Take
        </button>
        <button type="button" disabled={!isOpen.value} onClick={answer('leave')}>
          Dismiss
        </button>
      </section>
      {isOpened.value && (
        <Modal title={`As it ran last, ${whenText(at)}: ${words}`} wide={true} close={close}>
          <div class="pad lastrows">
            <PreviewRows preview={preview} filter="all" />
            <div class="steps two">
              <button type="button" disabled={!isOpen.value} onClick={answer('leave')}>
                Dismiss
              </button>
              <button type="button" class="set" disabled={!isOpen.value} onClick={answer('take')}>
                Take
              </button>
            </div>
          </div>
        </Modal>
      )}
    </>
  );
}
