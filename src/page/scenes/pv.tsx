import './scene-preview.css';
import { link } from '../link/link.ts';
import { colorVar, nameOf } from '../mixer/names.ts';
import { does, recall } from './actions.ts';
import { chainOf, shown } from './preview.ts';
import type { Preview, Row } from './rows.ts';
import { chosen, cues, isOpen, overMs, sameTarget, sceneOf, scope, type Target, timeText, titleOf } from './show.ts';

/** Rows a person reads before pressing; the rest is a figure. */
const ROWS = 120;
/** Jump that fills half of a bar (dB). */
const FULL_DB = 12;

/** The promise: what will change, in dB, before it does. */
export function PreviewPanel() {
  const target = chosen.value;
  if (!target) return <section class="panel pv" aria-label="preview" />;
  const preview = sameTarget(shown.value?.target, target) ? shown.value?.preview : undefined;
  return (
    <section class="panel pv" aria-label="preview">
      <header>
        <h1>
          {titleOf(target)} <small>{preview ? 'compared with the desk right now' : '…'}</small>
        </h1>
      </header>
      {preview && <Summary preview={preview} />}
      {preview && <Rows preview={preview} />}
      <Chain target={target} />
      {target.kind === 'scene' ? <RecallRow name={target.name} /> : <CueRow number={target.number} />}
    </section>
  );
}

function Summary({ preview: { unmutes, loudest, changes, left } }: { preview: Preview }) {
  return (
    <div class="sum">
      <div class={unmutes > 0 ? 'red' : ''}>
        <b>{unmutes}</b>
        <span>{unmutes === 1 ? 'unmute' : 'unmutes'}</span>
      </div>
      <div class={loudest ? 'hot' : ''}>
        <b>{loudest ? jumpText(loudest) : '–'}</b>
        <span>{loudest ? `loudest jump, ${stripOf(loudest.path).name}` : 'nothing gets louder'}</span>
      </div>
      <div>
        <b>{changes}</b>
        <span>changes in all</span>
      </div>
      <div>
        <b>{left}</b>
        <span>left alone</span>
      </div>
    </div>
  );
}

function Rows({ preview: { rows, refused } }: { preview: Preview }) {
  return (
    // A list that scrolls is reached by the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section class="df" aria-label="changes" tabIndex={0}>
      {refused.map((words) => (
        <p key={words} class="refused">
          {words}
        </p>
      ))}
      {rows.length === 0 && refused.length === 0 && <p class="more">The desk stands so already: nothing would change.</p>}
      {rows.slice(0, ROWS).map((row) => (
        <RowLine key={row.path} row={row} />
      ))}
      {rows.length > ROWS && <p class="more">and {rows.length - ROWS} more</p>}
    </section>
  );
}

const CLASSES = { unmute: 'r un', mute: 'r mu', level: 'r', other: 'r mu', left: 'r safe' } as const;

function RowLine({ row }: { row: Row }) {
  const strip = stripOf(row.path);
  const { kind, jumpDb = 0, note } = row;
  const share = (Math.min(FULL_DB, Math.abs(jumpDb)) / FULL_DB) * 50;
  return (
    <div class={kind === 'level' && jumpDb > 0 ? `${CLASSES[kind]} up` : CLASSES[kind]}>
      <span class="plate" style={{ '--c': strip.color }}>
        <b>{strip.name}</b>
      </span>
      <span class="sec leaf">{strip.leaf}</span>
      <span class="ft">
        {kind === 'left' ? note : <FromTo row={row} />}
        {kind !== 'left' && note !== '' && <small> wants {note}</small>}
      </span>
      {kind !== 'left' && (
        <span class="db" aria-hidden="true">
          <i style={{ left: `${jumpDb > 0 ? 50 : 50 - share}%`, width: `${share}%` }} />
        </span>
      )}
      {kind !== 'left' && <span class="d">{endOf(row)}</span>}
    </div>
  );
}

function FromTo({ row }: { row: Row }) {
  const [from, to] = row.path.endsWith('/mute') ? [muteWord(row.from), muteWord(row.to)] : [spelt(row.from), spelt(row.to)];
  return (
    <>
      {from} → <b>{to}</b>
    </>
  );
}

const muteWord = (text: string): string => (text === 'on' ? 'muted' : 'ON');
/** Levels without their unit, with a true minus. */
const spelt = (text: string): string =>
  text
    .replace(/^-inf\b/, '−∞')
    .replace(/^-/, '−')
    .replace(/ dB$/, '');

function endOf(row: Row): string {
  if (row.kind === 'unmute') return 'UNMUTE';
  if (row.kind === 'mute' && row.path.endsWith('/mute')) return 'mute';
  return row.kind === 'level' ? jumpText(row).replace(' dB', '') : '';
}

function jumpText({ jumpDb = 0 }: Row): string {
  if (jumpDb === Number.POSITIVE_INFINITY) return 'from −∞';
  if (jumpDb === Number.NEGATIVE_INFINITY) return 'to −∞';
  return `${jumpDb > 0 ? '+' : '−'}${Math.abs(jumpDb).toFixed(1)} dB`;
}

/** Whose parameter it is, and what of it, as a person says it. */
function stripOf(path: string): { name: string; color: string; leaf: string } {
  const strip = link.layout.value?.strips.find((one) => path.startsWith(`${one.path}/`));
  if (!strip)
    return { name: path.slice(0, path.lastIndexOf('/')) || path, color: 'var(--c-white)', leaf: path.slice(path.lastIndexOf('/') + 1) };
  return {
    name: nameOf(strip.path),
    color: colorVar(link.param(`${strip.path}/color`).text.value),
    leaf: leafWords(path.slice(strip.path.length + 1), strip.path),
  };
}

function leafWords(leaf: string, strip: string): string {
  const [, bus, what] = /^send\/(\d+)\/(.+)$/.exec(leaf) ?? [];
  if (bus !== undefined) {
    const name = nameOf(`${strip.slice(0, strip.indexOf(':') + 1)}bus/${bus}`);
    return what === 'level' ? `→ ${name}` : `→ ${name} ${what}`;
  }
  const words = leaf.replaceAll('/', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a cue brings along by itself: GO starts that too. */
function Chain({ target }: { target: Target }) {
  const [, ...more] = target.kind === 'cue' ? chainOf(target.number, cues.value) : [];
  if (more.length === 0) return null;
  return <p class="more">Goes on by itself: {more.map(({ number, name }) => [number, name].filter(Boolean).join(' ')).join(', ')}</p>;
}

const SCOPES = [
  ['', 'All it holds'],
  ['only ch/*', 'Channels'],
  ['only bus/*', 'Buses'],
  ['only fx/*', 'FX'],
  ['only dca/*, group/*', 'DCAs, groups'],
] as const;

function RecallRow({ name }: { name: string }) {
  const fadeMs = sceneOf(name)?.fadeMs ?? 0;
  return (
    <div class="op">
      <label class="box">
        <span>Fade, seconds</span>
        <input
          inputMode="decimal"
          autocomplete="off"
          maxLength={6}
          placeholder={fadeMs > 0 ? `${timeText(fadeMs)}, its own` : 'at once'}
          value={overMs.value === undefined ? '' : String(overMs.value / 1000)}
          onChange={(event) => {
            const field = event.currentTarget;
            overMs.value = secondsOf(field.value);
            field.value = overMs.value === undefined ? '' : String(overMs.value / 1000);
          }}
        />
      </label>
      <label class="box">
        <span>Scope</span>
        <select value={scope.value} onChange={(event) => (scope.value = event.currentTarget.value)}>
          {SCOPES.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <div class="box">
        <span>Safes of the show</span>
        <b>{link.show.value?.safes.length ?? 0}</b>
      </div>
      <button type="button" class="recall" disabled={!isOpen.value} onClick={() => void recall(name)}>
        Recall
      </button>
    </div>
  );
}

/** `2`, `2.5`, `2,5`; anything else means the scene's own time. */
function secondsOf(text: string): number | undefined {
  const seconds = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !(seconds >= 0 && seconds <= 3600) ? undefined : Math.round(seconds * 1000);
}

function CueRow({ number }: { number: string }) {
  const isNext = link.show.value?.standby === number;
  const isSkipped = cues.value.find((cue) => cue.number === number)?.skip === true;
  if (isNext || isSkipped) return null;
  return (
    <div class="op one">
      <button type="button" class="recall" disabled={!isOpen.value} onClick={() => void does('standby', { cue: number })}>
        Stand by for {number}
      </button>
    </div>
  );
}
