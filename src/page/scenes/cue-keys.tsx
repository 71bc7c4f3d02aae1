import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { tried } from './actions.ts';
import type { CueState } from './show.ts';

interface KeysProps {
  readonly isOld: boolean;
  readonly isHeld: boolean;
  readonly remove: () => void;
  readonly copy: () => void;
  readonly close: () => void;
}

/** What becomes of what was typed. */
export function Keys({ isOld, isHeld, remove, copy, close }: KeysProps) {
  return (
    <div class={isOld ? 'steps' : 'steps two'}>
      {isOld && (
        <>
          <button type="button" onClick={remove}>
            Remove
          </button>
          <button type="button" onClick={copy}>
            Duplicate
          </button>
        </>
      )}
      <button type="button" onClick={close}>
        Cancel
      </button>
      <button type="submit" class="set" disabled={isHeld}>
        Save
      </button>
    </div>
  );
}

/** Asked before a cue goes. */
export function Remove({ cue: { number, name }, close, keep }: { cue: CueState; close: () => void; keep: () => void }) {
  const refused = useSignal('');
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  const remove = async (): Promise<void> => {
    refused.value = (await tried('remove-cue', { cue: number })) ?? '';
    if (refused.peek() === '') close();
  };
  return (
    <div class="theirs">
      <p>
        Take cue <b>{[number, name].filter(Boolean).join(' ')}</b> out of the list?
      </p>
      <p class="reason" role="alert">
        {refused}
      </p>
      <div class="steps two">
        <button ref={no} type="button" onClick={keep}>
          Keep it
        </button>
        <button type="button" class="gone" onClick={() => void remove()}>
          Remove it
        </button>
      </div>
    </div>
  );
}
