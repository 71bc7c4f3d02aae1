import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Law } from '../../desk/law.ts';
import { rangeText } from '../../desk/value.ts';
import type { ParamInfo } from '../link/layout.ts';
import type { Ask } from './ask.ts';
import { keyed, nudges, PAD, parted, readEntry, spoken, typed, unitKeys } from './entry.ts';

/** A number by figures, by steps, or from a keyboard. What is refused stays, struck, with the reason under it. */
export function NumberPad({ question, info, law, close }: { question: Ask; info: ParamInfo; law: Law; close: () => void }) {
  const { param, put } = question;
  const now = param.level;
  const text = useSignal('');
  const refused = useSignal<string | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const write = (next: string): void => {
    text.value = next;
    refused.value = undefined;
  };
  const press = (key: string): void => write(typed(refused.value === undefined ? text.value : '', key));
  const send = async (value: number): Promise<boolean> => {
    refused.value = await put(value);
    return refused.value === undefined;
  };
  const enter = async (): Promise<void> => {
    if (text.value.trim() === '') {
      close();
      return;
    }
    const read = readEntry(info, text.value);
    if ('refused' in read) refused.value = read.refused;
    else if (typeof read.value === 'number' && (await send(read.value))) close();
  };
  const step = (to: (value: number) => number): void => {
    write('');
    void send(to(now.value));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') void enter();
    else if (event.key.startsWith('Arrow') && /Left|Right/.test(event.key) && text.value !== '') return;
    else {
      const next = keyed(law, now.value, event.key, event.shiftKey);
      if (next === undefined) return;
      step(() => next);
    }
    event.preventDefault();
  };
  const [figure, unit] = parted(now.value, law.unit, law.min < 0);

  return (
    <div class="pad">
      <p class="now">
        now <b>{figure}</b> {unit} <span class="range">{rangeText(law.min, law.max, law.unit)}</span>
      </p>
      <input
        ref={field}
        class={refused.value === undefined ? 'field' : 'field struck'}
        inputMode="none"
        autocomplete="off"
        enterkeyhint="done"
        maxLength={24}
        aria-label={`new value, now ${spoken(now.value, law.unit, law.min < 0)}`}
        aria-invalid={refused.value !== undefined}
        placeholder={`${figure} ${unit}`}
        value={text.value}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p class="reason" role="alert">
        {refused.value ?? ''}
      </p>
      <div class="steps">
        {nudges(law).map(({ label, spoken: name, to }) => (
          <button type="button" key={label} aria-label={name} onClick={() => step(to)}>
            {label}
          </button>
        ))}
      </div>
      <div class="keys">
        {PAD.map((key) => (
          <button type="button" key={key} aria-label={key === '-' ? 'sign' : key === '.' ? 'point' : key} onClick={() => press(key)}>
            {key === '-' ? '±' : key}
          </button>
        ))}
        <div class="side">
          <button type="button" aria-label="delete the last figure" onClick={() => write(text.value.slice(0, -1))}>
            ⌫
          </button>
          {unitKeys(law).map(([label, writes]) => (
            <button type="button" key={label} onClick={() => press(writes)}>
              {label}
            </button>
          ))}
          <button type="button" class="set" onClick={() => void enter()}>
            Set
          </button>
        </div>
      </div>
    </div>
  );
}
