import { useLayoutEffect, useRef } from 'preact/hooks';
import { ask } from '../channel/ask.ts';
import { staleS } from '../frame/age.ts';
import { colorOf } from '../frame/people.ts';
import { clips, tap, unclip } from '../frame/view.ts';
import { link } from '../link/link.ts';
import type { Param } from '../link/param.ts';
import { Fader, type LaneParts } from './fader.ts';
import { nameOf } from './names.ts';
import { Scale } from './scale.tsx';

const part = (host: Element, selector: string): HTMLElement => {
  const found = host.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`a lane has no ${selector}`);
  return found;
};

interface LaneProps {
  readonly strip: string;
  readonly param: Param;
  /** `fader` or `send`. */
  readonly word: string;
}

/** The fader of a strip: scale, cap, meters beside it, and the level as a figure. */
export function Lane({ strip, param, word }: LaneProps) {
  const well = useRef<HTMLDivElement>(null);
  const value = useRef<HTMLButtonElement>(null);
  const law = param.info.value?.law;
  useLayoutEffect(() => {
    const host = well.current;
    const section = host?.closest<HTMLElement>('.strip');
    if (!host || !section || !value.current || !law) return undefined;
    const parts: LaneParts = {
      lane: part(host, '.lane'),
      rider: part(host, '.rider'),
      fill: part(host, '.fill'),
      bubble: part(host, '.bub'),
      ghost: part(host, '.ghostway'),
      strip: section,
      figure: part(value.current, 'b'),
    };
    const fader = new Fader(param, () => nameOf(strip), parts);
    return () => fader.stop();
  }, [param, law, strip]);
  const name = nameOf(strip);
  return (
    <>
      <div class="well" ref={well}>
        <div
          class="lane"
          role="slider"
          tabIndex={0}
          aria-label={`${name} ${word}`}
          aria-orientation="vertical"
          aria-valuemin={-90}
          aria-valuemax={law?.max ?? 10}
          aria-valuenow={-90}
          aria-disabled={!law}
        >
          <Scale law={law} />
          <i class="slot" />
          <i class="fill" />
          <i class="ghostway">
            <i class="ghost" />
          </i>
          <div class="rider">
            <div class="cap" />
            <div class="bub" hidden>
              <b />
              <span />
              <i hidden>FINE ×0.2</i>
            </div>
          </div>
          <span class="zero">hold for 0 dB</span>
        </div>
        <Marks strip={strip} name={name} />
        <Holder param={param} />
      </div>
      <button
        type="button"
        class="val"
        ref={value}
        onClick={() => ask({ title: `${name} · ${word}`, param, put: (typed) => put(param, typed) })}
      >
        <i class="sr">type a level for {name}, now </i>
        <b>–</b>
        <Age />
      </button>
    </>
  );
}

/** How old the figure is, while it is not known to be true. */
function Age() {
  return staleS.value < 0 ? null : <small class="age">{staleS.value}s</small>;
}

/** Sends what was typed. @returns why it was refused */
async function put(param: Param, value: number | boolean | string): Promise<string | undefined> {
  const wire = value === Number.NEGATIVE_INFINITY ? '-inf' : value;
  const outcome = await link.ask({ t: 'set', path: param.path, value: wire });
  return outcome.done ? undefined : outcome.error.message;
}

/** Places of the meters beside a fader, and the clip light. */
function Marks({ strip, name }: { strip: string; name: string }) {
  const layout = link.layout.value;
  const has = (leaf: string): boolean => layout?.meters.has(`${strip}/meter/${leaf}`) === true;
  const clipped = [...clips.value].filter((point) => point.startsWith(`${strip}/meter/`));
  const level = levelPoint(strip);
  if (!layout?.meters.has(level)) return null;
  return (
    <>
      <button
        type="button"
        class={clipped.length > 0 ? 'clip on' : 'clip'}
        aria-label={clipped.length > 0 ? `${name} clipped, tap to clear` : `${name} has not clipped`}
        onClick={() => clipped.forEach(unclip)}
      >
        {clipped.length > 0 ? 'CLIP' : ''}
      </button>
      <i class="mt" data-meter={level} />
      {has('gate') && <Reduction strip={strip} leaf="gate" letter="G" />}
      {has('dyn') && <Reduction strip={strip} leaf="dyn" letter="C" />}
    </>
  );
}

function Reduction({ strip, leaf, letter }: { strip: string; leaf: 'gate' | 'dyn'; letter: string }) {
  const side = leaf === 'gate' ? 'a' : 'b';
  // A dynamics block that is off does nothing: its place stays dark, and says so.
  if (!link.param(`${strip}/${leaf}/on`).on.value) return null;
  return (
    <>
      <i class={`gr ${side}`} data-meter={`${strip}/meter/${leaf}`} data-kind={leaf} />
      <em class={`gl ${side}`} aria-hidden="true">
        {letter}
      </em>
    </>
  );
}

/** Meter of a strip by the chosen tap; of a muted one before the fader, since what comes in still matters. */
export function levelPoint(strip: string): string {
  const isPost = tap.value === 'post' && !link.param(`${strip}/mute`).on.value;
  const wish = `${strip}/meter/${isPost ? 'post' : 'pre'}`;
  return link.layout.value?.meters.has(wish) ? wish : `${strip}/meter/post`;
}

/** Somebody else has it: in their colour, with their name. */
function Holder({ param }: { param: Param }) {
  const who = param.heldBy.value;
  if (!who) return null;
  return (
    <div class="tagheld" style={{ '--p': colorOf(who) }}>
      {who.who}
    </div>
  );
}
