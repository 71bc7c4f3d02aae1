import { link } from '../link/link.ts';
import type { ShowNews } from '../link/protocol.ts';
import { does } from './actions.ts';
import { Progress } from './cue-progress.tsx';
import { fadeMsOf } from './cue-words.ts';
import { pathWords } from './scene-words.ts';
import { cueOf, cues, isOpen, titleOf } from './show.ts';

type Run = ShowNews['running'][number];
type Wait = ShowNews['cueRuns'][number];

/** What is on its way, the newest, with what ends it. It keeps its place when nothing is: GO is always where it was. */
export function Running() {
  const show = link.show.value;
  const runs = (show?.running ?? []).filter(({ state }) => state !== 'done' && state !== 'undone');
  const waits = (show?.cueRuns ?? []).filter(({ phase }) => phase === 'waiting');
  const run = runs.at(-1);
  const wait = waits.at(-1);
  const more = runs.length + waits.length - 1;
  return (
    <>
      <div class={run || wait ? 'run' : 'run idle'}>
        {run ? <RunBox run={run} /> : wait ? <WaitBox wait={wait} /> : <p>Nothing is on its way</p>}
        {more > 0 && <p class="and">and {more} more</p>}
      </div>
      <StopKeys run={run} />
    </>
  );
}

function RunBox({ run }: { run: Run }) {
  const { id, state, paused, lost, missing, leftMs } = run;
  const word = paused ? 'held' : state === 'partial' ? 'interrupted' : state === 'fading' ? 'fading' : 'under way';
  const left = lost[0];
  return (
    <>
      <p>
        <b>{titleOfRun(run)}</b> {word}
      </p>
      {state === 'fading' ? (
        <Progress id={`run ${id}`} leftMs={leftMs} wholeMs={wholeOf(run)} paused={paused} />
      ) : (
        <span>{state === 'partial' ? `${missing} not done` : 'at once'}</span>
      )}
      {left && (
        <span class="lost">
          {' '}
          · {lost.length} left it: <b>{pathWords(left.path).name}</b>, {left.why}
        </span>
      )}
      <RunKeys run={run} />
    </>
  );
}

/** Of a cue the way back is the key below GO; what a hand recalled, or what was cut off, has its own. */
function RunKeys({ run: { id, who, state } }: { run: Run }) {
  const isPartial = state === 'partial';
  if (isOfCue(who) && !isPartial) return null;
  const args = { id: String(id) };
  return (
    <div class="pair">
      {isPartial && (
        <button type="button" disabled={!isOpen.value} onClick={() => void does('finish', args)}>
          Finish it
        </button>
      )}
      <button type="button" disabled={!isOpen.value} onClick={() => void does('rollback', args)}>
        Roll back
      </button>
    </div>
  );
}

function WaitBox({ wait: { number, leftMs } }: { wait: Wait }) {
  const show = link.show.value;
  return (
    <>
      <p>
        <b>{titleOf({ kind: 'cue', number })}</b> {show?.paused ? 'held' : 'waits'}
      </p>
      <Progress id={`wait ${number}`} leftMs={leftMs} wholeMs={cueOf(number)?.waitMs ?? 0} paused={show?.paused === true} />
    </>
  );
}

/** What ends it: where it stands, or at its goal; and the list. They are always there, so that GO is. */
function StopKeys({ run }: { run: Run | undefined }) {
  const isList = cues.value.length > 0;
  const paused = link.show.value?.paused === true;
  const isOff = !isOpen.value;
  const isFading = run !== undefined && run.state !== 'partial';
  const args = { id: String(run?.id) };
  return (
    <>
      <button type="button" class="stopfade" disabled={isOff || !isFading} onClick={() => void does('stop-fade', args)}>
        Stop fade here
      </button>
      <div class={isList ? 'pair three' : 'pair'}>
        <button type="button" disabled={isOff || !isFading} onClick={() => void does('cut', args)}>
          To end
        </button>
        <button type="button" disabled={isOff} onClick={() => void does(paused ? 'resume' : 'pause')}>
          {paused ? 'Go on' : 'Pause'}
        </button>
        {isList && (
          <button type="button" disabled={isOff} onClick={() => void does('stop')}>
            Stop all
          </button>
        )}
      </div>
    </>
  );
}

const isOfCue = (who: string): boolean => who.startsWith('cue ');
/** `12 Verse 2`, `recall "Verse 2"` */
const titleOfRun = ({ who, cause }: Run): string => (isOfCue(who) ? who.slice('cue '.length) : cause);

/** As long as the cue or the scene says, where the page came when it was half done. */
function wholeOf({ who, cause }: Run): number {
  const cue = isOfCue(who) ? cueOf(who.split(' ')[1] ?? '') : undefined;
  return fadeMsOf(cue ?? { lines: [cause] });
}
