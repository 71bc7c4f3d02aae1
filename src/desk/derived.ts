import type { Entry, Model } from './model.ts';
import type { Stored } from './value.ts';
import type { Values } from './values.ts';

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
  readonly dcas: readonly { readonly member: number; readonly mute: number; readonly fader: number; readonly name: string }[];
  readonly groups: readonly { readonly member: number; readonly mute: number; readonly name: string }[];
}

const SOLOED_KINDS: ReadonlySet<string> = new Set(['ch', 'aux', 'fx']);
const IN_PLACE = 'sip';

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
  follow(values: Values, changed: Iterable<number>): Map<number, Stored> {
    const strips = new Set<number>();
    for (const id of changed) for (const strip of this.#touchedBy.get(id) ?? []) strips.add(strip);
    const results = new Map<number, Stored>();
    if (strips.size === 0) return results;
    const anySolo = new Map<string, boolean>();
    for (const strip of strips) {
      const wiring = this.#wirings[strip];
      if (!wiring) continue;
      if (!anySolo.has(wiring.role)) anySolo.set(wiring.role, this.#soloInPlace(values, wiring.role));
      if (wiring.audible >= 0) results.set(wiring.audible, this.#audible(values, wiring, anySolo.get(wiring.role) === true));
      if (wiring.level >= 0) results.set(wiring.level, levelOf(values, wiring));
    }
    return results;
  }

  /** Everything at once, after a full read. */
  all(values: Values): Map<number, Stored> {
    return this.follow(values, this.#touchedBy.keys());
  }

  #wire(role: string, path: string, silencedBySolo: boolean, own: (path: string) => Entry | undefined): void {
    const id = (leaf: string): number => own(leaf)?.id ?? -1;
    const audible = id(`${path}/audible`);
    const level = id(`${path}/level`);
    if (audible < 0 && level < 0) return;
    const dcas: StripWiring['dcas'][number][] = [];
    const groups: StripWiring['groups'][number][] = [];
    for (let n = 1; own(`${path}/dca/${n}`); n++) {
      dcas.push({ member: id(`${path}/dca/${n}`), mute: id(`dca/${n}/mute`), fader: id(`dca/${n}/fader`), name: `dca/${n}` });
    }
    for (let n = 1; own(`${path}/group/${n}`); n++) {
      groups.push({ member: id(`${path}/group/${n}`), mute: id(`group/${n}/mute`), name: `group/${n}` });
    }
    const mute = id(`${path}/mute`);
    const fader = id(`${path}/fader`);
    const solo = id(`${path}/solo`);
    this.#wirings.push({ role, path, audible, level, mute, fader, solo, silencedBySolo, dcas, groups });
    const index = this.#wirings.length - 1;
    const causes = [
      mute,
      fader,
      solo,
      ...dcas.flatMap((dca) => [dca.member, dca.mute, dca.fader]),
      ...groups.flatMap((group) => [group.member, group.mute]),
    ];
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
    const on = (id: number): boolean => id >= 0 && values.number(id) === 1;
    const silent = (id: number): boolean => id >= 0 && values.number(id) === Number.NEGATIVE_INFINITY;
    const causes: string[] = [];
    if (on(wiring.mute)) causes.push('mute');
    for (const dca of wiring.dcas) if (on(dca.member) && (on(dca.mute) || silent(dca.fader))) causes.push(dca.name);
    for (const group of wiring.groups) if (on(group.member) && on(group.mute)) causes.push(group.name);
    if (soloInPlace && wiring.silencedBySolo && !on(wiring.solo)) causes.push('solo');
    if (silent(wiring.fader)) causes.push('fader');
    return causes.length === 0 ? 'yes' : causes.join(', ');
  }
}

function levelOf(values: Values, wiring: StripWiring): number {
  let level = values.number(wiring.fader);
  for (const dca of wiring.dcas) if (values.number(dca.member) === 1) level += values.number(dca.fader);
  // Sums of decimal steps; 0.1 + 0.2 must read 0.3.
  return level === Number.NEGATIVE_INFINITY ? level : Number(level.toFixed(6));
}
