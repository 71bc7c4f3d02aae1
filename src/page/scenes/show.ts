import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { link } from '../link/link.ts';
import type { ShowNews } from '../link/protocol.ts';

export type SceneState = ShowNews['scenes'][number];
export type CueState = ShowNews['cues'][number];

/** What a preview is of. */
export type Target = { readonly kind: 'cue'; readonly number: string } | { readonly kind: 'scene'; readonly name: string };

/** Which list is open; without a choice the cues, if there are any. */
export const openList = signal<'cues' | 'scenes' | undefined>(undefined);
export const list: ReadonlySignal<'cues' | 'scenes'> = computed(
  () => openList.value ?? ((link.show.value?.cues.length ?? 0) > 0 ? 'cues' : 'scenes'),
);

/** Tapped in the list; undefined: what Go starts. */
export const tapped = signal<Target | undefined>(undefined);

export const scenes: ReadonlySignal<readonly SceneState[]> = computed(() => link.show.value?.scenes ?? []);
export const cues: ReadonlySignal<readonly CueState[]> = computed(() => link.show.value?.cues ?? []);
export const cueOf = (number: string | null): CueState | undefined => cues.value.find((cue) => cue.number === number);
export const sceneOf = (name: string): SceneState | undefined => scenes.value.find((scene) => scene.name === name);
export const isThere = (target: Target): boolean =>
  target.kind === 'cue' ? cueOf(target.number) !== undefined : sceneOf(target.name) !== undefined;

export const standby: ReadonlySignal<Target | undefined> = computed(() => {
  const number = link.show.value?.standby;
  return number === null || number === undefined ? undefined : { kind: 'cue', number };
});

/** What the preview shows: what was tapped as long as it is there, in the list that is open; else what is next. */
export const chosen: ReadonlySignal<Target | undefined> = computed(() => {
  const tap = tapped.value;
  if (tap && isThere(tap) && (tap.kind === 'cue') === (list.value === 'cues')) return tap;
  if (list.value === 'cues') return standby.value;
  const name = link.show.value?.scene?.name ?? scenes.value[0]?.name;
  return name === undefined ? undefined : { kind: 'scene', name };
});

/** What the big key starts: the cue on standby; in a show without cues the scene that is chosen. */
export const goTarget: ReadonlySignal<Target | undefined> = computed(() => (cues.value.length > 0 ? standby.value : chosen.value));

/** Whether something may be done from this page at all. */
export const isOpen: ReadonlySignal<boolean> = computed(
  () => link.state.value === 'live' && !link.isLocked.value && link.role.value !== 'viewer' && link.role.value !== null,
);

/** `13 Ballad`. */
export function titleOf(target: Target): string {
  if (target.kind === 'cue') return [target.number, cueOf(target.number)?.name].filter(Boolean).join(' ');
  return [sceneOf(target.name)?.number, target.name].filter(Boolean).join(' ');
}
export const sameTarget = (a: Target | undefined, b: Target | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `4.0 s`, `250 ms`. */
export const timeText = (ms: number): string => (ms < 1000 && ms > 0 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
