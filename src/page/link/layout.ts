import { type Law, type LawShape, lawFrom } from '../../desk/law.ts';
import type { LayoutBody } from './protocol.ts';

/** What a parameter is: type, law, words. */
export interface ParamInfo {
  readonly id: number;
  readonly path: string;
  readonly type: 'number' | 'switch' | 'choice' | 'text' | 'color';
  /** Of numbers: position 0..1 <-> value, grid, range, unit. */
  readonly law: Law | undefined;
  /** Words of a choice or colour. */
  readonly choices: readonly string[];
  readonly readOnly: boolean;
}

export interface StripInfo {
  readonly path: string;
  readonly kind: string;
  /** From 1; 0 for those that exist once. */
  readonly number: number;
  /** Role of the engine it belongs to. */
  readonly engine: string;
}

/** The parameters of the desk. Ids hold within one layout of one run. */
export class Layout {
  readonly run: string;
  readonly number: number;
  readonly params: readonly ParamInfo[];
  readonly strips: readonly StripInfo[];
  readonly meters: ReadonlySet<string>;
  readonly #byPath: ReadonlyMap<string, ParamInfo>;
  readonly #strips: ReadonlyMap<string, StripInfo>;

  constructor(body: LayoutBody) {
    this.run = body.run;
    this.number = body.number;
    // Cast: the daemon writes each law from the very shape; the schema of the wire leaves its fields open.
    const laws = body.laws.map((shape) => lawFrom(shape as unknown as LawShape));
    this.params = body.parameters.map(({ path, type, law, choices, readOnly }, id) => ({
      id,
      path,
      type,
      law: law === undefined ? undefined : laws[law],
      choices: choices === undefined ? [] : (body.choices[choices] ?? []),
      readOnly: readOnly === true,
    }));
    this.strips = body.strips;
    this.meters = new Set(body.meters);
    this.#byPath = new Map(this.params.map((param) => [param.path, param]));
    this.#strips = new Map(body.strips.map((strip) => [strip.path, strip]));
  }

  get(path: string): ParamInfo | undefined {
    return this.#byPath.get(path);
  }
  has(path: string): boolean {
    return this.#byPath.has(path);
  }
  strip(path: string): StripInfo | undefined {
    return this.#strips.get(path);
  }
  of(kind: string): StripInfo[] {
    return this.strips.filter((strip) => strip.kind === kind);
  }
  /** How many of a numbered leaf a strip has: `count('ch/1', 'send/{}/level')`. */
  count(strip: string, leaf: string): number {
    let n = 0;
    while (this.has(`${strip}/${leaf.replace('{}', String(n + 1))}`)) n++;
    return n;
  }
}
