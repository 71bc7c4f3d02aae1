import { useSignal } from '@preact/signals';
import { type Filter, filtered, type Line, linesOf, type Preview, type Row, type RowKind, SMALL_DB, shortened, stays } from './rows.ts';
import { jumpText, muteWord, pathWords, saidOf, spelt, stripOf } from './scene-words.ts';

/** Rows a person reads before pressing; the rest is a figure. */
const ROWS = 120;
/** Jump that fills half of a bar (dB). */
const FULL_DB = 12;

/** Every change with its strip, the worst first; what is small, in a figure that opens. */
export function PreviewRows({ preview: { rows, refused }, filter }: { preview: Preview; filter: Filter }) {
  const isOpen = useSignal(false);
  const wanted = filtered(rows, filter);
  const { rows: shownRows, small } = isOpen.value || filter !== 'all' ? { rows: wanted, small: [] } : shortened(wanted);
  const lines = linesOf(shownRows, stripOf);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard too */}
      <section class="df" aria-label="changes" tabIndex={0}>
        {refused.map((words) => (
          <p key={words} class="refused">
            {words}
          </p>
        ))}
        {rows.length === 0 && refused.length === 0 && <p class="more">The desk stands so already: nothing would change.</p>}
        {rows.length > 0 && wanted.length === 0 && <p class="more">None of these.</p>}
        {lines.slice(0, ROWS).map((line) => (
          <RowLine key={line.row.path} line={line} />
        ))}
        {lines.length > ROWS && <p class="more">and {lines.length - ROWS} more</p>}
      </section>
      {small.length > 0 && (
        <button type="button" class="more" onClick={() => (isOpen.value = true)}>
          {smallWords(small)}
        </button>
      )}
    </>
  );
}

/** `and 18 smaller changes, none over 3 dB` */
function smallWords(small: readonly Row[]): string {
  const levels = small.filter(({ kind }) => kind === 'level').length;
  const more = `and ${small.length} smaller changes`;
  return levels > 0 ? `${more}, no level over ${SMALL_DB} dB` : `${more}, none of a level`;
}

const CLASSES: Readonly<Record<RowKind, string>> = {
  unmute: 'r un',
  mute: 'r mu',
  level: 'r',
  other: 'r mu',
  left: 'r safe',
  held: 'r safe',
  unfit: 'r safe bad',
};

function RowLine({ line: { row, count } }: { line: Line }) {
  const words = pathWords(row.path);
  const { kind, jumpDb = 0, note, rounded } = row;
  const share = (Math.min(FULL_DB, Math.abs(jumpDb)) / FULL_DB) * 50;
  const isLeft = stays(row);
  return (
    <div class={kind === 'level' && jumpDb > 0 ? `${CLASSES[kind]} up` : CLASSES[kind]}>
      <span class="plate" style={{ '--c': words.color }}>
        <b>{words.name}</b>
      </span>
      <span class="sec leaf">{count > 1 ? `${count} values` : words.leaf}</span>
      <span class="ft">
        {isLeft ? note : <FromTo row={row} />}
        {rounded !== undefined && <small> rounded, scene {spelt(rounded)}</small>}
      </span>
      {!isLeft && (
        <span class="db" aria-hidden="true">
          <i style={{ left: `${jumpDb > 0 ? 50 : 50 - share}%`, width: `${share}%` }} />
        </span>
      )}
      {!isLeft && <span class="d">{endOf(row)}</span>}
    </div>
  );
}

export function FromTo({ row: { path, from, to } }: { row: Pick<Row, 'path' | 'from' | 'to'> }) {
  return (
    <>
      {saidOf(path, from)} → <b>{saidOf(path, to)}</b>
    </>
  );
}

function endOf(row: Row): string {
  if (row.kind === 'unmute') return 'UNMUTE';
  if (row.kind === 'mute' && row.path.endsWith('/mute')) return muteWord(row.to) === 'muted' ? 'mute' : '';
  return row.kind === 'level' ? jumpText(row.jumpDb).replace(' dB', '') : '';
}
