import { useSignal } from '@preact/signals';
import { link } from '../link/link.ts';
import { coverOf } from '../mixer/cover.ts';
import { askOf, change, toggled } from './scene-ask.ts';
import { KIND_WORDS } from './scene-keys.tsx';
import { PatternField, PatternList, Picker } from './scene-picker.tsx';
import { For, listOf, Save, useSetting, type Whose } from './scene-set.tsx';
import { Sheet } from './scene-sheet.tsx';
import { sceneOf } from './show.ts';

/** Kinds that a person says as one: `ch/*`. */
export function partsOfDesk(): [pattern: string, words: string][] {
  const kinds = new Set<string>();
  for (const { path } of link.layout.value?.params ?? []) kinds.add(path.slice(0, path.indexOf('/')));
  return Object.entries(KIND_WORDS).flatMap(([kind, words]): [string, string][] =>
    kinds.has(kind) ? [[kind === 'main' || kind === 'mono' ? `${kind}/**` : `${kind}/*`, words]] : [],
  );
}

/** Parts of the desk under a finger; none taken means all. */
export function PartKeys({ only, put }: { only: readonly string[]; put: (only: readonly string[]) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of keys everywhere
    <div class="choice" role="group" aria-label="parts">
      <button type="button" class={only.length === 0 ? 'lit' : ''} aria-pressed={only.length === 0} onClick={() => put([])}>
        All
      </button>
      {partsOfDesk().map(([pattern, words]) => (
        <button
          key={pattern}
          type="button"
          class={only.includes(pattern) ? 'lit' : ''}
          aria-pressed={only.includes(pattern)}
          onClick={() => put(toggled(only, pattern))}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

/** Single strips besides: what a kind takes is marked, and comes out only with the kind. */
export function StripKeys({ only, put }: { only: readonly string[]; put: (only: readonly string[]) => void }) {
  return (
    <Picker
      label="only these strips"
      mark={(strip) => ({ isOn: coverOf(only, strip) !== undefined, words: coverOf(only, strip) === undefined ? '' : 'IN' })}
      tap={(strip) => {
        const by = coverOf(only, strip);
        put(by === undefined || by === strip ? toggled(only, strip) : toggled(only, by));
      }}
    />
  );
}

export function ScopeSheet({ scene, whose }: { scene: string; whose: readonly Whose[] }) {
  const own = sceneOf(scene);
  const of = useSignal<Whose>(whose[0] ?? 'scene');
  const kept = useSetting(own?.only.join(', ') ?? '');
  const gains = useSetting(own?.preamps ? 'yes' : '');
  const isNow = of.value === 'recall';
  const ask = askOf(scene);
  const only = isNow ? ask.only : listOf(kept.now.value);
  const put = (patterns: readonly string[]): void => {
    if (isNow) change(scene, { only: patterns });
    else kept.now.value = patterns.join(', ');
  };
  const preamps = isNow ? ask.preamps : gains.now.value === 'yes';
  const flip = (): void => {
    if (isNow) change(scene, { preamps: !preamps });
    else gains.now.value = preamps ? '' : 'yes';
  };
  return (
    <Sheet title={`Scope of ${scene}`}>
      <For whose={whose} value={of.value} pick={(one) => (of.value = one)} />
      <div class="scroll">
        <h3>Parts of the desk</h3>
        <PartKeys only={only} put={put} />
        <h3>Single strips</h3>
        <StripKeys only={only} put={put} />
        <PatternList
          patterns={only}
          remove={(pattern) => put(toggled(only, pattern))}
          none={isNow ? 'All that the scene holds is recalled.' : 'The scene is kept to no part.'}
        />
        <PatternField
          words="another part, as a pattern"
          add={(pattern) => {
            put([...only, pattern]);
            return undefined;
          }}
        />
        <button type="button" role="switch" class={preamps ? 'line lit' : 'line'} aria-checked={preamps} onClick={flip}>
          Gain and 48 V too <small>{preamps ? 'recalled' : 'left alone'}</small>
        </button>
      </div>
      <Save
        scene={scene}
        of={of.value}
        parts={[
          ['only', kept.now.value, kept.was.value],
          ['preamps', gains.now.value, gains.was.value],
        ]}
      />
    </Sheet>
  );
}
