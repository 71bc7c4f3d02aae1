import type { Moved, Shown, View } from '../desk/verb.ts';
import type { Mapping } from './mapping.ts';

export interface ViewOptions {
  readonly name: string;
  readonly mapping: Mapping;
  /** Strips under the hand. */
  readonly width: number;
  /** Whether an engine has such a strip now. */
  readonly exists: (strip: string) => boolean;
  readonly changed: () => void;
  readonly clearClips: () => void;
}

/**
 * Where a surface looks: bank, layer, mode, flip, selection. A bank begins at a multiple of its step, so that forth and back meet the same
 * strips; the last one may end early. Steps by channel stop when the last strip is under the last fader. A follower shows what stands to
 * the right of its leader, and what is asked of it is asked of the leader.
 */
export class SurfaceView implements View {
  readonly name: string;
  readonly #options: ViewOptions;
  readonly #starts = new Map<string, number>();
  readonly #followers = new Set<SurfaceView>();
  #leader: SurfaceView | undefined;
  #mapping: Mapping;
  #layer: string;
  /** Of {@link list}, until something is another. */
  #list: readonly string[] | undefined;
  #mode = '';
  #page = 0;
  #flip = false;
  #values = false;
  #selected: string | undefined;
  #spilled: Shown['spilled'];

  constructor(options: ViewOptions) {
    this.#options = options;
    this.name = options.name;
    this.#mapping = options.mapping;
    this.#layer = this.layers[0] ?? '';
  }

  get layers(): readonly string[] {
    return this.#leader?.layers ?? [...this.#mapping.layers.keys()];
  }
  get modes(): readonly string[] {
    return [...this.#mapping.modes.keys()];
  }
  /** A follower is in the mode of its leader where it has one of that name. */
  get mode(): string {
    if (!this.#leader) return this.#mode;
    return this.#mapping.modes.has(this.#leader.mode) ? this.#leader.mode : '';
  }
  /** Page of the mode, from 0. */
  get page(): number {
    return this.#leader?.page ?? this.#page;
  }
  get layer(): string {
    return this.#leader?.layer ?? this.#layer;
  }
  get flip(): boolean {
    return this.#leader?.flip ?? this.#flip;
  }
  get values(): boolean {
    return this.#leader?.values ?? this.#values;
  }
  get selected(): string | undefined {
    return this.#leader ? this.#leader.selected : this.#selected;
  }
  get spilled(): string | undefined {
    return this.#leader ? this.#leader.spilled : this.#spilled?.strip;
  }
  get leader(): string | undefined {
    return this.#leader?.name;
  }
  /** Place of the first strip under the hand in the list, from 0. */
  get start(): number {
    if (this.#leader) return this.#leader.start + this.#leader.width;
    // Strips that went away with their engine leave the bank at the last ones that are there.
    return Math.min(this.#starts.get(this.#key) ?? 0, Math.max(0, this.list.length - 1));
  }
  get width(): number {
    return this.#options.width;
  }
  /** All strips that are banked through. */
  get list(): readonly string[] {
    if (this.#leader) return this.#leader.list;
    this.#list ??= (this.#spilled?.members ?? this.#mapping.layers.get(this.#layer) ?? []).filter(this.#options.exists);
    return this.#list;
  }
  get strips(): readonly (string | null)[] {
    const { list, start } = this;
    return Array.from({ length: this.width }, (_, index) => list[start + index] ?? null);
  }

  bank(by: number, dry: boolean): Moved {
    return this.#move(by, dry, (start, count) => {
      const step = Math.abs(by);
      const to = by > 0 ? (Math.floor(start / step) + 1) * step : (Math.ceil(start / step) - 1) * step;
      return to < count ? to : start;
    });
  }

  channel(by: number, dry: boolean): Moved {
    return this.#move(by, dry, (start, count, width) => {
      const last = Math.max(0, count - width);
      // The early end of the last bank may lie behind that.
      return by > 0 ? Math.max(start, Math.min(last, start + by)) : start + by;
    });
  }

  #move(by: number, dry: boolean, aim: (start: number, count: number, width: number) => number): Moved {
    const { start, list } = this.#first;
    const to = Math.max(0, aim(start, list.length, this.#span));
    if (!dry && to !== start && by !== 0) {
      this.#first.#starts.set(this.#first.#key, to);
      this.#tell();
    }
    return { from: start + 1, to: to + 1, of: list.length };
  }

  show(what: Partial<Shown>): void {
    this.#first.#take(what);
    this.#tell();
  }

  #take(what: Partial<Shown>): void {
    if (what.mode !== undefined) this.#turnPage(what.mode);
    if (what.layer !== undefined) this.#layer = what.layer;
    if (what.flip !== undefined) this.#flip = what.flip;
    if (what.values !== undefined) this.#values = what.values;
    if ('selected' in what) this.#selected = what.selected;
    if ('spilled' in what) {
      this.#spilled = what.spilled;
      // Other members than last time: from the first.
      if (what.spilled) this.#starts.delete(this.#key);
    }
  }

  /** A mode said again shows its next page, and after the last one it is over. */
  #turnPage(mode: string): void {
    const pages = this.#mapping.modes.get(mode)?.pages.length ?? 1;
    const isNext = mode !== '' && mode === this.#mode;
    this.#page = isNext ? this.#page + 1 : 0;
    this.#mode = isNext && this.#page >= pages ? '' : mode;
    if (this.#mode === '') this.#page = 0;
  }

  /** Into a page of a mode, or with an empty name out of it. */
  setMode(mode: string, page = 0): void {
    this.#first.#mode = mode;
    this.#first.#page = page;
    this.#tell();
  }

  /** The mapping file has changed. */
  setMapping(mapping: Mapping): void {
    this.#mapping = mapping;
    if (!mapping.layers.has(this.#layer)) this.#layer = [...mapping.layers.keys()][0] ?? '';
    if (!mapping.modes.has(this.#mode) || this.#page >= (mapping.modes.get(this.#mode)?.pages.length ?? 1)) {
      this.#mode = '';
      this.#page = 0;
    }
    this.#tell();
  }

  follow(leader: View | undefined): void {
    if (this.#leader) this.#leader.#followers.delete(this);
    // Whoever would follow itself around a corner goes its own way.
    const other = leader instanceof SurfaceView && !leader.#chain.includes(this) ? leader : undefined;
    this.#leader = other;
    if (other) other.#followers.add(this);
    this.#tell();
  }

  /** It goes: those that follow it go their own way. */
  leave(): void {
    for (const view of [...this.#followers]) view.follow(undefined);
    this.follow(undefined);
  }

  clearClips(): void {
    for (const view of this.#first.#all) view.#options.clearClips();
  }

  /** The layout is another: so may be what is under the hand. */
  refresh(): void {
    this.#tell();
  }

  get #key(): string {
    return this.#spilled ? 'spilled' : `layer ${this.#layer}`;
  }
  get #first(): SurfaceView {
    return this.#leader ? this.#leader.#first : this;
  }
  /** This and those it follows. */
  get #chain(): SurfaceView[] {
    return this.#leader ? [this, ...this.#leader.#chain] : [this];
  }
  /** This and those that follow it. */
  get #all(): SurfaceView[] {
    return [this, ...[...this.#followers].flatMap((view) => view.#all)];
  }
  /** Faders of the whole row. */
  get #span(): number {
    return this.#first.#all.reduce((sum, view) => sum + view.width, 0);
  }
  #tell(): void {
    for (const view of this.#first.#all) {
      view.#list = undefined;
      view.#options.changed();
    }
  }
}
