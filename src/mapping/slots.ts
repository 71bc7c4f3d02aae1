import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import { isRefusal } from '../desk/refusal.ts';
import type { Context } from '../desk/verb.ts';
import { resolve } from '../desk/verbs.ts';
import type { Cell, Mapping, Mode, Screen, StripPlan } from './mapping.ts';
import type { SurfaceView } from './surface-view.ts';

/** What one strip of the unit stands for now: worked out when the view changes, looked at in every turn. */
export interface Slot {
  readonly strip: string | undefined;
  readonly context: Context;
  readonly plan: StripPlan;
  readonly fader: Entry | undefined;
  readonly knob: Entry | undefined;
  /** What the knob says it does; with flip it is the fader that moves it. */
  readonly cell: Cell | undefined;
  /** The parameter of a knob row of the mode; undefined outside of one. */
  readonly row: { readonly entry: Entry | undefined } | undefined;
  /** What its display shows instead of the strip. */
  readonly screen: Screen | undefined;
}

/** The parameter a relative path means here; undefined where nothing is selected or no engine has it. */
export function entryAt(desk: Desk, path: string | undefined, context: Context): Entry | undefined {
  const target = path === undefined ? undefined : resolve(path, context);
  // Only exact paths: looking for what else may be meant costs more than a turn has.
  return target === undefined || isRefusal(target) ? undefined : desk.model.byPath.get(plainPath(desk, target));
}

/** The first engine's role in front of a path is as good as none. */
export const plainPath = (desk: Desk, path: string): string => {
  const first = `${desk.model.roles[0] ?? ''}:`;
  return path.startsWith(first) ? path.slice(first.length) : path;
};

export const modeOf = (mapping: Mapping, view: SurfaceView): Mode | undefined => mapping.modes.get(view.mode);

/** @param looking the key that looks is held */
export function slotsOf(desk: Desk, mapping: Mapping, view: SurfaceView, looking = false): readonly Slot[] {
  const mode = modeOf(mapping, view);
  const screens = (looking ? mapping.look?.screens : undefined) ?? mode?.screens ?? [];
  const plan = mode?.strip ?? mapping.strip;
  const page = mode?.pages[view.page];
  const { selected } = view;
  return view.strips.map((strip, index): Slot => {
    const context: Context = { view, ...(strip === null ? {} : { strip }), ...(selected === undefined ? {} : { selected }) };
    const cell = page ? page[index] : plan.knob;
    const fader = entryAt(desk, plan.fader, context);
    const knob = entryAt(desk, cell?.turn, context);
    const row = page ? { entry: knob } : undefined;
    const screen = screens[index];
    return { strip: strip ?? undefined, context, plan, cell, row, screen, ...(view.flip ? { fader: knob, knob: fader } : { fader, knob }) };
  });
}

/** The meter point of each strip, and of the main fader behind them. */
export function meterPaths(desk: Desk, mapping: Mapping, slots: readonly Slot[]): readonly (string | undefined)[] {
  const paths = slots.map(({ plan, context }) => {
    const target = plan.meter === undefined ? undefined : resolve(plan.meter, context);
    return target === undefined || isRefusal(target) ? undefined : plainPath(desk, target);
  });
  const [tap] = meterTaps(mapping);
  const main = mapping.mainFader?.replace(/\/fader$/, '');
  return [...paths, main === undefined || tap === undefined ? undefined : `${main}/meter/${tap}`];
}

/** Last parts of all meter paths of a mapping, that of its strips first: `post`. */
export function meterTaps({ strip, modes }: Mapping): ReadonlySet<string> {
  const plans = [strip, ...[...modes.values()].map((mode) => mode.strip)];
  return new Set(plans.flatMap(({ meter }) => meter?.split('/').at(-1) ?? []));
}
