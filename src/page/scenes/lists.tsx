import './cues.css';
import { useEffect, useRef } from 'preact/hooks';
import { link } from '../link/link.ts';
import { CueDialog, newCue } from './cue-edit.tsx';
import { isEditing } from './cue-order.ts';
import { CueRow, EditRow } from './cue-rows.tsx';
import { RowKey } from './row-key.tsx';
import { SceneFaults } from './scene-faults.tsx';
import { cues, isOpen, list, openList, scenes, timeText } from './show.ts';
import { StoreKeys } from './store.tsx';

/** Cues or scenes. A tap shows what a row would do; it starts nothing. */
export function Lists() {
  const isCues = list.value === 'cues';
  // Who comes back to the view runs the show.
  useEffect(
    () => () => {
      isEditing.value = false;
    },
    [],
  );
  return (
    <div class={isCues && isEditing.value ? 'cues edits' : 'cues'}>
      <div class="tb" role="tablist" aria-label="lists">
        <ListTab name="cues" words={`Cues ${cues.value.length}`} />
        <ListTab name="scenes" words={`Scenes ${scenes.value.length}`} />
      </div>
      <SceneFaults />
      <div class="list" role="tabpanel" aria-label={list.value}>
        {isCues ? <Cues /> : <Scenes />}
      </div>
      {isCues && isEditing.value ? <EditKeys /> : <StoreKeys>{isCues && <EditKey />}</StoreKeys>}
      <CueDialog />
    </div>
  );
}

function ListTab({ name, words }: { name: 'cues' | 'scenes'; words: string }) {
  const isOn = list.value === name;
  const open = (): void => {
    openList.value = name;
    isEditing.value = false;
  };
  return (
    <button type="button" role="tab" aria-selected={isOn} class={isOn ? 'lit' : ''} onClick={open}>
      {words}
    </button>
  );
}

const EditKey = () => (
  <button type="button" disabled={!isOpen.value} onClick={() => (isEditing.value = true)}>
    Edit list
  </button>
);

function EditKeys() {
  return (
    <div class="tb editkeys">
      <button type="button" disabled={!isOpen.value} onClick={newCue}>
        New cue
      </button>
      <button type="button" class="lit" onClick={() => (isEditing.value = false)}>
        Done
      </button>
    </div>
  );
}

function Cues() {
  const all = cues.value;
  if (all.length === 0) return <p class="sec none">No cues yet: “Edit list” makes the first one. They stand in cues.yaml of the show.</p>;
  const Row = isEditing.value ? EditRow : CueRow;
  return (
    <>
      {!isEditing.value && <KeepNextInSight />}
      {all.map((cue, index) => (
        <Row key={cue.number} cue={cue} index={index} before={all.slice(0, index).findLast(({ skip }) => !skip)} />
      ))}
    </>
  );
}

/** What is next is seen, with some of what comes behind it, however long the list is: where the list scrolls by itself, not the page. */
function KeepNextInSight() {
  const mark = useRef<HTMLElement>(null);
  const number = link.show.value?.standby;
  useEffect(() => {
    const list = mark.current?.parentElement;
    const row = list?.querySelector('.cue.next');
    if (!list || !row || !/auto|scroll/.test(getComputedStyle(list).overflowY)) return;
    const [frame, box] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
    const isSeen = box.top >= frame.top && box.bottom + box.height <= frame.bottom;
    if (!isSeen) list.scrollTop += box.top - frame.top - frame.height / 3;
  }, [number]);
  return <i ref={mark} hidden />;
}

function Scenes() {
  if (scenes.value.length === 0) return <p class="sec none">No scene is stored yet. “Store new” keeps the desk as it is now.</p>;
  const active = link.show.value?.scene?.name;
  return (
    <>
      {scenes.value.map(({ number, name, values, fadeMs, note }) => {
        const small = [
          note === '' ? '' : `\u2068${note}\u2069`,
          `${values} ${values === 1 ? 'value' : 'values'}`,
          fadeMs === null ? '' : `fade ${timeText(fadeMs)}`,
        ]
          .filter(Boolean)
          .join(' · ');
        const isLive = name === active;
        return (
          <RowKey key={name} target={{ kind: 'scene', name }} state={isLive ? 'live' : ''} number={number} name={name} small={small}>
            {isLive ? <span class="tag">LAST</span> : <span />}
          </RowKey>
        );
      })}
    </>
  );
}
