import { useSignal } from '@preact/signals';
import { tried } from './actions.ts';
import { Choice, closeSheet } from './scene-sheet.tsx';
import { isOpen } from './show.ts';

/** Whose setting it is: of the next recall from this page, of every recall of the show, or of the scene from now on. */
export type Whose = 'recall' | 'show' | 'scene';

const WORDS: Readonly<Record<Whose, string>> = { recall: 'This recall', show: 'Every recall', scene: 'The scene, for good' };
const SAYS: Readonly<Record<Whose, string>> = {
  recall: 'Holds for recalls of this scene from this page, until another one is looked at.',
  show: 'Acts at once, for every scene and everybody.',
  scene: 'Changes the file of the scene; what it said before is kept as a version.',
};

export function For({ whose, value, pick }: { whose: readonly Whose[]; value: Whose; pick: (whose: Whose) => void }) {
  return (
    <>
      {whose.length > 1 && (
        <Choice label="whose it is" options={whose.map((one) => [one, WORDS[one]] as const)} value={value} pick={pick} />
      )}
      <p class="sec">{SAYS[value]}</p>
    </>
  );
}

/** @returns why not */
export const setScene = (scene: string, setting: string, value: string): Promise<string | undefined> =>
  tried('set-scene', { scene, setting, value });

/** A setting as the scene has it, and as a finger has it now. */
export function useSetting(was: string) {
  const first = useSignal(was);
  const now = useSignal(was);
  return { was: first, now };
}

export const listOf = (text: string): string[] => text.split(', ').filter(Boolean);

/** What a sheet would write into the scene: setting, words, and what they were. */
export type Part = readonly [setting: string, value: string, was: string];

/** The end of a sheet: a recall and the show have it already, a scene is written once. */
export function Save({ scene, of, parts }: { scene: string; of: Whose; parts: readonly Part[] }) {
  const refused = useSignal<string | undefined>(undefined);
  const changed = parts.filter(([, value, was]) => value !== was);
  const save = async (): Promise<void> => {
    for (const [setting, value] of changed) {
      refused.value = await setScene(scene, setting, value);
      if (refused.peek() !== undefined) return;
    }
    closeSheet();
  };
  return (
    <>
      <p class="reason" role="alert">
        {refused.value ?? ''}
      </p>
      <div class={of === 'scene' ? 'steps two' : 'steps one'}>
        <button type="button" class={of === 'scene' ? '' : 'set'} onClick={closeSheet}>
          {of === 'scene' ? 'Cancel' : 'Done'}
        </button>
        {of === 'scene' && (
          <button type="button" class="set" disabled={changed.length === 0 || !isOpen.value} onClick={() => void save()}>
            Save in the scene
          </button>
        )}
      </div>
    </>
  );
}
