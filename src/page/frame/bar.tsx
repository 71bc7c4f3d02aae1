import { useComputed } from '@preact/signals';
import { link } from '../link/link.ts';
import { isListening, toggleListen } from '../listen/listen.ts';
import { nameOf } from '../mixer/names.ts';
import { Clock } from './clock.tsx';
import { Icon } from './icons.tsx';
import { tell } from './notice.tsx';
import { isPanelOpen } from './panel.tsx';
import { colorOf, initials, showName, status } from './people.ts';
import { Tabs } from './tabs.tsx';
import { form, theme } from './view.ts';

/** People shown as circles; the rest is a figure. */
const CIRCLES = 3;

/** One row, never scrolls: where we are, who is there, how the link is, and the way back. */
export function Bar() {
  return (
    <header class="bar">
      {form.value === 'wide' && <Show />}
      <Tabs />
      <span class="grow" />
      {form.value !== 'phone' && <Clock />}
      {form.value === 'wide' && <People />}
      <LinkChip />
      {form.value === 'wide' && <ListenKey />}
      <UndoKey />
      {form.value !== 'phone' && (
        <button
          type="button"
          class="ib"
          aria-label={theme.value === 'day' ? 'night colours' : 'day colours'}
          onClick={() => (theme.value = theme.peek() === 'day' ? 'night' : 'day')}
        >
          <Icon name="sun" />
        </button>
      )}
      <button
        type="button"
        class="ib lockb"
        aria-label="lock the page"
        aria-pressed={link.isLocked.value}
        onClick={() => (link.isLocked.value = true)}
      >
        <Icon name="lock" />
      </button>
    </header>
  );
}

function Show() {
  const state = link.param('player/state').text.value;
  const folder = link.param('player/folder').text.value.split(/[\\/]/).filter(Boolean).at(-1);
  return (
    <div class="show">
      <b>{showName()}</b>
      <span>{folder ? `${state === 'play' ? '▶' : '■'} ${folder}` : `version ${link.version.value}`}</span>
    </div>
  );
}

function People() {
  const people = (status.value?.clients ?? []).filter(({ role }) => role !== null);
  if (people.length === 0) return null;
  return (
    <div class="chip who" role="img" aria-label={`connected: ${people.map(({ who }) => who).join(', ')}`}>
      {people.slice(0, CIRCLES).map((one) => (
        <i key={one.actor} style={{ '--p': colorOf(one) }}>
          {initials(one.who)}
        </i>
      ))}
      {people.length > CIRCLES && <span>+{people.length - CIRCLES}</span>}
    </div>
  );
}

/** Quality of the link in bars: by the time to the daemon and back. */
const BARS_MS = [60, 150, 400] as const;

export function LinkChip() {
  const bars = useComputed(() => (link.isStale.value ? 0 : 4 - BARS_MS.filter((most) => link.socket.roundMs.value > most).length));
  // A figure that moves by a millisecond tells nobody anything.
  const round = useComputed(() => {
    const ms = link.socket.roundMs.value;
    return ms < 10 ? '< 10 ms' : `${Math.round(ms / 10) * 10} ms`;
  });
  const silent = link.silent.value[0];
  const engine = link.engines.value[0];
  const words = link.isStale.value ? 'No link' : `Link ${round.value}`;
  const engineWords = silent ? `${silent.role} ${silent.state}` : engine ? `${engine.role} live` : '';
  return (
    <button
      type="button"
      class="chip link"
      aria-expanded={isPanelOpen.value}
      aria-label={form.value === 'phone' ? `${words}, ${engineWords}` : undefined}
      onClick={() => (isPanelOpen.value = !isPanelOpen.peek())}
    >
      <span class="bars" data-q={bars}>
        <i />
        <i />
        <i />
        <i />
      </span>
      {form.value !== 'phone' && (
        <span>
          <b>{words}</b>
          <small>{engineWords}</small>
        </span>
      )}
    </button>
  );
}

export function ListenKey() {
  if (status.value && !status.value.engines.some(({ canListen }) => canListen)) return null;
  return (
    <button
      type="button"
      class={isListening.value ? 'ib lit' : 'ib'}
      aria-pressed={isListening.value}
      aria-label="listen to the main mix"
      onClick={toggleListen}
    >
      <Icon name="ear" />
    </button>
  );
}

/** Takes back what this page did last, and says beforehand what that is. */
function UndoKey() {
  const words = undoWords();
  const undo = async (): Promise<void> => {
    if (link.isLocked.peek()) {
      tell('Locked');
      return;
    }
    const outcome = await link.verb('undo');
    tell(outcome.done ? (outcome.answer?.says ?? '') : outcome.error.message);
  };
  return (
    <button type="button" class="undo" disabled={words === ''} onClick={() => void undo()}>
      <Icon name="undo" />
      <span>
        <b>Undo</b>
        <small>{words === '' ? 'nothing' : words}</small>
      </span>
    </button>
  );
}

/** `Sax fader to −2.9 dB`, and how many more. */
function undoWords(): string {
  const [first, ...more] = link.undoes.value;
  if (!first) return '';
  const strip = link.layout.value?.strips.find(({ path }) => first.path.startsWith(`${path}/`));
  const what = strip ? `${nameOf(strip.path)} ${first.path.slice(strip.path.length + 1)}` : first.path;
  return `${what} ${first.to}${more.length > 0 ? ` +${more.length}` : ''}`;
}
