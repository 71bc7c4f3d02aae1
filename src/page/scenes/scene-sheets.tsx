import { DiffSheet } from './scene-diff.tsx';
import { EditSheet } from './scene-edit.tsx';
import { CurveSheet, FadeSheet } from './scene-fade.tsx';
import { SafesSheet } from './scene-safes.tsx';
import { ScopeSheet } from './scene-scope.tsx';
import type { Whose } from './scene-set.tsx';
import { sheet } from './scene-sheet.tsx';
import { NewSheet, UpdateSheet } from './scene-store.tsx';
import { chosen } from './show.ts';

/** The one sheet that is open. */
export function SceneSheets() {
  const open = sheet.value;
  if (!open) return null;
  const { kind, scene } = open;
  // A cue says its line: only what the scene itself says changes what it does.
  const now: readonly Whose[] = chosen.value?.kind === 'cue' ? [] : ['recall'];
  switch (kind) {
    case 'fade':
      return <FadeSheet scene={scene} whose={[...now, 'scene']} />;
    case 'curve':
      return <CurveSheet scene={scene} />;
    case 'scope':
      return <ScopeSheet scene={scene} whose={[...now, 'scene']} />;
    case 'safes':
      return <SafesSheet scene={scene} whose={['show', ...now, 'scene']} />;
    case 'diff':
      return <DiffSheet scene={scene} />;
    case 'edit':
      return <EditSheet scene={scene} />;
    case 'update':
      return <UpdateSheet scene={scene} />;
    case 'new':
      return <NewSheet />;
  }
}
