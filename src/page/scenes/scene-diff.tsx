import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link } from '../link/link.ts';
import type { Outcome } from '../link/protocol.ts';
import { tried } from './actions.ts';
import { closeSheet, Sheet } from './scene-sheet.tsx';
import { useTurns } from './scene-turns.ts';
import { pathWords, saidOf, sentence } from './scene-words.ts';
import { isOpen } from './show.ts';

interface Version {
  readonly version: string;
  readonly atMs: number;
}
/** The part of what `diff` finds that a page reads; `scenes/diff.ts` writes it. */
interface DiffRow {
  readonly path: string;
  readonly is: 'added' | 'removed' | 'changed';
  readonly from: string;
  readonly to: string;
}

const isList = <T extends object>(found: unknown, key: string): found is readonly T[] =>
  Array.isArray(found) && found.every((one) => typeof one === 'object' && one !== null && key in one);
const rowsOf = (found: unknown): readonly DiffRow[] =>
  typeof found === 'object' && found !== null && 'rows' in found && isList<DiffRow>(found.rows, 'path') ? found.rows : [];
const whyNot = (outcome: Outcome): string | undefined => (outcome.done ? undefined : outcome.error.message);

/** `Wed 20:41:16`, and the date of what is older than a week. */
function timeOf(atMs: number): string {
  const at = new Date(atMs);
  const time = at.toLocaleTimeString('en-GB');
  const day = at.toLocaleDateString(
    'en-GB',
    Date.now() - atMs < 6 * 86_400_000 ? { weekday: 'short' } : { day: 'numeric', month: 'short' },
  );
  return `${day} ${time}`;
}

const NOW = 'now';
const LIVE = 'live';

/** A scene against the desk, against what it was, and what it was against what it was; an old one comes back from here. */
export function DiffSheet({ scene }: { scene: string }) {
  const versions = useSignal<readonly Version[] | undefined>(undefined);
  const from = useSignal(NOW);
  const to = useSignal(LIVE);
  const rows = useSignal<readonly DiffRow[] | undefined>(undefined);
  const says = useSignal('…');
  const isBringing = useSignal(false);
  useEffect(() => {
    void link.verb('versions', { scene }).then((outcome) => {
      const found = outcome.done ? outcome.answer?.found : undefined;
      versions.value = isList<Version>(found, 'version') ? found : [];
    });
  }, [scene, versions]);
  const turns = useTurns();
  const [one, two, isBack] = [from.value, to.value, isBringing.value];
  useEffect(() => {
    let isOver = false;
    const between = { scene, ...(one === NOW ? {} : { version: one }), ...(one === NOW || two === NOW ? {} : { other: two }) };
    // A version that is to come back is shown as what that changes.
    const asking = isBack ? link.verb('restore-scene', { scene, version: one }, true) : link.verb('diff', between);
    void asking.then((outcome) => {
      if (isOver) return;
      says.value = whyNot(outcome) ?? (outcome.done ? (outcome.answer?.says.split('\n', 1)[0] ?? '') : '');
      rows.value = outcome.done ? rowsOf(outcome.answer?.found) : [];
    });
    return () => {
      isOver = true;
    };
    // The desk moves under a comparison with it.
  }, [scene, one, two, isBack, two === LIVE ? turns : 0, rows, says]);
  const past = versions.value ?? [];
  const words = (version: string): string => {
    const at = past.findIndex((known) => known.version === version);
    return at < 0 ? version : `${at + 1} · until ${timeOf(past[at]?.atMs ?? 0)}`;
  };
  const pickFrom = (version: string): void => {
    from.value = version;
    isBringing.value = false;
    if (version === NOW) to.value = LIVE;
    else if (to.peek() === LIVE || to.peek() === version) to.value = NOW;
  };
  const others = one === NOW ? [] : past.filter(({ version }) => version !== one);
  return (
    <Sheet title={`Versions of ${scene}`}>
      <div class="ends">
        <End
          label="From"
          value={one}
          pick={pickFrom}
          options={[[NOW, 'The scene now'], ...past.map(({ version }) => [version, words(version)] as const)]}
        />
        <span aria-hidden="true">→</span>
        <End
          label="To"
          value={two}
          pick={(version) => {
            to.value = version;
            isBringing.value = false;
          }}
          options={
            one === NOW
              ? [[LIVE, 'The desk right now']]
              : [[NOW, 'The scene now'], ...others.map(({ version }) => [version, words(version)] as const)]
          }
        />
      </div>
      <p class="sec" role="status">
        {versions.value?.length === 0 ? `${sentence(says.value)}. It has no earlier versions yet.` : sentence(says.value)}
      </p>
      <DiffRows rows={rows.value ?? []} />
      {one === NOW ? (
        <Close />
      ) : isBack ? (
        <Bring scene={scene} version={one} words={words(one)} />
      ) : (
        <div class="steps two">
          <button type="button" onClick={closeSheet}>
            Close
          </button>
          <button
            type="button"
            class="set"
            disabled={!isOpen.value}
            onClick={() => {
              to.value = NOW;
              isBringing.value = true;
            }}
          >
            Bring this version back
          </button>
        </div>
      )}
    </Sheet>
  );
}

function Close() {
  return (
    <div class="steps one">
      <button type="button" class="set" onClick={closeSheet}>
        Close
      </button>
    </div>
  );
}

interface EndProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly pick: (value: string) => void;
}

function End({ label, value, options, pick }: EndProps) {
  return (
    <label class="box">
      <span>{label}</span>
      <select value={value} onChange={(event) => pick(event.currentTarget.value)}>
        {options.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** More than a person reads. */
const MOST = 200;

function DiffRows({ rows }: { rows: readonly DiffRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard too
    <section class="df diff" aria-label="differences" tabIndex={0}>
      {rows.slice(0, MOST).map((row) => (
        <DiffLine key={row.path} row={row} />
      ))}
      {rows.length > MOST && <p class="more">and {rows.length - MOST} more</p>}
    </section>
  );
}

/** A text may be empty and still be there. */
function endOf(path: string, text: string, isAway: boolean): string {
  if (text === '') return isAway ? 'nothing' : '""';
  return saidOf(path, text);
}

const SIGNS = { added: '+', removed: '−', changed: '' } as const;

export function DiffLine({ row: { path, is, from, to } }: { row: DiffRow }) {
  const words = pathWords(path);
  return (
    <div class="r">
      <span class="plate" style={{ '--c': words.color }}>
        <b>{words.name}</b>
      </span>
      <span class="sec leaf">{words.leaf}</span>
      <span class="ft" dir="auto">
        {endOf(path, from, is === 'added')} → <b>{endOf(path, to, is === 'removed')}</b>
      </span>
      <span class="d">{SIGNS[is]}</span>
    </div>
  );
}

/** Asked once more; above stands what it changes. */
function Bring({ scene, version, words }: { scene: string; version: string; words: string }) {
  const refused = useSignal<string | undefined>(undefined);
  const bring = async (): Promise<void> => {
    refused.value = await tried('restore-scene', { scene, version });
    if (refused.peek() === undefined) closeSheet();
  };
  return (
    <>
      <p>The scene becomes version {words} again. What it says now is kept as a version; the desk does not move.</p>
      <p class="reason" role="alert">
        {refused.value ?? ''}
      </p>
      <div class="steps two">
        <button type="button" onClick={closeSheet}>
          Cancel
        </button>
        <button type="button" class="set" disabled={!isOpen.value} onClick={() => void bring()}>
          Bring it back
        </button>
      </div>
    </>
  );
}
