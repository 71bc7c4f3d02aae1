import type { Desk } from '../desk/desk.ts';
import type { Strip } from '../desk/layout.ts';
import { withLinked } from '../desk/links.ts';
import type { Entry } from '../desk/model.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Stored } from '../desk/value.ts';
import { type CompiledScene, compile, linkSwitches, type Target } from './compiled.ts';
import { isPreamp } from './loudness.ts';
import type { LeftRow, Plan, PlanRow } from './plan.ts';
import { PlannedRow } from './plan-row.ts';
import type { FadeTime, Scene, SceneValue } from './scene.ts';
import { DEFAULT_CURVE } from './scene-words.ts';
import { readScope, type Scope } from './scope.ts';

export interface PlanOptions {
  /** Patterns of the show that every recall leaves alone. */
  readonly safes: readonly string[];
  /** Patterns that this recall is kept to; none: all. */
  readonly only?: readonly string[];
  /** Patterns that this recall leaves alone besides. */
  readonly except?: readonly string[];
  /** Instead of every time in the scene; 0: all at once. */
  readonly overMs?: number;
  /** Gain and phantom power too, as if the scene said so. */
  readonly preamps?: boolean;
  /** Something of ours is moving it now: where it stands is not where it will be, so that it is in the plan even if that is right now. */
  readonly moving?: (id: number) => boolean;
}

/** Parameters that the time of a whole scene is for; anything else fades only where the scene names a time for it. */
const MIX = new Set(['fader', 'pan', 'send/{n}/level', 'send/{n}/pan', 'level']);

/** Both sides are asked for in their own words, so that a row can name the pattern behind it. */
interface Bounds {
  readonly asked: Scope;
  readonly kept: Scope;
  readonly safe: Scope;
  /** Patterns that name gain and phantom power themselves: `ch/1..8/preamp`. */
  readonly preamps: Scope;
}

const NONE: readonly string[] = [];
const NAMES_PREAMPS = /(?:^|\/)preamp(?:\/|$)/;

/**
 * What a recall of the scene would do to the desk as it stands now, compared on the grid of each engine. Nothing is dropped in silence: what
 * would change and is left stands in `left`.
 * @returns a refusal where a pattern of scope or safes cannot be read
 */
export function planRecall(desk: Desk, scene: Scene, options: PlanOptions): Plan | Refusal {
  const bounds = readBounds(desk, scene, options);
  if (isRefusal(bounds)) return bounds;
  const compiled = compile(desk, scene);
  const left = compiled.unfit.filter(({ role, segments }) => inScope(bounds, role, segments)).map((unfit) => unfit.left);
  const rows: PlanRow[] = [];
  let opens = 0;
  const preamps = scene.preamps || options.preamps === true;
  for (const { entry, to, value } of changing(desk, compiled, options.moving)) {
    const kept = whyLeft(desk, entry, bounds, preamps);
    if (kept) {
      left.push(kept);
      continue;
    }
    const row = new PlannedRow(desk, entry, to, value.value, timeOf(entry, value, scene, options.overMs));
    if (row.opens) opens += 1;
    rows.push(row);
  }
  const loudest = loudestOf(rows);
  return {
    scene: scene.name,
    revision: desk.revision,
    rows: loudFirst(rows),
    left,
    opens,
    ...(loudest?.jumpDb === undefined ? {} : { loudest: { path: loudest.path, jumpDb: loudest.jumpDb } }),
  };
}

function readBounds(desk: Desk, scene: Scene, { safes, only = [], except = [] }: PlanOptions): Bounds | Refusal {
  const asked = readScope(desk, only);
  const kept = readScope(desk, scene.only);
  const safe = readScope(desk, [...scene.safe, ...safes, ...except]);
  const patterns = only.length + scene.only.length > 0 ? [...only, ...scene.only] : NONE;
  const preamps = readScope(
    desk,
    patterns.filter((pattern) => NAMES_PREAMPS.test(pattern)),
  );
  if (isRefusal(asked)) return asked;
  if (isRefusal(kept)) return kept;
  if (isRefusal(safe)) return safe;
  return isRefusal(preamps) ? preamps : { asked, kept, safe, preamps };
}

/** What the scene changes, and what follows from it on linked strips the scene does not speak of. */
function changing(desk: Desk, compiled: CompiledScene, moving: PlanOptions['moving']): Target[] {
  const changes = compiled.differing(desk.values, moving);
  for (const target of followers(desk, compiled))
    if (desk.wanted(target.entry.id) !== target.to || moving?.(target.entry.id)) changes.push(target);
  return changes;
}

/** The other strips of linked pairs: they move along, as they do under a hand, where the scene has no word of its own for them. */
function followers({ model, values }: Desk, compiled: CompiledScene): Iterable<Target> {
  // Links as they will stand: a scene may link and unlink, too.
  const standing = {
    wanted: (id: number): Stored => compiled.of(id)?.to ?? values.wanted(id),
    number: (id: number): number => Number(compiled.of(id)?.to ?? values.number(id)),
  };
  const found = new Map<number, Target>();
  const linked = new Set<Strip>();
  for (const { id, strip } of linkSwitches(model)) if (standing.number(id) === 1) linked.add(strip);
  if (linked.size === 0) return [];
  for (const { entry, to, value } of compiled.targets) {
    const strip = model.layouts.get(entry.role)?.strips[entry.parameter.strip];
    if (!strip || !linked.has(strip)) continue;
    for (const [id, follows] of withLinked(model, standing, entry.id, to)) {
      const other = model.entries[id];
      if (other && !compiled.of(id)) found.set(id, { entry: other, to: follows, value });
    }
  }
  return found.values();
}

const inScope = ({ asked, kept }: Bounds, role: string, segments: readonly string[]): boolean =>
  (asked.size === 0 || asked.patternOf(role, segments) !== undefined) && (kept.size === 0 || kept.patternOf(role, segments) !== undefined);

/** Why a change is not made. */
function whyLeft(desk: Desk, entry: Entry, bounds: Bounds, preamps: boolean): LeftRow | undefined {
  const { path, role, segments } = entry;
  if (!inScope(bounds, role, segments)) return { path, why: 'scope' };
  const safe = bounds.safe.size > 0 ? bounds.safe.patternOf(role, segments) : undefined;
  if (safe !== undefined) return { path, why: 'safe', by: safe };
  if (!preamps && isPreamp(entry) && bounds.preamps.patternOf(role, segments) === undefined) return { path, why: 'preamp' };
  if (desk.link(role).state !== 'live') return { path, why: 'offline', by: role };
  const hold = desk.holder(entry.id);
  return hold ? { path, why: 'held', by: hold.actor.name } : undefined;
}

function timeOf(entry: Entry, value: SceneValue, scene: Scene, overMs: number | undefined): FadeTime | undefined {
  if (entry.parameter.type !== 'number') return undefined;
  const mix = MIX.has(leafPattern(entry));
  const said = value.fade ?? (mix ? scene.fade : undefined);
  if (overMs !== undefined)
    return overMs > 0 && (mix || said) ? { ms: overMs, curve: said?.curve ?? scene.fade?.curve ?? DEFAULT_CURVE } : undefined;
  return said && said.ms > 0 ? said : undefined;
}

const leafPattern = (entry: Entry): string => entry.parameter.leaf.leaf;

/** The largest rise; of several out of silence the one that ends highest. */
function loudestOf(rows: readonly PlanRow[]): PlanRow | undefined {
  let loudest: PlanRow | undefined;
  for (const row of rows) {
    if (!(row.jumpDb !== undefined && row.jumpDb > 0)) continue;
    const [of, than] = [row.jumpDb, loudest?.jumpDb ?? 0];
    if (of > than || (of === than && loudest && height(row) > height(loudest))) loudest = row;
  }
  return loudest;
}

const height = (row: PlanRow): number => (typeof row.to === 'number' ? row.to : 0);
const size = (row: PlanRow): number => Math.abs(row.jumpDb ?? 0);

/** Unmutes first, then by the size of the jump; the order of the scene for the rest. */
function loudFirst(rows: readonly PlanRow[]): PlanRow[] {
  const opening = rows.filter((row) => row.opens);
  const jumping = rows.filter((row) => !row.opens && row.jumpDb !== undefined);
  const others = rows.filter((row) => !row.opens && row.jumpDb === undefined);
  jumping.sort((a, b) => (size(a) === size(b) ? 0 : size(b) - size(a)));
  return [...opening, ...jumping, ...others];
}
