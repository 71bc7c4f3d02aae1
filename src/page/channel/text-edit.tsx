import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { TEXT_LIMIT } from '../../desk/layout.ts';
import type { ParamInfo } from '../link/layout.ts';
import type { Ask } from './ask.ts';
import { readEntry } from './entry.ts';

/** A name, with the keyboard of the device. */
export function TextEdit({ question: { param, put }, info, close }: { question: Ask; info: ParamInfo; close: () => void }) {
  const text = useSignal(param.text.peek());
  const refused = useSignal<string | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const enter = async (): Promise<void> => {
    const read = readEntry(info, text.value);
    refused.value = 'refused' in read ? read.refused : await put(read.value);
    if (refused.value === undefined) close();
  };
  return (
    <form
      class="pad"
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <input
        ref={field}
        class={refused.value === undefined ? 'field text' : 'field text struck'}
        autocomplete="off"
        enterkeyhint="done"
        maxLength={TEXT_LIMIT}
        aria-label="new text"
        aria-invalid={refused.value !== undefined}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          refused.value = undefined;
        }}
      />
      <p class="reason" role="alert">
        {refused.value ?? ''}
      </p>
      <div class="steps two">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" class="set">
          Set
        </button>
      </div>
    </form>
  );
}
