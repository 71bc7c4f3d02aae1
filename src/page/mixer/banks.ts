import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { form, isFollowing } from '../frame/view.ts';
import type { Layout, StripInfo } from '../link/layout.ts';
import { link } from '../link/link.ts';
import type { SurfaceNews } from '../link/protocol.ts';

/** As many as a surface has faders; a phone shows half of them. */
const BANK = 8;
const PHONE_BANK = 4;

export interface Bank {
  readonly label: string;
  readonly strips: readonly string[];
}

const KINDS: readonly (readonly [kind: string, one: string, many: string])[] = [
  ['ch', '', ''],
  ['aux', 'Aux', 'Aux'],
  ['fx', 'FX', 'FX'],
  ['bus', 'Bus', 'Buses'],
  ['mtx', 'Mtx', 'Matrix'],
  ['dca', 'DCA', 'DCA'],
];
const KIND_NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(KINDS.map(([kind, one]) => [kind, one])),
  main: 'MAIN',
  mono: 'MONO',
};

/** `17`, `DCA 1`, `MAIN`: what stands above a name. */
export function numberOf({ kind, number, path }: StripInfo): string {
  const role = path.includes(':') ? `${path.slice(0, path.indexOf(':'))} ` : '';
  return role + [KIND_NAMES[kind] ?? kind, number > 0 ? String(number) : ''].filter(Boolean).join(' ');
}

function banksOf(layout: Layout): Bank[] {
  return KINDS.flatMap(([kind, one, many]) => {
    const strips = layout.of(kind);
    const banks: Bank[] = [];
    for (let at = 0; at < strips.length; at += BANK) {
      const part = strips.slice(at, at + BANK);
      const range = `${part[0]?.number}–${part.at(-1)?.number}`;
      const label = strips.length <= BANK && many !== '' ? many : [one, range].filter(Boolean).join(' ');
      banks.push({ label, strips: part.map(({ path }) => path) });
    }
    return banks;
  });
}

export const banks: ReadonlySignal<readonly Bank[]> = computed(() => (link.layout.value ? banksOf(link.layout.value) : []));

/** The bank chosen here, and on a phone which half of it. */
export const bankIndex = signal(0);
export const half = signal(0);

/** The surface whose bank is bracketed, and followed if wished. */
export const surface: ReadonlySignal<SurfaceNews | undefined> = computed(() => link.surfaces.value.find(({ state }) => state === 'live'));
const surfaceStrips = computed(() => (surface.value?.strips ?? []).filter((path): path is string => path !== null && path !== 'main'));

/** Bank that the surface shows, -1 when its strips stand in none of ours. */
export const surfaceBank: ReadonlySignal<number> = computed(() => {
  const [first] = surfaceStrips.value;
  return first === undefined ? -1 : banks.value.findIndex(({ strips }) => strips.includes(first));
});

export const follows: ReadonlySignal<boolean> = computed(() => isFollowing.value === 'on' && surfaceStrips.value.length > 0);

/** Bank that is marked as shown. */
export const shownBank: ReadonlySignal<number> = computed(() =>
  follows.value ? surfaceBank.value : Math.min(bankIndex.value, Math.max(0, banks.value.length - 1)),
);

/** Strips under the fingers. Following, exactly those that the surface has under its faders. */
export const shown: ReadonlySignal<readonly string[]> = computed(() => {
  const strips = follows.value ? surfaceStrips.value.slice(0, BANK) : (banks.value[shownBank.value]?.strips ?? []);
  if (form.value !== 'phone') return strips;
  const from = half.value * PHONE_BANK < strips.length ? half.value * PHONE_BANK : 0;
  return strips.slice(from, from + PHONE_BANK);
});

/** A bank is chosen by hand: the page stays there. On a phone the same bank again shows its other half. */
export function goTo(index: number): void {
  if (form.peek() === 'phone' && index === shownBank.peek()) half.value = 1 - half.peek();
  else half.value = 0;
  if (index !== surfaceBank.peek()) isFollowing.value = 'off';
  bankIndex.value = index;
}

/** Pinned beside the bank: DCAs, unless they are the bank. */
export const pinned: ReadonlySignal<readonly string[]> = computed(() => {
  const dcas = link.layout.value?.of('dca').map(({ path }) => path) ?? [];
  return dcas.slice(0, 2).filter((path) => !shown.value.includes(path));
});

export const mainStrip: ReadonlySignal<string> = computed(() => link.layout.value?.of('main')[0]?.path ?? '');
