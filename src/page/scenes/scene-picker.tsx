import { useSignal } from '@preact/signals';
import type { StripInfo } from '../link/layout.ts';
import { link } from '../link/link.ts';
import { numberOf } from '../mixer/banks.ts';
import { colorVar, nameOf } from '../mixer/names.ts';
import { KIND_WORDS } from './scene-keys.tsx';
import { Choice } from './scene-sheet.tsx';

/** How a plate stands: taken as such, taken by a pattern that takes more, or in part. */
export interface Mark {
  readonly isOn: boolean;
  /** Under the name: `SAFE`, `EQ`. */
  readonly words: string;
}

interface PickerProps {
  readonly label: string;
  readonly mark: (strip: string) => Mark;
  readonly tap: (strip: string) => void;
}

/** Strips as they look on the mixer, a kind at a time; masters of a desk stand together. */
export function Picker({ label, mark, tap }: PickerProps) {
  const strips = link.layout.value?.strips ?? [];
  const kinds = [...new Set(strips.map(groupOf))];
  const kind = useSignal(kinds[0] ?? '');
  return (
    <div class="picker">
      <Choice
        label="kinds of strips"
        options={kinds.map((one) => [one, KIND_WORDS[one] ?? 'Main'] as const)}
        value={kind.value}
        pick={(one) => (kind.value = one)}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid everywhere */}
      <div class="plates" role="group" aria-label={label}>
        {strips
          .filter((strip) => groupOf(strip) === kind.value)
          .map((strip) => (
            <PlateKey key={strip.path} strip={strip} mark={mark(strip.path)} tap={tap} />
          ))}
      </div>
    </div>
  );
}

const groupOf = ({ kind }: StripInfo): string => (kind === 'mono' ? 'main' : kind);

function PlateKey({ strip, mark: { isOn, words }, tap }: { strip: StripInfo; mark: Mark; tap: (strip: string) => void }) {
  const color = link.param(`${strip.path}/color`).text.value;
  return (
    <button
      type="button"
      class={color === 'off' ? 'plate off' : 'plate'}
      aria-pressed={isOn}
      style={{ '--c': colorVar(color) }}
      onClick={() => tap(strip.path)}
    >
      <span>
        {numberOf(strip)}
        {words !== '' && <em>{words}</em>}
      </span>
      <b>{nameOf(strip.path)}</b>
    </button>
  );
}

/** A pattern by the keyboard of the device: what the grid does not offer. */
export function PatternField({ words, add }: { words: string; add: (pattern: string) => Promise<string | undefined> | undefined }) {
  const text = useSignal('');
  const refused = useSignal<string | undefined>(undefined);
  const enter = async (): Promise<void> => {
    const wanted = text.peek().trim();
    if (wanted === '') return;
    refused.value = await add(wanted);
    if (refused.peek() === undefined) text.value = '';
  };
  return (
    <form
      class="pattern"
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <input
        class={refused.value === undefined ? 'field text' : 'field text struck'}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="done"
        maxLength={200}
        placeholder="ch/1..8/eq"
        aria-label={words}
        aria-invalid={refused.value !== undefined}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          refused.value = undefined;
        }}
      />
      <button type="submit">Add</button>
      {refused.value !== undefined && (
        <p class="reason" role="alert">
          {refused.value}
        </p>
      )}
    </form>
  );
}

/** What is taken, each with what takes it out again. */
export function PatternList({ patterns, remove, none }: { patterns: readonly string[]; remove: (pattern: string) => void; none: string }) {
  if (patterns.length === 0) return <p class="sec">{none}</p>;
  return (
    <ul class="patterns">
      {patterns.map((pattern) => (
        <li key={pattern}>
          <button type="button" aria-label={`take out ${pattern}`} onClick={() => remove(pattern)}>
            {pattern} <i aria-hidden="true">×</i>
          </button>
        </li>
      ))}
    </ul>
  );
}
