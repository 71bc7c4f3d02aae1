import { type Tab, tab } from './view.ts';

const TABS: readonly (readonly [Tab, string])[] = [
  ['mixer', 'Mixer'],
  ['channel', 'Channel'],
  ['scenes', 'Scenes'],
];

/** The views, and the surface, which is a page of its own: from there each view is a way back. */
export function Tabs({ isSurface = false }: { isSurface?: boolean }) {
  return (
    <nav class="tabs" aria-label="views">
      {TABS.map(([name, words]) => (
        <a
          key={name}
          href={`/#${name}`}
          aria-current={!isSurface && tab.value === name ? 'page' : undefined}
          onClick={(event) => {
            if (isSurface) return;
            event.preventDefault();
            tab.value = name;
          }}
        >
          {words}
        </a>
      ))}
      <a href="/surface" aria-current={isSurface ? 'page' : undefined}>
        Surface
      </a>
    </nav>
  );
}
