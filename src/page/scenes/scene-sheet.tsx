import './scene-sheets.css';
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Modal } from '../channel/modal.tsx';
import { tell } from '../frame/notice.tsx';
import { closed } from './actions.ts';

export type SheetKind = 'fade' | 'curve' | 'scope' | 'safes' | 'diff' | 'edit' | 'new' | 'update';

/** Which sheet is open, and of which scene. */
export const sheet = signal<{ readonly kind: SheetKind; readonly scene: string } | undefined>(undefined);

/** Only what looks opens where nothing may be done. */
export function openSheet(wanted: { readonly kind: SheetKind; readonly scene: string }): void {
  const why = wanted.kind === 'diff' || wanted.kind === 'safes' ? undefined : closed();
  if (why === undefined) sheet.value = wanted;
  else tell(why);
}

export const closeSheet = (): void => {
  sheet.value = undefined;
};

export function Sheet({ title, children, wide = true }: { title: string; children: ComponentChildren; wide?: boolean }) {
  return (
    <Modal title={title} wide={wide} close={closeSheet}>
      {children}
    </Modal>
  );
}

/** One of a few, each under a finger. */
export function Choice<T extends string>({
  label,
  options,
  value,
  pick,
}: {
  readonly label: string;
  readonly options: readonly (readonly [T, string])[];
  readonly value: T | undefined;
  readonly pick: (value: T) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of keys everywhere
    <div class="choice" role="group" aria-label={label}>
      {options.map(([name, words]) => (
        <button key={name} type="button" aria-pressed={name === value} class={name === value ? 'lit' : ''} onClick={() => pick(name)}>
          {words}
        </button>
      ))}
    </div>
  );
}

export function Ending({ refused, words, isOff = false }: { refused: string | undefined; words: string; isOff?: boolean }) {
  return (
    <>
      <p class="reason" role="alert">
        {refused ?? ''}
      </p>
      <div class="steps two">
        <button type="button" onClick={closeSheet}>
          Cancel
        </button>
        <button type="submit" class="set" disabled={isOff}>
          {words}
        </button>
      </div>
    </>
  );
}
