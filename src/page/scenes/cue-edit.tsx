import './cue-form.css';
import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Modal } from '../channel/modal.tsx';
import { tell } from '../frame/notice.tsx';
import { link } from '../link/link.ts';
import { closed, tried } from './actions.ts';
import { Fields } from './cue-fields.tsx';
import { Keys, Remove } from './cue-keys.tsx';
import { edited } from './cue-order.ts';
import { type CueForm, changedWords, contentOf, EMPTY, formOf, NOTHING_WRONG, numberBetween, textOf, wrongOf } from './cue-text.ts';
import { type CueState, cueOf, cues } from './show.ts';

/** The dialog that is open: of a cue there is, or of one that comes after another (undefined: first) and begins as a copy or empty. */
type Open =
  | { readonly kind: 'old'; readonly number: string }
  | { readonly kind: 'new'; readonly after: string | undefined; readonly form: CueForm };
const opened = signal<Open | undefined>(undefined);

/** What was typed in a dialog that was closed by Esc or a tap beside it, by cue; that of a new one under its own name. */
interface Draft {
  readonly form: CueForm;
  readonly base: CueState | undefined;
  readonly after: string | undefined;
}
const drafts = new Map<string, Draft>();
const draftName = (open: Open): string => (open.kind === 'old' ? `cue ${open.number}` : open.kind);

export function editCue(number: string): void {
  edited.value = number;
  opened.value = { kind: 'old', number };
}

/** @param after the cue it comes behind; undefined: before all */
function freeAfter(after: string | undefined): string {
  const list = cues.peek();
  const at = list.findIndex(({ number }) => number === after);
  return numberBetween(after, list[at + 1]?.number, new Set(list.map(({ number }) => number)));
}

export function newCue(): void {
  const why = closed();
  if (why !== undefined) {
    tell(why);
    return;
  }
  const list = cues.peek();
  const after = list.find(({ number }) => number === edited.peek())?.number ?? list.at(-1)?.number;
  opened.value = { kind: 'new', after, form: { ...EMPTY, number: freeAfter(after) } };
}

/** Names of where a new cue may stand are made of this and its number. */
const FIRST = '';

export function CueDialog() {
  const open = opened.value;
  const close = (): void => {
    opened.value = undefined;
  };
  if (!open) return null;
  const old = open.kind === 'old' ? cueOf(open.number) : undefined;
  const title = open.kind === 'new' ? 'New cue' : `Cue ${[open.number, old?.name].filter(Boolean).join(' ')}`;
  return (
    <Modal title={title} wide={true} close={close}>
      <Editor key={JSON.stringify(open)} open={open} close={close} />
    </Modal>
  );
}

function Editor({ open, close }: { open: Open; close: () => void }) {
  const fresh = freshOf(open);
  const draft = useSignal(drafts.get(draftName(open)));
  const begun = draft.peek() ?? fresh;
  // What the hand began from: what is on the desk may be another meanwhile.
  const base = useSignal(begun.base);
  const form = useSignal(begun.form);
  const after = useSignal(begun.after);
  const isDone = useRef(false);
  const end = (): void => {
    isDone.current = true;
    close();
  };
  useEffect(
    () => () => {
      const typed = JSON.stringify(form.peek()) !== JSON.stringify(fresh.form);
      if (isDone.current || !typed) drafts.delete(draftName(open));
      else drafts.set(draftName(open), { form: form.peek(), base: base.peek(), after: after.peek() });
    },
    [],
  );
  const wrong = useSignal(NOTHING_WRONG);
  const asks = useSignal(false);
  const now = open.kind === 'old' ? cueOf(open.number) : undefined;
  const theirs = theirsOf(open, base.value, now);
  useDryRun(
    () => argsOf(open, form.value, after.value),
    form.value,
    (message) => {
      wrong.value = message === undefined ? NOTHING_WRONG : wrongOf(message, form.peek());
    },
  );
  const save = async (): Promise<void> => {
    const refused = theirs ?? (await tried('put-cue', argsOf(open, form.peek(), after.peek())));
    if (refused === undefined) {
      edited.value = form.peek().number.trim();
      end();
    } else if (theirs === undefined) wrong.value = wrongOf(refused, form.peek());
  };
  return (
    <form
      class="pad cue-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {draft.value && (
        <div class="draft">
          <p>What you typed before is here again, not saved yet.</p>
          <button
            type="button"
            onClick={() => {
              draft.value = undefined;
              base.value = fresh.base;
              form.value = fresh.form;
              after.value = fresh.after;
            }}
          >
            Discard it
          </button>
        </div>
      )}
      {theirs !== undefined && (
        <div class="theirs" role="alert">
          <p>{theirs}</p>
          {now && (
            <div class="steps two">
              <button
                type="button"
                onClick={() => {
                  base.value = now;
                  form.value = formOf(now);
                }}
              >
                Take theirs
              </button>
              <button type="button" onClick={() => (base.value = now)}>
                Keep mine
              </button>
            </div>
          )}
        </div>
      )}
      <Fields
        form={form.value}
        wrong={wrong.value}
        change={(change) => {
          form.value = { ...form.peek(), ...change };
        }}
        place={
          open.kind === 'new' && (
            <label class="place">
              <span>Comes</span>
              <select
                value={after.value ?? FIRST}
                onChange={(event) => {
                  const chosen = event.currentTarget.value;
                  const isOwn = form.peek().number !== freeAfter(after.peek());
                  after.value = chosen === FIRST ? undefined : chosen;
                  if (!isOwn) form.value = { ...form.peek(), number: freeAfter(after.peek()) };
                }}
              >
                <option value={FIRST}>first of all</option>
                {cues.value.map(({ number, name }) => (
                  <option key={number} value={number}>
                    after {number} {name}
                  </option>
                ))}
              </select>
            </label>
          )
        }
      />
      {asks.value && now ? (
        <Remove cue={now} close={end} keep={() => (asks.value = false)} />
      ) : (
        <Keys
          isOld={now !== undefined}
          isHeld={theirs !== undefined}
          remove={() => (asks.value = true)}
          copy={() => {
            isDone.current = true;
            drafts.delete('new');
            opened.value = { kind: 'new', after: now?.number, form: { ...form.peek(), number: freeAfter(now?.number) } };
          }}
          close={end}
        />
      )}
    </form>
  );
}

/** What a dialog begins with. */
function freshOf(open: Open): Draft {
  if (open.kind === 'new') return { form: open.form, base: undefined, after: open.after };
  const cue = cueOf(open.number);
  return { form: cue ? formOf(cue) : EMPTY, base: cue, after: undefined };
}

/** Why nothing can be saved now; undefined while the desk has what the hand began from. */
function theirsOf(open: Open, base: CueState | undefined, now: CueState | undefined): string | undefined {
  if (open.kind === 'new') return undefined;
  if (!base || !now) return 'It was removed, or has another number, since this was opened.';
  return contentOf(base) === contentOf(now) ? undefined : `Changed elsewhere since this was opened: ${changedWords(base, now)}.`;
}

function argsOf(open: Open, form: CueForm, after: string | undefined): Record<string, string> {
  const said = { cue: form.number.trim(), text: textOf(form) };
  if (open.kind === 'old') return { ...said, where: 'at', other: open.number };
  const firstNumber = cues.peek()[0]?.number;
  if (after !== undefined) return { ...said, where: 'after', other: after };
  return firstNumber === undefined ? { ...said, where: 'end', other: '-' } : { ...said, where: 'before', other: firstNumber };
}

/** A hand that types is not asked for each letter (ms). */
const TYPED_MS = 300;

/** Asks the desk whether it would take the cue so. @param told of why not, or that it would */
function useDryRun(args: () => Record<string, string>, form: CueForm, told: (message: string | undefined) => void): void {
  const isFirst = useRef(true);
  useEffect(() => {
    // What was just opened is as the desk has it.
    if (isFirst.current) {
      isFirst.current = false;
      return undefined;
    }
    let isCurrent = true;
    const timer = setTimeout(() => {
      void link.verb('put-cue', args(), true).then((outcome) => {
        if (isCurrent) told(outcome.done ? undefined : outcome.error.message);
      });
    }, TYPED_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [form]);
}
