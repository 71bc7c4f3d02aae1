import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { link } from '../link/link.ts';
import type { Answer } from '../link/protocol.ts';
import { tried } from './actions.ts';
import { DiffLine } from './scene-diff.tsx';
import { NameField } from './scene-name.tsx';
import { PartKeys, StripKeys } from './scene-scope.tsx';
import { closeSheet, Ending, Sheet } from './scene-sheet.tsx';
import { useTurns } from './scene-turns.ts';
import { sentence } from './scene-words.ts';
import { openList, sceneOf, scenes, tapped } from './show.ts';

/** A part of the desk to keep; folded as long as it is all. */
function Parts({ only, put }: { only: readonly string[]; put: (only: readonly string[]) => void }) {
  return (
    <details class="part">
      <summary>{only.length === 0 ? 'All of the desk' : `Only ${only.join(', ')}`}</summary>
      <PartKeys only={only} put={put} />
      <h3>Single strips</h3>
      <StripKeys only={only} put={put} />
    </details>
  );
}

const scopeArgs = (only: readonly string[]): { scope?: string } => (only.length === 0 ? {} : { scope: `only ${only.join(', ')}` });

export function NewSheet() {
  const name = useSignal('');
  const only = useSignal<readonly string[]>([]);
  const refused = useSignal<string | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const store = async (): Promise<void> => {
    const wanted = name.peek().trim();
    if (wanted === '') refused.value = 'a scene has a name';
    // The name of another one would make that a version: what is meant then is "Update".
    else if (scenes.peek().some((one) => one.name.toLowerCase() === wanted.toLowerCase() || one.number === wanted))
      refused.value = `"${wanted}" is there already; choose it and press Update`;
    else refused.value = await tried('store', { name: wanted, ...scopeArgs(only.peek()) });
    if (refused.peek() !== undefined) return;
    openList.value = 'scenes';
    tapped.value = { kind: 'scene', name: wanted };
    closeSheet();
  };
  return (
    <Sheet title="Store the desk as a new scene">
      <form
        class="pad"
        onSubmit={(event) => {
          event.preventDefault();
          void store();
        }}
      >
        <NameField
          field={field}
          label="name of the scene"
          value={name.value}
          isRefused={refused.value !== undefined}
          put={(text) => {
            name.value = text;
            refused.value = undefined;
          }}
        />
        <div class="scroll">
          <Parts only={only.value} put={(patterns) => (only.value = patterns)} />
          <Removed />
        </div>
        <Ending refused={refused.value} words="Store" />
      </form>
    </Sheet>
  );
}

interface Gone {
  readonly name: string;
  readonly number: string;
}

/** Scenes that were removed, each with what brings it back. */
function Removed() {
  const gone = useSignal<readonly Gone[]>([]);
  useEffect(() => {
    void link.verb('scenes', { which: 'removed' }).then((outcome) => {
      const found = outcome.done ? outcome.answer?.found : undefined;
      // Cast: what the verb finds is this list; `scenes/library.ts`.
      gone.value = Array.isArray(found) ? (found as readonly Gone[]) : [];
    });
  }, [gone]);
  const bring = async (name: string): Promise<void> => {
    if ((await tried('restore-scene', { scene: name })) !== undefined) return;
    openList.value = 'scenes';
    tapped.value = { kind: 'scene', name };
    closeSheet();
  };
  if (gone.value.length === 0) return null;
  return (
    <details class="part">
      <summary>Removed before: {gone.value.length}</summary>
      {gone.value.map(({ name, number }) => (
        <button key={name} type="button" class="line" onClick={() => void bring(name)}>
          <bdi>{[number, name].filter(Boolean).join(' ')}</bdi> <small>bring it back</small>
        </button>
      ))}
    </details>
  );
}

/** Rows of what an update would make otherwise; the rest is a figure. */
const ROWS = 100;

/** Says beforehand what the scene would say otherwise. */
export function UpdateSheet({ scene }: { scene: string }) {
  // A scene that is kept to a part is not made one of the whole desk by the way.
  const only = useSignal<readonly string[]>(sceneOf(scene)?.only ?? []);
  const answer = useSignal<Answer | undefined>(undefined);
  const refused = useSignal<string | undefined>(undefined);
  const turns = useTurns();
  useEffect(() => {
    let isOver = false;
    void link.verb('store', { name: scene, ...scopeArgs(only.value) }, true).then((outcome) => {
      if (isOver) return;
      answer.value = outcome.done ? outcome.answer : undefined;
      refused.value = outcome.done ? undefined : outcome.error.message;
    });
    return () => {
      isOver = true;
    };
    // Again when the desk moved: what is stored is the desk as it stands then.
  }, [scene, only.value, turns, only, answer, refused]);
  const store = async (): Promise<void> => {
    refused.value = await tried('store', { name: scene, ...scopeArgs(only.peek()) });
    if (refused.peek() === undefined) closeSheet();
  };
  // What becomes otherwise before what comes in besides.
  const changes = [...(answer.value?.changes ?? [])].sort((a, b) => Number(a.from === '') - Number(b.from === ''));
  return (
    <Sheet title={`Update ${scene}`}>
      <form
        class="pad"
        onSubmit={(event) => {
          event.preventDefault();
          void store();
        }}
      >
        <p class="says">{sentence(answer.value?.says ?? '…')}</p>
        <p class="sec">What it says now is kept as a version.</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard too */}
        <section class="df diff" aria-label="what it would say" tabIndex={0}>
          {changes.slice(0, ROWS).map(({ path, from, to }) => (
            <DiffLine key={path} row={{ path, from, to, is: from === '' ? 'added' : 'changed' }} />
          ))}
          {changes.length > ROWS && <p class="more">and {changes.length - ROWS} more</p>}
        </section>
        <Parts only={only.value} put={(patterns) => (only.value = patterns)} />
        <Ending refused={refused.value} words="Update" />
      </form>
    </Sheet>
  );
}
