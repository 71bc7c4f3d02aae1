import { computed, useSignal } from '@preact/signals';
import { link } from '../link/link.ts';
import { coverOf } from '../mixer/cover.ts';
import { tried } from './actions.ts';
import { askOf, change } from './scene-ask.ts';
import { type Mark, PatternField, PatternList, Picker } from './scene-picker.tsx';
import { For, listOf, Save, useSetting, type Whose } from './scene-set.tsx';
import { Choice, Sheet } from './scene-sheet.tsx';
import { stripOf } from './scene-words.ts';
import { isOpen, sceneOf } from './show.ts';

/** Parts of a strip as a person says them, with the leaves they are of; none: the whole strip. */
const SECTIONS: readonly (readonly [name: string, words: string, short: string, leaves: readonly string[]])[] = [
  ['strip', 'Whole strip', 'SAFE', []],
  ['eq', 'EQ', 'EQ', ['eq', 'hpf', 'lpf']],
  ['dyn', 'Dynamics', 'DYN', ['gate', 'dyn']],
  ['sends', 'Sends', 'SENDS', ['send']],
  ['mute', 'Mute', 'MUTE', ['mute']],
  ['fader', 'Fader', 'FADER', ['fader']],
  ['name', 'Name', 'NAME', ['name', 'color', 'icon']],
];

/** Patterns of a section of a strip, as far as the desk has it. */
function patternsOf(strip: string, leaves: readonly string[]): string[] {
  if (leaves.length === 0) return [strip];
  return leaves.map((leaf) => `${strip}/${leaf}`).filter((path) => sections.value.has(path));
}

/** `ch/7/eq` and all others that there are: looked up for each plate of the grid. */
const sections = computed(
  () =>
    new Set(
      (link.layout.value?.params ?? []).flatMap(({ path }) => {
        const strip = stripOf(path);
        return strip === undefined ? [] : [`${strip}/${path.slice(strip.length + 1).split('/', 1)[0]}`];
      }),
    ),
);

interface Safes {
  readonly patterns: readonly string[];
  readonly add: (patterns: readonly string[]) => Promise<string | undefined> | undefined;
  readonly remove: (patterns: readonly string[]) => Promise<string | undefined> | undefined;
}

/** The safes of the show: each tap is a verb, and what it did comes back as news. */
const ofShow = (): Safes => ({
  patterns: link.show.value?.safes ?? [],
  add: (patterns) => tried('safe', { patterns: patterns.join(', ') }),
  remove: (patterns) => tried('unsafe', { patterns: patterns.join(', ') }),
});

/** Safes that are a list on this page: each change is the list as a whole. */
const ofList = (patterns: readonly string[], put: (patterns: readonly string[]) => void): Safes => ({
  patterns,
  add: (more) => {
    put([...patterns, ...more.filter((one) => !patterns.includes(one))]);
    return undefined;
  },
  remove: (less) => {
    put(patterns.filter((one) => !less.includes(one)));
    return undefined;
  },
});

export function SafesSheet({ scene, whose }: { scene: string; whose: readonly Whose[] }) {
  const of = useSignal<Whose>('show');
  const kept = useSetting(sceneOf(scene)?.safe.join(', ') ?? '');
  const safesOf: Readonly<Record<Whose, () => Safes>> = {
    show: ofShow,
    recall: () => ofList(askOf(scene).except, (except) => change(scene, { except })),
    scene: () =>
      ofList(listOf(kept.now.value), (patterns) => {
        kept.now.value = patterns.join(', ');
      }),
  };
  return (
    <Sheet title={of.value === 'show' ? 'Safes of the show' : `Safes of ${scene}`}>
      <For whose={whose} value={of.value} pick={(one) => (of.value = one)} />
      <SafeGrid safes={safesOf[of.value]()} isOff={of.value === 'show' && !isOpen.value} />
      <Save scene={scene} of={of.value} parts={[['safe', kept.now.value, kept.was.value]]} />
    </Sheet>
  );
}

function SafeGrid({ safes: { patterns, add, remove }, isOff }: { safes: Safes; isOff: boolean }) {
  const section = useSignal('strip');
  const says = useSignal('');
  const [, words = '', , leaves = []] = SECTIONS.find(([name]) => name === section.value) ?? [];
  const cover = (strip: string, path = strip): string | undefined =>
    coverOf(patterns, strip, link.param(`${strip}/name`).text.value) ?? coverOf(patterns, path);
  const mark = (strip: string): Mark => {
    const whole = cover(strip);
    const parts = SECTIONS.slice(1).filter(([, , , of]) => {
      const wanted = patternsOf(strip, of);
      return wanted.length > 0 && wanted.every((path) => cover(strip, path) !== undefined);
    });
    const isOn = whole !== undefined || (leaves.length > 0 && parts.some(([name]) => name === section.value));
    const short = whole !== undefined ? 'SAFE' : parts.map(([, , name]) => name).join(' ');
    return { isOn, words: short };
  };
  const tap = async (strip: string): Promise<void> => {
    says.value = '';
    if (isOff) return;
    const wanted = patternsOf(strip, leaves);
    const missing = wanted.filter((path) => cover(strip, path) === undefined);
    const single = wanted.filter((path) => patterns.includes(path));
    if (wanted.length === 0) says.value = 'This strip has none of that';
    else if (missing.length > 0) says.value = (await add(missing)) ?? '';
    else if (single.length > 0) says.value = (await remove(single)) ?? '';
    // What takes more than this strip is taken out below, where it is seen what it takes.
    else says.value = `Safe by ${cover(strip, wanted[0])}: take that out below`;
  };
  return (
    <>
      <Choice
        label="part of a strip"
        options={SECTIONS.map(([name, text]) => [name, text] as const)}
        value={section.value}
        pick={(one) => (section.value = one)}
      />
      <div class="scroll">
        <Picker label={`safe: ${words}`} mark={mark} tap={(strip) => void tap(strip)} />
        <PatternList
          patterns={patterns}
          remove={(pattern) => {
            if (!isOff) void Promise.resolve(remove([pattern])).then((why) => (says.value = why ?? ''));
          }}
          none="Nothing is safe."
        />
        <PatternField words="a safe, as a pattern or a name" add={(pattern) => (isOff ? undefined : add([pattern]))} />
        <p class="sec" role="status">
          {says.value}
        </p>
      </div>
    </>
  );
}
