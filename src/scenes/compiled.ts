import type { Desk } from '../desk/desk.ts';
import type { Strip } from '../desk/layout.ts';
import type { Entry, Model } from '../desk/model.ts';
import { isRefusal } from '../desk/refusal.ts';
import { readValue, type Stored } from '../desk/value.ts';
import type { Values } from '../desk/values.ts';
import type { LeftRow } from './plan.ts';
import type { Scene, SceneValue } from './scene.ts';

/** What a scene wants of one parameter, on its grid. */
export interface Target {
  readonly entry: Entry;
  readonly to: Stored;
  readonly value: SceneValue;
}

/** What a scene says and this layout cannot take; the scope of a recall may leave it unsaid. */
export interface Unfit {
  readonly role: string;
  readonly segments: readonly string[];
  readonly left: LeftRow;
}

/** The switch that links two strips. */
interface LinkSwitch {
  readonly id: number;
  readonly strip: Strip;
}

/** A scene on one layout: all that no recall needs to ask anew. Recalls compare numbers, and look closer only at what differs. */
export class CompiledScene {
  readonly model: Model;
  readonly targets: readonly Target[];
  readonly unfit: readonly Unfit[];
  readonly #ids: Int32Array;
  /** NaN for texts, which differ from any number and are looked at by themselves. */
  readonly #numbers: Float64Array;
  #byId: ReadonlyMap<number, Target> | undefined;

  constructor(model: Model, scene: Scene) {
    this.model = model;
    const targets: Target[] = [];
    const unfit: Unfit[] = [];
    for (const [path, value] of scene.values) {
      const entry = model.byPath.get(path);
      if (!entry) {
        unfit.push({ ...apart(model, path), left: { path, why: 'missing' } });
        continue;
      }
      const { role, segments } = entry;
      if (!settable(entry)) {
        unfit.push({ role, segments, left: { path, why: 'read-only' } });
        continue;
      }
      const to = readValue(entry.parameter, value.value);
      if (isRefusal(to)) unfit.push({ role, segments, left: { path, why: 'wrong', by: `${to.got}; it takes ${to.want ?? 'another'}` } });
      else targets.push({ entry, to, value });
    }
    this.targets = targets;
    this.unfit = unfit;
    this.#ids = Int32Array.from(targets, ({ entry }) => entry.id);
    this.#numbers = Float64Array.from(targets, ({ to }) => (typeof to === 'number' ? to : Number.NaN));
  }

  /** Those that stand otherwise, or are on their way elsewhere, in the order of the scene. */
  differing(values: Values, moving: ((id: number) => boolean) | undefined): Target[] {
    const found: Target[] = [];
    const ids = this.#ids;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? 0;
      if (values.number(id) === this.#numbers[at] && moving === undefined) continue;
      const target = this.targets[at];
      if (target && (values.wanted(id) !== target.to || moving?.(id))) found.push(target);
    }
    return found;
  }

  /** What the scene wants of a parameter, if it speaks of it. */
  of(id: number): Target | undefined {
    this.#byId ??= new Map(this.targets.map((target) => [target.entry.id, target]));
    return this.#byId.get(id);
  }
}

const settable = ({ parameter }: Entry): boolean => !parameter.readOnly && parameter.leaf.is === undefined;

function apart(model: Model, path: string): Pick<Unfit, 'role' | 'segments'> {
  const colon = path.indexOf(':');
  return { role: colon < 0 ? (model.roles[0] ?? '') : path.slice(0, colon), segments: path.slice(colon + 1).split('/') };
}

const compiledOf = new WeakMap<Scene, CompiledScene>();

/** The scene on the desk's layout; another content is another scene. */
export function compile({ model }: Desk, scene: Scene): CompiledScene {
  const known = compiledOf.get(scene);
  if (known?.model === model) return known;
  const compiled = new CompiledScene(model, scene);
  compiledOf.set(scene, compiled);
  return compiled;
}

export const isCompiled = ({ model }: Desk, scene: Scene): boolean => compiledOf.get(scene)?.model === model;

const switchesOf = new WeakMap<Model, readonly LinkSwitch[]>();

/** Every switch of the desk that links two strips. */
export function linkSwitches(model: Model): readonly LinkSwitch[] {
  const known = switchesOf.get(model);
  if (known) return known;
  const switches: LinkSwitch[] = [];
  for (const [role, layout] of model.layouts) {
    if (layout.linked.size === 0) continue;
    const base = model.base.get(role) ?? 0;
    for (const strip of layout.strips) {
      const link = layout.byPath.get(`${strip.path}/link`);
      if (link) switches.push({ id: base + link.id, strip });
    }
  }
  switchesOf.set(model, switches);
  return switches;
}
