import { useRef } from 'preact/hooks';
import type { Law } from '../../desk/law.ts';
import { link } from '../link/link.ts';
import type { Param } from '../link/param.ts';
import { ROW } from './drag.ts';
import { keyed, parted, spoken } from './entry.ts';
import { askFor, Grip, state } from './move.ts';
import { useParamState } from './param-state.ts';
import { useDrag } from './use-drag.ts';
import { wordOf } from './words.ts';

interface Props {
  readonly path: string;
  readonly label: string;
  /** What stands before the label in the title of the keypad: `Vox Ana · EQ 3`. */
  readonly of: string;
  readonly class?: string;
}

/** One parameter with its name. A number: drag sideways, arrows, or tap for the keypad. A choice: tap for its words. Nothing where it does not exist. */
export function Box(props: Props) {
  const param = link.param(props.path);
  const info = param.info.value;
  if (!info) return null;
  if (info.type === 'number' && info.law) return <NumberBox {...props} param={param} law={info.law} />;
  return <WordBox {...props} param={param} />;
}

/** Finger travel for the whole range of a number, in px of value. */
const TRAVEL_PX = 240;

function NumberBox({ path, label, of, class: more = '', param, law }: Props & { param: Param; law: Law }) {
  const value = param.level.value;
  const grip = useRef<Grip>(undefined);
  const position = useRef(0);
  const title = `${of} · ${label}`;
  const element = useDrag<HTMLButtonElement>({
    manner: ROW,
    take() {
      grip.current = new Grip([path]);
      position.current = law.toPosition(param.level.peek());
      return grip.current.take();
    },
    step({ dx }) {
      position.current = Math.min(1, Math.max(0, position.current + dx / (TRAVEL_PX * ROW.scale)));
      grip.current?.set(path, law.snap(law.toValue(position.current)));
    },
    release: () => grip.current?.release(),
    tap: () => askFor(title, path),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') askFor(title, path);
    else {
      const next = keyed(law, param.level.peek(), event.key, event.shiftKey);
      if (next === undefined) return;
      state(path, next);
    }
    event.preventDefault();
  };
  const [figure, unit] = parted(value, law.unit, law.min < 0);
  const { state: look, note } = useParamState(param);
  return (
    <button
      type="button"
      ref={element}
      class={`box ${more}${look}`}
      role="slider"
      aria-label={label}
      aria-valuemin={Number.isFinite(law.min) ? law.min : -90}
      aria-valuemax={law.max}
      aria-valuenow={Number.isFinite(value) ? value : -90}
      aria-valuetext={spoken(value, law.unit, law.min < 0)}
      title={note}
      onClick={(event) => event.detail === 0 && askFor(title, path)}
      onKeyDown={onKeyDown}
    >
      <span>{note || label}</span>
      <b>
        {figure} <small>{unit}</small>
      </b>
    </button>
  );
}

function WordBox({ path, label, of, class: more = '', param }: Props & { param: Param }) {
  const { state: look, note } = useParamState(param);
  return (
    <button type="button" class={`box ${more}${look}`} title={note} onClick={() => askFor(`${of} · ${label}`, path)}>
      <span>{note || label}</span>
      <b>{wordOf(param.text.value) || '–'}</b>
    </button>
  );
}

/** A switch that says its state in words: always "set to", never "turn over". */
export function Switch({
  path,
  label,
  on = 'ON',
  off = 'OFF',
  class: more = '',
}: {
  path: string;
  label: string;
  on?: string;
  off?: string;
  class?: string;
}) {
  const param = link.param(path);
  const { state: look, note } = useParamState(param);
  if (!param.info.value) return null;
  const isOn = param.on.value;
  return (
    <button
      type="button"
      class={`${more} ${isOn ? 'is-on' : ''}${look}`}
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      title={note}
      onClick={() => state(path, !param.on.peek())}
    >
      {isOn ? on : off}
    </button>
  );
}
