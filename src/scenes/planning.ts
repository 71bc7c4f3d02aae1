import type { Desk } from '../desk/desk.ts';
import { withLinked } from '../desk/links.ts';
import type { Entry, Model } from '../desk/model.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { formatValue, readValue, type Stored, type Value } from '../desk/value.ts';
import { isLevel, isPreamp, opensAMute, phaseOf } from './loudness.ts';
import type { LeftRow, Plan, PlanRow } from './plan.ts';
import type { Curve, FadeTime, Scene, SceneValue } from './scene.ts';
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

/** A time without a word for its way goes along the fader's travel. */
const DEFAULT_CURVE: Curve = 'linear';
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

const NAMES_PREAMPS = /(?:^|\/)preamp(?:\/|$)/;

interface Target {
  readonly entry: Entry;
  readonly to: Stored;
  readonly value: SceneValue;
}

/**
 * What a recall of the scene would do to the desk as it stands now, compared on the grid of each engine. Nothing is dropped in silence: what
 * would change and is left stands in `left`.
 * @returns a refusal where a pattern of scope or safes cannot be read
 */
export function planRecall(desk: Desk, scene: Scene, options: PlanOptions): Plan | Refusal {
  const bounds = readBounds(desk, scene, options);
  if (isRefusal(bounds)) return bounds;
  const left: LeftRow[] = [];
  const rows: PlanRow[] = [];
  const targets = targetsOf(desk, scene, bounds, left);
  const live = liveRoles(desk);
  const preamps = scene.preamps || options.preamps === true;
  for (const { entry, to, value } of targets.values()) {
    const from = desk.wanted(entry.id);
    if (from === to && options.moving?.(entry.id) !== true) continue;
    const kept = whyLeft(desk, entry, bounds, live, preamps);
    if (kept) left.push(kept);
    else rows.push(rowOf(desk, entry, from, to, value.value, timeOf(entry, value, scene, options.overMs)));
  }
  const loudest = loudestOf(rows);
  return {
    scene: scene.name,
    revision: desk.revision,
    rows: loudFirst(rows),
    left,
    opens: rows.reduce((count, row) => count + (row.opens ? 1 : 0), 0),
    ...(loudest?.jumpDb === undefined ? {} : { loudest: { path: loudest.path, jumpDb: loudest.jumpDb } }),
  };
}

function readBounds(desk: Desk, scene: Scene, { safes, only = [], except = [] }: PlanOptions): Bounds | Refusal {
  const asked = readScope(desk, only);
  const kept = readScope(desk, scene.only);
  const safe = readScope(desk, [...scene.safe, ...safes, ...except]);
  const preamps = readScope(
    desk,
    [...only, ...scene.only].filter((pattern) => NAMES_PREAMPS.test(pattern)),
  );
  if (isRefusal(asked)) return asked;
  if (isRefusal(kept)) return kept;
  if (isRefusal(safe)) return safe;
  return isRefusal(preamps) ? preamps : { asked, kept, safe, preamps };
}

/** What every parameter of the scene becomes, and what follows from it on linked strips the scene does not speak of. */
function targetsOf(desk: Desk, scene: Scene, bounds: Bounds, left: LeftRow[]): Map<number, Target> {
  const targets = new Map<number, Target>();
  for (const [path, value] of scene.values) {
    const entry = desk.model.byPath.get(path);
    if (!entry) {
      const [role, segments] = apart(desk.model, path);
      if (inScope(bounds, role, segments)) left.push({ path, why: 'missing' });
      continue;
    }
    if (entry.parameter.readOnly || entry.parameter.leaf.is !== undefined) {
      if (inScope(bounds, entry.role, entry.segments)) left.push({ path, why: 'read-only' });
      continue;
    }
    const to = readValue(entry.parameter, value.value);
    if (!isRefusal(to)) targets.set(entry.id, { entry, to, value });
    else if (inScope(bounds, entry.role, entry.segments))
      left.push({ path, why: 'wrong', by: `${to.got}; it takes ${to.want ?? 'another'}` });
  }
  for (const target of followers(desk, targets)) targets.set(target.entry.id, target);
  return targets;
}

/** The other strips of linked pairs: they move along, as they do under a hand, where the scene has no word of its own for them. */
function followers({ model, values }: Desk, targets: ReadonlyMap<number, Target>): Target[] {
  // Links as they will stand: a scene may link and unlink, too.
  const standing = {
    wanted: (id: number): Stored => targets.get(id)?.to ?? values.wanted(id),
    number: (id: number): number => Number(targets.get(id)?.to ?? values.number(id)),
  };
  const found: Target[] = [];
  const linked = linkedStrips(model, standing.number);
  if (linked.size === 0) return found;
  for (const { entry, to, value } of targets.values()) {
    const strip = model.layouts.get(entry.role)?.strips[entry.parameter.strip];
    if (!strip || !linked.has(`${entry.role}:${strip.path}`)) continue;
    for (const [id, follows] of withLinked(model, standing, entry.id, to)) {
      const other = model.entries[id];
      if (other && !targets.has(id)) found.push({ entry: other, to: follows, value });
    }
  }
  return found;
}

function linkedStrips(model: Model, number: (id: number) => number): Set<string> {
  const linked = new Set<string>();
  for (const [role, layout] of model.layouts) {
    if (layout.linked.size === 0) continue;
    const base = model.base.get(role) ?? 0;
    for (const { path } of layout.strips) {
      const link = layout.byPath.get(`${path}/link`);
      if (link && number(base + link.id) === 1) linked.add(`${role}:${path}`);
    }
  }
  return linked;
}

function apart(model: Model, path: string): [string, readonly string[]] {
  const colon = path.indexOf(':');
  return [colon < 0 ? (model.roles[0] ?? '') : path.slice(0, colon), path.slice(colon + 1).split('/')];
}

const inScope = ({ asked, kept }: Bounds, role: string, segments: readonly string[]): boolean =>
  (asked.size === 0 || asked.patternOf(role, segments) !== undefined) && (kept.size === 0 || kept.patternOf(role, segments) !== undefined);

function liveRoles(desk: Desk): ReadonlySet<string> {
  return new Set(desk.model.roles.filter((role) => desk.link(role).state === 'live'));
}

/** Why a change is not made. */
function whyLeft(desk: Desk, entry: Entry, bounds: Bounds, live: ReadonlySet<string>, preamps: boolean): LeftRow | undefined {
  const { path, role, segments } = entry;
  if (!inScope(bounds, role, segments)) return { path, why: 'scope' };
  const safe = bounds.safe.size > 0 ? bounds.safe.patternOf(role, segments) : undefined;
  if (safe !== undefined) return { path, why: 'safe', by: safe };
  if (!preamps && isPreamp(entry) && bounds.preamps.patternOf(role, segments) === undefined) return { path, why: 'preamp' };
  if (!live.has(role)) return { path, why: 'offline', by: role };
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

/** Fields in one order, and no copies of objects: a plan of a whole desk makes thousands of rows at once. */
function rowOf(desk: Desk, entry: Entry, from: Stored, to: Stored, said: Value, fade: FadeTime | undefined): PlanRow {
  const { parameter } = entry;
  const row: { -readonly [Field in keyof PlanRow]: PlanRow[Field] } = {
    id: entry.id,
    path: entry.path,
    from,
    to,
    fromText: formatValue(parameter, from),
    toText: formatValue(parameter, to),
    phase: phaseOf(desk, entry, to),
    opens: opensAMute(desk, entry, to),
  };
  if (typeof from === 'number' && typeof to === 'number' && isLevel(entry)) row.jumpDb = jump(from, to);
  if (fade !== undefined) row.fade = fade;
  const rounded = roundedFrom(entry, said, to);
  if (rounded !== undefined) row.rounded = rounded;
  return row;
}

/** Sums of decimal steps; 0.3 - 0.1 must read 0.2. */
const jump = (from: number, to: number): number => Number((to - from).toFixed(6));

function roundedFrom({ parameter }: Entry, said: Value, to: Stored): string | undefined {
  if (parameter.type !== 'number' || typeof said !== 'number' || said === to) return undefined;
  return `${said}${parameter.law.unit === '' || parameter.law.unit === 'pan' ? '' : ` ${parameter.law.unit}`}`;
}

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
