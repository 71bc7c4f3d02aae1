import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { link } from '../link/link.ts';

/** What this page shows and how. Nothing of it is known to the desk. */
export type Tab = 'mixer' | 'channel' | 'scenes';
export type Theme = 'night' | 'day';
/** `wide` landscape, `tall` tablet upright, `phone` four strips and main. */
export type Form = 'wide' | 'tall' | 'phone';

/** Kept by the browser for next time; where it may not keep, the first one each time. */
function kept<T extends string>(name: string, first: T, words: readonly T[]): Signal<T> {
  const key = `deskbridge.${name}`;
  let known: string | null = null;
  try {
    known = localStorage.getItem(key);
  } catch {
    // Storage is forbidden.
  }
  const value = signal<T>(words.find((word) => word === known) ?? first);
  effect(() => {
    try {
      localStorage.setItem(key, value.value);
    } catch {
      // Storage is forbidden.
    }
  });
  return value;
}

const TABS: readonly Tab[] = ['mixer', 'channel', 'scenes'];
/** At first what the address says (`/#scenes`), so that the way back from the surface goes where it says. */
export const tab = signal<Tab>(TABS.find((name) => location.hash === `#${name}`) ?? 'mixer');
export const theme = kept<Theme>('theme', 'night', ['night', 'day']);
export const text = kept('text', 'normal', ['normal', 'large']);
export const hand = kept('hand', 'right', ['right', 'left']);
/** Which level the meters show. */
export const tap = kept('tap', 'pre', ['pre', 'post']);
/** The page goes where the surface goes. */
export const isFollowing = kept('follow', 'on', ['on', 'off']);
/** Strip that is selected on this page. */
export const selected = signal('');
/** Mix the faders set: a bus, or '' for the main mix. */
export const mix = signal('');
/** The other thumb holds FINE. */
export const isFine = signal(false);
/** Meter points that clipped since somebody looked. */
export const clips = signal<ReadonlySet<string>>(new Set());

const tall = matchMedia('(orientation: portrait) and (min-width: 600px)');
const phone = matchMedia('(max-width: 599px)');
const formNow = (): Form => (phone.matches ? 'phone' : tall.matches ? 'tall' : 'wide');
export const form = signal<Form>(formNow());
for (const query of [tall, phone]) query.addEventListener('change', () => (form.value = formNow()));

/** Rises when something moved on the page, so that meters have to be measured again. */
export const laidOut = computed(() => [theme.value, text.value, hand.value, form.value, tap.value].join());

/** The page as a whole, for the style sheets. */
export const state: ReadonlySignal<'ok' | 'disconnected' | 'engine' | 'viewer' | 'locked'> = computed(() => {
  if (link.state.value !== 'live') return 'disconnected';
  if (link.silent.value.length > 0 && link.silent.value.length === link.engines.value.length) return 'engine';
  if (link.isViewer.value) return 'viewer';
  return link.isLocked.value ? 'locked' : 'ok';
});

/** Number of the send into a bus: `bus/3` is 3. */
export const sendOf = (bus: string): number => Number(bus.slice(bus.lastIndexOf('/') + 1));

/** Writes how the page looks where the style sheets see it. */
export function dress(): void {
  effect(() => {
    const { dataset } = document.documentElement;
    dataset.theme = theme.value;
    dataset.text = text.value;
    dataset.hand = hand.value;
    dataset.state = state.value;
  });
}

export function clipped(point: string): void {
  if (!clips.peek().has(point)) clips.value = new Set([...clips.peek(), point]);
}
export function unclip(point: string): void {
  clips.value = new Set([...clips.peek()].filter((one) => one !== point));
}
