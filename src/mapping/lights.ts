import type { Desk } from '../desk/desk.ts';
import type { Line } from '../desk/line.ts';
import type { Model } from '../desk/model.ts';
import { isRefusal } from '../desk/refusal.ts';
import { readValue, type Stored } from '../desk/value.ts';
import type { Context } from '../desk/verb.ts';
import { resolve } from '../desk/verbs.ts';
import type { Light } from '../surfaces/surface.ts';
import { ofCues } from './cue-lights.ts';
import type { LightState } from './light-state.ts';
import type { Action, Lit } from './mapping.ts';
import type { Playback } from './playback.ts';
import { entryAt } from './slots.ts';
import type { SurfaceView } from './surface-view.ts';

interface Around {
  readonly desk: Desk;
  readonly view: SurfaceView;
  readonly context: Context;
  /** Cues and scenes, where there are some. */
  readonly playback?: Playback | undefined;
}

const never: LightState = { ids: [], isOn: () => false };

/** The light of a key: what its file says, else what its press, double or hold would bring about. */
export function lightOf({ press, double, hold, light }: Action, around: Around): LightState {
  return litBy(light ?? [press, double, hold].flatMap((line) => (line ? [{ line }] : []))[0], around);
}

export function litBy(lit: Lit | undefined, around: Around): LightState {
  if (!lit) return never;
  return 'path' in lit ? ofParameter(lit.path, undefined, around) : ofLine(lit.line, around);
}

/** Leaves that a verb sets on strips. */
const LEAF_VERBS: Readonly<Record<string, readonly [string, number]>> = {
  mute: ['mute', 1],
  unmute: ['mute', 0],
  solo: ['solo', 1],
  unsolo: ['solo', 0],
};

function ofLine({ verb, args }: Line, around: Around): LightState {
  const { view, desk, context } = around;
  const { target = '' } = args;
  const leaf = LEAF_VERBS[verb.name];
  if (leaf) return ofParameter(target.endsWith(`/${leaf[0]}`) ? target : `${target}/${leaf[0]}`, leaf[1], around);
  switch (verb.name) {
    case 'toggle':
      return ofParameter(target, 1, around);
    case 'set':
      return ofParameter(target, args.value, around);
    case 'record':
      return ofParameter('player/record', 1, around);
    case 'player':
      return args.order === 'loop' ? ofParameter('player/loop', args.value, around) : ofParameter('player/state', args.order, around);
    case 'clear':
      return args.what === 'solo' ? anySolo(desk) : never;
    case 'select':
      return ofView(() => view.selected !== undefined && view.selected === resolve(target, context));
    case 'spill':
      return ofView(() => view.spilled !== undefined && view.spilled === resolve(target, context));
    case 'flip':
      return ofView(() => view.flip);
    case 'values':
      return ofView(() => view.values);
    case 'layer':
      return ofView(() => view.spilled === undefined && view.layer === args.name);
    case 'mode':
      return ofView(() => view.mode === (args.name === 'off' ? '' : args.name));
    case 'bank':
    case 'channel':
      // Lit while there is somewhere to go.
      return ofView(() => {
        const moved = view[verb.name === 'bank' ? 'bank' : 'channel'](Number(args.by), true);
        return moved.from !== moved.to;
      });
    default:
      return ofCues(verb.name, args, around.playback) ?? never;
  }
}

const ofView = (isOn: () => boolean): LightState => ({ ids: [], isOn });

/** On where a parameter has a value; without one, where it is not zero. */
function ofParameter(path: string, wanted: string | number | undefined, { desk, context }: Around): LightState {
  const entry = entryAt(desk, path, context);
  if (!entry) return never;
  const { id, parameter } = entry;
  const value = wanted === undefined ? undefined : readValue(parameter, wanted);
  if (value !== undefined && isRefusal(value)) return never;
  const isOn = (): boolean => (value === undefined ? desk.wanted(id) !== 0 : desk.wanted(id) === value);
  const audible = value !== 0 && parameter.leaf.leaf === 'mute' ? desk.model.byPath.get(entry.path.replace(/mute$/, 'audible')) : undefined;
  if (!audible) return { ids: [id], isOn };
  return { ids: [id, audible.id], isOn, isElsewhere: () => isMutedElsewhere(desk.wanted(audible.id)) };
}

/** A DCA or a mute group silences the strip: its own mute is not what to press. */
const isMutedElsewhere = (causes: Stored): boolean => typeof causes === 'string' && /(?:^|[ ,])(?:dca|group)\//.test(causes);

/** The light itself. */
export const lightIn = (state: LightState | undefined): Light => (state?.isOn() ? 'on' : state?.isElsewhere?.() ? 'blink' : 'off');

/** Thousands of parameters, looked through once a layout. */
const solosOf = new WeakMap<Model, readonly number[]>();

function anySolo(desk: Desk): LightState {
  const { model } = desk;
  const ids = solosOf.get(model) ?? model.entries.filter(({ segments }) => segments.at(-1) === 'solo').map(({ id }) => id);
  solosOf.set(model, ids);
  return { ids, isOn: () => ids.some((id) => desk.wanted(id) === 1) };
}
