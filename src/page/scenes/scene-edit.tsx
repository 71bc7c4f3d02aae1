import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link } from '../link/link.ts';
import { tried } from './actions.ts';
import { NameField } from './scene-name.tsx';
import { setScene } from './scene-set.tsx';
import { closeSheet, Ending, Sheet } from './scene-sheet.tsx';
import { sentence } from './scene-words.ts';
import { sceneOf, tapped } from './show.ts';

/** What is said of a name or number is asked for this long after the last letter (ms). */
const LOOK_MS = 250;

/** Name, number and note of a scene, and its end. */
export function EditSheet({ scene }: { scene: string }) {
  const own = sceneOf(scene);
  const name = useSignal(scene);
  const number = useSignal(own?.number ?? '');
  const note = useSignal(own?.note ?? '');
  const says = useSignal('');
  const refused = useSignal<string | undefined>(undefined);
  const [to, count] = [name.value.trim(), number.value.trim()];
  const isNamed = to !== scene;
  const isCounted = count !== (own?.number ?? '');
  useEffect(() => {
    says.value = '';
    if (!isNamed && !isCounted) return undefined;
    const timer = setTimeout(async () => {
      // Which cues say so too, or why not.
      const outcomes = [
        ...(isNamed ? [await link.verb('rename-scene', { scene, to }, true)] : []),
        ...(isCounted ? [await link.verb('number-scene', { scene, number: count }, true)] : []),
      ];
      says.value = outcomes.map((outcome) => (outcome.done ? (outcome.answer?.says ?? '') : outcome.error.message)).join('; ');
    }, LOOK_MS);
    return () => clearTimeout(timer);
  }, [scene, to, count, isNamed, isCounted, says]);
  const save = async (): Promise<void> => {
    if (isCounted) refused.value = await tried('number-scene', { scene, number: count });
    if (refused.peek() === undefined && note.peek().trim() !== (own?.note ?? ''))
      refused.value = await setScene(scene, 'note', note.peek());
    if (refused.peek() === undefined && isNamed) {
      refused.value = await tried('rename-scene', { scene, to });
      if (refused.peek() === undefined) tapped.value = { kind: 'scene', name: to };
    }
    if (refused.peek() === undefined) closeSheet();
  };
  const typed = (): void => {
    refused.value = undefined;
  };
  return (
    <Sheet title={`Edit ${scene}`}>
      <form
        class="pad"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="namerow">
          <label>
            <span class="sec">Number</span>
            <input
              class="field text"
              inputMode="decimal"
              autocomplete="off"
              maxLength={10}
              value={number.value}
              onInput={(event) => {
                typed();
                number.value = event.currentTarget.value;
              }}
            />
          </label>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is in NameField */}
          <label>
            <span class="sec">Name</span>
            <NameField
              label="name of the scene"
              value={name.value}
              isRefused={refused.value !== undefined}
              put={(text) => {
                typed();
                name.value = text;
              }}
            />
          </label>
        </div>
        <label>
          <span class="sec">Note</span>
          <input
            class="field text"
            dir="auto"
            autocomplete="off"
            maxLength={200}
            value={note.value}
            onInput={(event) => {
              typed();
              note.value = event.currentTarget.value;
            }}
          />
        </label>
        <p class="says" role="status">
          {sentence(says.value)}
        </p>
        <Remove scene={scene} />
        <Ending refused={refused.value} words="Save" />
      </form>
    </Sheet>
  );
}

/** Asked twice: the first press says what that would be, and which cues would find nothing. */
function Remove({ scene }: { scene: string }) {
  const asked = useSignal<{ readonly says: string; readonly isUsed: boolean } | undefined>(undefined);
  const look = async (): Promise<void> => {
    const outcome = await link.verb('remove-scene', { scene }, true);
    asked.value = outcome.done ? { says: outcome.answer?.says ?? '', isUsed: false } : { says: outcome.error.message, isUsed: true };
  };
  const remove = async (): Promise<void> => {
    const why = await tried('remove-scene', { scene, ...(asked.peek()?.isUsed ? { anyway: 'anyway' } : {}) });
    if (why === undefined) {
      tapped.value = undefined;
      closeSheet();
    } else asked.value = { says: why, isUsed: true };
  };
  if (!asked.value)
    return (
      <button type="button" class="line" onClick={() => void look()}>
        Remove this scene…
      </button>
    );
  return (
    <div class="sure">
      <p>{sentence(asked.value.says)}</p>
      <button type="button" class="danger" onClick={() => void remove()}>
        {asked.value.isUsed ? 'Remove all the same' : 'Remove it'}
      </button>
    </div>
  );
}
