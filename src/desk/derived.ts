import type { Entry, Model } from './model.ts';
import type { Stored } from './value.ts';
import type { Values } from './values.ts';

/** Parameters of the DCAs or mute groups that a strip may be in, one of each kind at each place; -1 where the engine has none. */
interface Masters {
  readonly names: readonly string[];
  readonly members: readonly number[];
  readonly mutes: readonly number[];
  readonly faders: readonly number[];
}

/** What `audible` and `level` of one strip depend on: ids, -1 where the engine has no such parameter. */
interface StripWiring {
  readonly role: string;
  readonly path: string;
  readonly audible: number;
  readonly level: number;
  readonly mute: number;
  readonly fader: number;
  readonly solo: number;
  /** Solo in place silences channels, not mixes. */
  readonly silencedBySolo: boolean;
  readonly dcas: Masters;
  readonly groups: Masters;
}

const SOLOED_KINDS: ReadonlySet<string> = new Set(['ch', 'aux', 'fx']);
const IN_PLACE = 'sip';
const NONE: readonly number[] = [];

/** Works out what follows from mutes, DCAs, mute groups and solos, so that "why do I not hear ch 7?" has an answer. */
export class Derived {
  readonly #wirings: StripWiring[] = [];
  /** Strips to look at again when a parameter changes. */
  readonly #touchedBy = new Map<number, number[]>();
  readonly #soloModes = new Map<string, { readonly id: number; readonly inPlace: number }>();

  constructor(model: Model) {
    for (const [role, layout] of model.layouts) {
      if (!layout.derive) continue;
      const own = (path: string): Entry | undefined =>
        model.entries[(model.base.get(role) ?? 0) + (layout.byPath.get(path)?.id ?? Number.NaN)];
      const mode = own('solo/mode');
      if (mode) this.#soloModes.set(role, { id: mode.id, inPlace: mode.parameter.choices.indexOf(IN_PLACE) });
      for (const strip of layout.strips) this.#wire(role, strip.path, SOLOED_KINDS.has(strip.kind), own);
    }
    this.#wireSolos();
  }

  /** Derived values after these changes, for the same turn. */
  follow(values: Values, changed: readonly number[]): [number, Stored][] {
    const results: [number, Stored][] = [];
    let role: string | undefined;
    let soloInPlace = false;
    for (const strip of this.#stripsOf(changed)) {
      const wiring = this.#wirings[strip];
      if (!wiring) continue;
      if (wiring.role !== role) soloInPlace = this.#soloInPlace(values, wiring.role);
      role = wiring.role;
      if (wiring.audible >= 0) results.push([wiring.audible, this.#audible(values, wiring, soloInPlace)]);
      if (wiring.level >= 0) results.push([wiring.level, levelOf(values, wiring)]);
    }
    return results;
  }

  /** Everything at once, after a full read. */
  all(values: Values): [number, Stored][] {
    return this.follow(values, [...this.#touchedBy.keys()]);
  }

  /** Each once. A fader alone, what hands do all the time, needs no set. */
  #stripsOf(changed: readonly number[]): Iterable<number> {
    const [first] = changed;
    if (first !== undefined && changed.length === 1) return this.#touchedBy.get(first) ?? NONE;
    return new Set(changed.flatMap((id) => this.#touchedBy.get(id) ?? NONE));
  }

  #wire(role: string, path: string, silencedBySolo: boolean, own: (path: string) => Entry | undefined): void {
    const id = (leaf: string): number => own(leaf)?.id ?? -1;
    const audible = id(`${path}/audible`);
    const level = id(`${path}/level`);
    if (audible < 0 && level < 0) return;
    const dcas = mastersOf(path, 'dca', id);
    const groups = mastersOf(path, 'group', id);
    const mute = id(`${path}/mute`);
    const fader = id(`${path}/fader`);
    const solo = id(`${path}/solo`);
    this.#wirings.push({ role, path, audible, level, mute, fader, solo, silencedBySolo, dcas, groups });
    const index = this.#wirings.length - 1;
    const causes = [mute, fader, solo, ...[dcas, groups].flatMap(({ members, mutes, faders }) => [...members, ...mutes, ...faders])];
    for (const cause of causes) this.#touches(cause, index);
  }

  /** With solo in place any solo, or the mode, changes who is heard: all strips of that engine. */
  #wireSolos(): void {
    for (const [role, mode] of this.#soloModes) {
      const mine = this.#wirings
        .map((wiring, index) => ({ wiring, index }))
        .filter(({ wiring }) => wiring.role === role && wiring.silencedBySolo);
      for (const { index } of mine) {
        this.#touches(mode.id, index);
        for (const other of mine) if (other.index !== index) this.#touches(other.wiring.solo, index);
      }
    }
  }

  #touches(id: number, strip: number): void {
    if (id < 0) return;
    const known = this.#touchedBy.get(id);
    if (known) known.push(strip);
    else this.#touchedBy.set(id, [strip]);
  }

  #soloInPlace(values: Values, role: string): boolean {
    const mode = this.#soloModes.get(role);
    if (!mode || values.number(mode.id) !== mode.inPlace) return false;
    return this.#wirings.some(
      (wiring) => wiring.role === role && wiring.silencedBySolo && wiring.solo >= 0 && values.number(wiring.solo) === 1,
    );
  }

  #audible(values: Values, wiring: StripWiring, soloInPlace: boolean): string {
    const causes: string[] = [];
    if (isOn(values, wiring.mute)) causes.push('mute');
    silencers(values, wiring.dcas, causes);
    silencers(values, wiring.groups, causes);
    if (soloInPlace && wiring.silencedBySolo && !isOn(values, wiring.solo)) causes.push('solo');
    if (isSilent(values, wiring.fader)) causes.push('fader');
    return causes.length === 0 ? 'yes' : causes.join(', ');
  }
}

const isOn = (values: Values, id: number): boolean => id >= 0 && values.number(id) === 1;
const isSilent = (values: Values, id: number): boolean => id >= 0 && values.number(id) === Number.NEGATIVE_INFINITY;

function mastersOf(strip: string, kind: 'dca' | 'group', id: (path: string) => number): Masters {
  const names: string[] = [];
  while (id(`${strip}/${kind}/${names.length + 1}`) >= 0) names.push(`${kind}/${names.length + 1}`);
  return {
    names,
    members: names.map((name) => id(`${strip}/${name}`)),
    mutes: names.map((name) => id(`${name}/mute`)),
    faders: names.map((name) => id(`${name}/fader`)),
  };
}

/** Adds the names of those that this strip is in and that are muted, or pulled down. */
function silencers(values: Values, { names, members, mutes, faders }: Masters, causes: string[]): void {
  for (const [at, member] of members.entries()) {
    if (isOn(values, member) && (isOn(values, mutes[at] ?? -1) || isSilent(values, faders[at] ?? -1))) causes.push(names[at] ?? '');
  }
}

function levelOf(values: Values, { fader, dcas }: StripWiring): number {
  let level = values.number(fader);
  let isSum = false;
  for (const [at, member] of dcas.members.entries()) {
    if (values.number(member) !== 1) continue;
    level += values.number(dcas.faders[at] ?? -1);
    isSum = true;
  }
  if (!isSum) return level;
  // Sums of decimal steps; 0.1 + 0.2 must read 0.3.
  return level === Number.NEGATIVE_INFINITY ? level : Number(level.toFixed(6));
}
