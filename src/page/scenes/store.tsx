import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Modal } from '../channel/modal.tsx';
import { tell } from '../frame/notice.tsx';
import { link } from '../link/link.ts';
import { closed, tried } from './actions.ts';
import { chosen, isOpen, openList, scenes, tapped } from './show.ts';

/** Keeps the desk as it is now: under a new name, or in the scene that is looked at. */
export function StoreKeys() {
  const asks = useSignal<'new' | 'update' | undefined>(undefined);
  const target = chosen.value;
  const name = target?.kind === 'scene' ? target.name : link.show.value?.scene?.name;
  const known = scenes.value.find((scene) => scene.name === name);
  const open = (what: 'new' | 'update') => (): void => {
    const why = closed();
    if (why === undefined) asks.value = what;
    else tell(why);
  };
  const close = (): void => {
    asks.value = undefined;
  };
  return (
    <div class="tb">
      <button type="button" disabled={!isOpen.value} onClick={open('new')}>
        Store new
      </button>
      {known && (
        <button type="button" disabled={!isOpen.value} onClick={open('update')}>
          Update {known.number}
        </button>
      )}
      {asks.value === 'new' && (
        <Modal title="Store the desk as a new scene" wide={false} close={close}>
          <StoreNew close={close} />
        </Modal>
      )}
      {asks.value === 'update' && known && (
        <Modal title={`Update ${known.number} ${known.name}`} wide={false} close={close}>
          <Update name={known.name} close={close} />
        </Modal>
      )}
    </div>
  );
}

function StoreNew({ close }: { close: () => void }) {
  const name = useSignal('');
  const refused = useSignal<string | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const store = async (): Promise<void> => {
    const wanted = name.peek().trim();
    if (wanted === '') refused.value = 'a scene has a name';
    // The name of another one would make that a version: what is meant then is "Update".
    else if (scenes.peek().some((one) => one.name.toLowerCase() === wanted.toLowerCase() || one.number === wanted))
      refused.value = `"${wanted}" is there already; choose it and press Update`;
    else refused.value = await tried('store', { name: wanted });
    if (refused.peek() !== undefined) return;
    openList.value = 'scenes';
    tapped.value = { kind: 'scene', name: wanted };
    close();
  };
  return (
    <form
      class="pad"
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      <input
        ref={field}
        class={refused.value === undefined ? 'field text' : 'field text struck'}
        autocomplete="off"
        enterkeyhint="done"
        maxLength={64}
        aria-label="name of the scene"
        aria-invalid={refused.value !== undefined}
        value={name.value}
        onInput={(event) => {
          name.value = event.currentTarget.value;
          refused.value = undefined;
        }}
      />
      <Ending refused={refused.value} words="Store" close={close} />
    </form>
  );
}

/** Says beforehand how the scene would become another one. */
function Update({ name, close }: { name: string; close: () => void }) {
  const says = useSignal('…');
  const refused = useSignal<string | undefined>(undefined);
  useEffect(() => {
    void link.verb('store', { name }, true).then((outcome) => {
      says.value = outcome.done ? (outcome.answer?.says ?? '') : outcome.error.message;
    });
  }, [name]);
  const store = async (): Promise<void> => {
    refused.value = await tried('store', { name });
    if (refused.peek() === undefined) close();
  };
  return (
    <form
      class="pad"
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      <p>{says}</p>
      <p class="sec">What it says now is kept as a version.</p>
      <Ending refused={refused.value} words="Update" close={close} />
    </form>
  );
}

function Ending({ refused, words, close }: { refused: string | undefined; words: string; close: () => void }) {
  return (
    <>
      <p class="reason" role="alert">
        {refused ?? ''}
      </p>
      <div class="steps two">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" class="set">
          {words}
        </button>
      </div>
    </>
  );
}
