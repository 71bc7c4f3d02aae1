import { useSignal } from '@preact/signals';
import { askOf, change } from './scene-ask.ts';
import { CURVE_WORDS } from './scene-keys.tsx';
import { For, Save, type Whose } from './scene-set.tsx';
import { Sheet } from './scene-sheet.tsx';
import { sceneOf, timeText } from './show.ts';

/** Times that shows use (ms); any other is typed. */
const TIMES_MS = [0, 500, 1000, 2000, 3000, 4000, 6000, 10_000, 20_000] as const;
const MOST_S = 3600;

const wordsOf = (ms: number): string => (ms === 0 ? 'At once' : timeText(ms));

/** How long it takes: this time, or whenever the scene is recalled. */
export function FadeSheet({ scene, whose }: { scene: string; whose: readonly Whose[] }) {
  const own = sceneOf(scene);
  const of = useSignal<Whose>(whose[0] ?? 'scene');
  const kept = useSignal(own?.fadeMs ?? 0);
  const isNow = of.value === 'recall';
  const ms = isNow ? askOf(scene).overMs : kept.value;
  const put = (time: number | undefined): void => {
    if (isNow) change(scene, { overMs: time });
    else kept.value = time ?? 0;
  };
  return (
    <Sheet title={`Fade of ${scene}`} wide={false}>
      <For whose={whose} value={of.value} pick={(one) => (of.value = one)} />
      <div class="times">
        {isNow && (
          <button type="button" class={ms === undefined ? 'all lit' : 'all'} aria-pressed={ms === undefined} onClick={() => put(undefined)}>
            Its own: {wordsOf(own?.fadeMs ?? 0)}
          </button>
        )}
        {TIMES_MS.map((time) => (
          <button key={time} type="button" class={ms === time ? 'lit' : ''} aria-pressed={ms === time} onClick={() => put(time)}>
            {wordsOf(time)}
          </button>
        ))}
      </div>
      <label class="typed">
        <span class="sec">Seconds</span>
        <input
          class="field"
          inputMode="decimal"
          autocomplete="off"
          maxLength={7}
          value={ms === undefined ? '' : String(ms / 1000)}
          onChange={(event) => {
            const field = event.currentTarget;
            put(msOf(field.value));
            field.value = msOf(field.value) === undefined ? '' : String((msOf(field.value) ?? 0) / 1000);
          }}
        />
      </label>
      <Save scene={scene} of={of.value} parts={[['fade', fadeWords(kept.value, own?.curve), fadeWords(own?.fadeMs ?? 0, own?.curve)]]} />
    </Sheet>
  );
}

/** As a scene file has it: `4 s along linear`; nothing for none. */
const fadeWords = (ms: number, curve: string | null | undefined): string => (ms === 0 ? '' : `${ms / 1000} s along ${curve ?? 's'}`);

/** `2`, `2.5`, `2,5`; anything else means the scene's own time. */
function msOf(text: string): number | undefined {
  const seconds = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !(seconds >= 0 && seconds <= MOST_S) ? undefined : Math.round(seconds * 1000);
}

/** From a low fader to a high one, as `scenes/curves.ts` runs: time to the right, travel upwards. */
const SHAPES: Readonly<Record<string, string>> = {
  s: 'M2 38C20 38 28 2 46 2',
  linear: 'M2 38L46 2',
  db: 'M2 38C18 20 34 8 46 2',
  gain: 'M2 38C4 12 20 5 46 2',
  'equal-power': 'M2 38C3 8 14 2 46 2',
};

/** Along what it goes. A recall takes the curve of its scene, so this is always the scene's. */
export function CurveSheet({ scene }: { scene: string }) {
  const own = sceneOf(scene);
  const curve = useSignal(own?.curve ?? 's');
  const ms = own?.fadeMs ?? 0;
  return (
    <Sheet title={`Curve of ${scene}`} wide={false}>
      <p class="sec">A recall takes the curve of its scene: this changes the scene.</p>
      <div class="curves">
        {Object.entries(CURVE_WORDS).map(([name, words]) => (
          <button
            key={name}
            type="button"
            class={curve.value === name ? 'lit' : ''}
            aria-pressed={curve.value === name}
            onClick={() => (curve.value = name)}
          >
            <svg viewBox="0 0 48 40" width="48" height="40" aria-hidden="true">
              <path d={SHAPES[name]} />
            </svg>
            {words}
          </button>
        ))}
      </div>
      {ms === 0 ? (
        <p>It has no fade yet: give it a time first.</p>
      ) : (
        <Save scene={scene} of="scene" parts={[['fade', fadeWords(ms, curve.value), fadeWords(ms, own?.curve)]]} />
      )}
    </Sheet>
  );
}
