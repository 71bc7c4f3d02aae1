import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { chosen } from './show.ts';

/** How the next recall from this page differs from what its scene says. Of one scene: whoever looks at another begins anew. */
export interface RecallAsk {
  /** ms; undefined: the scene's own. */
  readonly overMs?: number | undefined;
  /** Patterns it is kept to; none: all the scene holds. */
  readonly only: readonly string[];
  /** Patterns it leaves alone besides the safes. */
  readonly except: readonly string[];
  /** Gain and 48 V too. */
  readonly preamps: boolean;
}

const NO_ASK: RecallAsk = { only: [], except: [], preamps: false };

const asked = signal<{ readonly scene: string; readonly ask: RecallAsk }>({ scene: '', ask: NO_ASK });

/** Reading it follows it. */
export const askOf = (scene: string): RecallAsk => (asked.value.scene === scene ? asked.value.ask : NO_ASK);

export function change(scene: string, part: Partial<RecallAsk>): void {
  asked.value = { scene, ask: { ...askOf(scene), ...part } };
}

/** @returns ends it */
export const forgetAsks = (): (() => void) =>
  effect(() => {
    const scene = sceneName();
    if (asked.peek().scene !== scene) asked.value = { scene, ask: NO_ASK };
  });

/** As the verb has it: `only ch/1..8, bus/* except ch/3/eq preamps`. */
export function scopeOf(scene: string): string {
  const { only, except, preamps } = askOf(scene);
  return [
    only.length > 0 ? `only ${only.join(', ')}` : '',
    except.length > 0 ? `except ${except.join(', ')}` : '',
    preamps ? 'preamps' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const sceneName = (): string => (chosen.value?.kind === 'scene' ? chosen.value.name : '');
/** Of the scene that is looked at. */
export const overMs: ReadonlySignal<number | undefined> = computed(() => askOf(sceneName()).overMs);
export const scope: ReadonlySignal<string> = computed(() => scopeOf(sceneName()));

export const toggled = (list: readonly string[], one: string): string[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
