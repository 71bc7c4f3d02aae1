import { gzipSync } from 'node:zlib';
import type { Desk } from '../desk/desk.ts';
import type { Entry, Model } from '../desk/model.ts';
import { findAll } from '../desk/path.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { valueJson } from './params.ts';
import type { LayoutBody } from './protocol/http.ts';
import { ValueTexts } from './value-texts.ts';
import { frameHead } from './ws-frame.ts';

const MAX_KEPT_PATTERNS = 256;
const VALUES = Buffer.from(',"values":[');
const END = Buffer.from(']}');

/** What is the same for every client of one layout, worked out once: the layout itself, what patterns name, and the newest snapshot. */
export class Snapshots {
  readonly run: string;
  readonly #desk: Desk;
  #model: Model | undefined;
  readonly #selections = new Map<string, readonly Entry[] | Refusal>();
  #layout: { readonly text: string; gzip?: Uint8Array<ArrayBuffer> } | undefined;
  #paths: Buffer | undefined;
  #values: ValueTexts | undefined;
  /** Many who come back at once ask the same: they are sent the very same bytes. */
  #last: { readonly key: string; readonly frame: Buffer } | undefined;

  constructor(desk: Desk, run: string) {
    this.#desk = desk;
    this.run = run;
  }

  /** Parameters a pattern names; a strip alone names all below it. Kept: thousands of paths are matched once, not once a client. */
  select(pattern: string): readonly Entry[] | Refusal {
    this.#freshen();
    const known = this.#selections.get(pattern);
    if (known) return known;
    const found = findAll(this.#desk.model, pattern, true);
    if (isRefusal(found)) return found;
    const [oldest] = this.#selections.keys();
    if (this.#selections.size >= MAX_KEPT_PATTERNS && oldest !== undefined) this.#selections.delete(oldest);
    this.#selections.set(pattern, found);
    return found;
  }

  /** The `snapshot` message of everything, as a whole frame. */
  whole(withPaths: boolean, ref: number | undefined): Buffer {
    this.#freshen();
    const { entries } = this.#desk.model;
    this.#values ??= new ValueTexts(this.#desk);
    if (withPaths) this.#paths ??= Buffer.from(`,"paths":${JSON.stringify(entries.map((entry) => entry.path))}`);
    const key = `${this.#desk.revision} ${this.#desk.values.pendingEdits} ${withPaths} ${ref}`;
    if (this.#last?.key === key) return this.#last.frame;
    const paths = withPaths ? this.#paths : undefined;
    const parts = [Buffer.from(this.#head(entries, ref)), ...(paths ? [paths] : []), VALUES, this.#values.bytes, END];
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    const frame = Buffer.concat([frameHead('text', bytes), ...parts]);
    this.#last = { key, frame };
    return frame;
  }

  /** The `snapshot` message of some. */
  part(entries: readonly Entry[], withPaths: boolean, ref: number | undefined): string {
    const { values } = this.#desk;
    const paths = withPaths ? `,"paths":${JSON.stringify(entries.map((entry) => entry.path))}` : '';
    const ids = entries.map((entry) => entry.id).join(',');
    return `${this.#head(entries, ref)},"ids":[${ids}]${paths},"values":[${entries.map((entry) => valueJson(entry, values.wanted(entry.id))).join(',')}]}`;
  }

  #head(entries: readonly Entry[], ref: number | undefined): string {
    const { model, revision, values } = this.#desk;
    const pending: number[] = [];
    for (const { id } of entries) if (values.pending(id)) pending.push(id);
    const own = ref === undefined ? '' : `"ref":${ref},`;
    return `{"t":"snapshot",${own}"run":"${this.run}","layout":${model.number},"rev":${revision},"pending":[${pending.join(',')}]`;
  }

  layoutText(): string {
    return this.#layoutNow().text;
  }
  layoutGzip(): Uint8Array<ArrayBuffer> {
    const layout = this.#layoutNow();
    layout.gzip ??= new Uint8Array(gzipSync(layout.text, { level: 6 }));
    return layout.gzip;
  }

  #layoutNow(): { readonly text: string; gzip?: Uint8Array<ArrayBuffer> } {
    this.#freshen();
    this.#layout ??= { text: JSON.stringify(layoutBody(this.#desk, this.run)) };
    return this.#layout;
  }

  #freshen(): void {
    if (this.#model === this.#desk.model) return;
    this.#model = this.#desk.model;
    this.#selections.clear();
    this.#layout = undefined;
    this.#paths = undefined;
    this.#values = undefined;
    this.#last = undefined;
  }
}

/** The layout as clients get it. Laws and word lists stand once each; thousands of parameters share a few. */
function layoutBody(desk: Desk, run: string): LayoutBody {
  const { model } = desk;
  const laws = new Numbered<LayoutBody['laws'][number]>();
  const choices = new Numbered<string[]>();
  const parameters = model.entries.map(({ path, parameter }) => ({
    path,
    type: parameter.type,
    ...(parameter.type === 'number' ? { law: laws.of({ ...parameter.law.shape }) } : {}),
    ...(parameter.choices.length > 0 ? { choices: choices.of([...parameter.choices]) } : {}),
    ...(parameter.readOnly ? { readOnly: true as const } : {}),
    ...(parameter.leaf.is === undefined ? {} : { is: parameter.leaf.is }),
  }));
  const prefix = (role: string): string => (role === model.roles[0] ? '' : `${role}:`);
  const each = [...model.layouts];
  return {
    run,
    number: model.number,
    laws: laws.list,
    choices: choices.list,
    parameters,
    strips: each.flatMap(([role, layout]) =>
      layout.strips.map(({ path, kind, number }) => ({ path: prefix(role) + path, kind, number, engine: role })),
    ),
    meters: each.flatMap(([role, layout]) => layout.meters.map(({ path }) => prefix(role) + path)),
  };
}

class Numbered<T> {
  readonly list: T[] = [];
  readonly #places = new Map<string, number>();

  of(one: T): number {
    const key = JSON.stringify(one);
    const place = this.#places.get(key) ?? this.list.push(one) - 1;
    this.#places.set(key, place);
    return place;
  }
}
