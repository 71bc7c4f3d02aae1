import type { ComponentChildren } from 'preact';
import { link } from '../link/link.ts';
import { openSheet } from './scene-sheet.tsx';
import { SceneSheets } from './scene-sheets.tsx';
import { chosen, isOpen, list, scenes } from './show.ts';

/** Keeps the desk as it is now, under a new name or in the scene that is looked at, and edits the list. */
export function StoreKeys({ children }: { children?: ComponentChildren }) {
  const target = chosen.value;
  const name = target?.kind === 'scene' ? target.name : link.show.value?.scene?.name;
  const known = scenes.value.find((scene) => scene.name === name);
  return (
    <div class="tb">
      <button type="button" disabled={!isOpen.value} onClick={() => openSheet({ kind: 'new', scene: '' })}>
        Store new
      </button>
      {known && (
        <button type="button" disabled={!isOpen.value} onClick={() => openSheet({ kind: 'update', scene: known.name })}>
          Update {known.number}
        </button>
      )}
      {known && list.value === 'scenes' && (
        <button type="button" disabled={!isOpen.value} onClick={() => openSheet({ kind: 'edit', scene: known.name })}>
          Edit {known.number}
        </button>
      )}
      {children}
      <SceneSheets />
    </div>
  );
}
