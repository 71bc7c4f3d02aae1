import './scenes.css';
import { useEffect } from 'preact/hooks';
import { link } from '../link/link.ts';
import { LastBanner } from './cue-last.tsx';
import { GoColumn } from './go.tsx';
import { Lists } from './lists.tsx';
import { followPreviews } from './preview.ts';
import { PreviewPanel } from './pv.tsx';

/** Scenes and cues: the list, what a recall or Go would change, and GO. */
export function ScenesView() {
  useEffect(followPreviews, []);
  if (!link.show.value)
    return (
      <main class="sc none" aria-label="scenes">
        <p class="sec">This daemon has no show open.</p>
      </main>
    );
  return (
    <>
      <LastBanner />
      <main class="sc" aria-label="scenes">
        <Lists />
        <PreviewPanel />
        <GoColumn />
      </main>
    </>
  );
}
