import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { link } from '../link/link.ts';
import type { CueForm, Then, Wrong } from './cue-text.ts';

interface FieldsProps {
  readonly form: CueForm;
  readonly wrong: Wrong;
  readonly change: (change: Partial<CueForm>) => void;
  /** Where a new one stands. */
  readonly place: ComponentChildren;
}

/** Everything that a cue says. */
export function Fields({ form, wrong, change, place }: FieldsProps) {
  const { number, name, lines, when, wait, follows, after, armed, skip, opens, note } = form;
  return (
    <div class="fields">
      {wrong.rest.map((words) => (
        <p key={words} class="reason" role="alert">
          {words}
        </p>
      ))}
      <div class="two-up">
        <Field label="Number" value={number} length={32} set={(text) => change({ number: text })} />
        <Field label="Name" value={name} length={100} set={(text) => change({ name: text })} />
      </div>
      {place}
      <RowList
        title="What it does"
        name="line"
        hint='recall "Verse 2", mute ch/7, fade main/fader -inf over 5s'
        rows={lines}
        wrong={wrong.lines}
        isSaid={true}
        set={(rows) => change({ lines: rows })}
      />
      <div class="three-up">
        <Field label="Wait before it" value={wait} hint="none" length={20} wrong={wrong.wait} set={(text) => change({ wait: text })} />
        <label>
          <span>Then the next</span>
          {/* Cast: its options are these words. */}
          <select value={follows} onChange={(event) => change({ follows: event.currentTarget.value as Then })}>
            <option value="wait">waits for Go</option>
            <option value="go">starts with it</option>
            <option value="follow">follows when it is done</option>
          </select>
        </label>
        {follows !== 'wait' && (
          <Field
            label="so long after"
            value={after}
            hint="at once"
            length={20}
            wrong={wrong.after}
            set={(text) => change({ after: text })}
          />
        )}
      </div>
      <RowList
        title="What starts it besides Go"
        name="trigger"
        hint="midi program 14, msc fire 3, clock 19:30"
        rows={when}
        wrong={wrong.when}
        isSaid={false}
        set={(rows) => change({ when: rows })}
      />
      <div class="switches">
        <Switch label="Armed" small="off: its lines are not said" isOn={armed} set={(is) => change({ armed: is })} />
        <Switch label="Skip" small="as if it were not there" isOn={skip} set={(is) => change({ skip: is })} />
        <Switch label="Opens" small="takes off mutes of hands too" isOn={opens} set={(is) => change({ opens: is })} />
      </div>
      <Field label="Note" value={note} length={200} set={(text) => change({ note: text })} />
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly length: number;
  readonly hint?: string;
  readonly wrong?: string | undefined;
  readonly set: (text: string) => void;
}

function Field({ label, value, length, hint = '', wrong, set }: FieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        class={wrong === undefined ? '' : 'bad'}
        value={value}
        maxLength={length}
        placeholder={hint}
        autocomplete="off"
        aria-invalid={wrong !== undefined}
        onInput={(event) => set(event.currentTarget.value)}
      />
      {wrong !== undefined && (
        <small class="reason" role="alert">
          {wrong}
        </small>
      )}
    </label>
  );
}

interface RowListProps {
  readonly title: string;
  /** Of one of them, for those who do not see it: `line 2`. */
  readonly name: string;
  readonly hint: string;
  readonly rows: readonly string[];
  readonly wrong: ReadonlyMap<number, string>;
  /** They are lines of the verb language: below each stands what it would do now. */
  readonly isSaid: boolean;
  readonly set: (rows: readonly string[]) => void;
}

/** One text a row, with its reason at the row. */
function RowList({ title, name, hint, rows, wrong, isSaid, set }: RowListProps) {
  const fields = useRef<HTMLDivElement>(null);
  const grown = useRef(false);
  useEffect(() => {
    // The row that was just added is the one to write in.
    if (grown.current) [...(fields.current?.querySelectorAll('input') ?? [])].at(-1)?.focus();
    grown.current = false;
  }, [rows.length]);
  const add = (): void => {
    grown.current = true;
    set([...rows, '']);
  };
  return (
    <fieldset>
      <legend>{title}</legend>
      <div ref={fields}>
        {rows.map((row, index) => (
          <div key={index} class="said">
            <input
              class={wrong.has(index) ? 'bad' : ''}
              value={row}
              maxLength={1000}
              placeholder={hint}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              aria-label={`${name} ${index + 1}`}
              aria-invalid={wrong.has(index)}
              onInput={(event) => set(rows.with(index, event.currentTarget.value))}
            />
            <button type="button" aria-label={`take ${name} ${index + 1} away`} onClick={() => set(rows.toSpliced(index, 1))}>
              ✕
            </button>
            {wrong.has(index) ? (
              <small class="reason" role="alert">
                {wrong.get(index)}
              </small>
            ) : (
              isSaid && row.trim() !== '' && <WouldDo line={row} />
            )}
          </div>
        ))}
      </div>
      <button type="button" class="add" onClick={add}>
        Add a {name}
      </button>
    </fieldset>
  );
}

const LOOK_MS = 400;

/** What a line would do now. It may be right and still have nothing to do, or be refused now and done later. */
function WouldDo({ line }: { line: string }) {
  const found = useSignal({ says: '', refused: '' });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      void link.ask({ t: 'say', line, dry: true }).then((outcome) => {
        if (!isCurrent) return;
        found.value = outcome.done ? { says: outcome.answer?.says ?? '', refused: '' } : { says: '', refused: outcome.error.message };
      });
    }, LOOK_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [line]);
  const { says, refused } = found.value;
  if (refused !== '') return <small class="not-now">As things are: {refused}</small>;
  return says === '' ? null : <small class="would">{says.split('\n')[0]}</small>;
}

function Switch({ label, small, isOn, set }: { label: string; small: string; isOn: boolean; set: (is: boolean) => void }) {
  return (
    <button type="button" role="switch" aria-checked={isOn} class={isOn ? 'lit' : ''} onClick={() => set(!isOn)}>
      <b>
        {label} {isOn ? 'on' : 'off'}
      </b>
      <small>{small}</small>
    </button>
  );
}
