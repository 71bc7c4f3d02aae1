import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeskClock } from '../desk/clock.ts';
import type { Desk } from '../desk/desk.ts';
import type { Entry, Model } from '../desk/model.ts';
import type { Refusal } from '../desk/refusal.ts';
import type { Turn } from '../desk/turn.ts';
import { writeValue } from '../desk/value.ts';
import { fromLive } from '../scenes/diff.ts';
import type { LastOffer, Offer } from '../scenes/last-offer.ts';
import type { Scene } from '../scenes/scene.ts';
import { readScene } from '../scenes/scene-file.ts';
import { type Stand, standOf, stripText, valueText } from '../scenes/scene-text.ts';
import { showErrors } from '../wire/formats/yaml-file.ts';
import { writeWhole } from './atomic.ts';
import { codeOf, type DiskFault, diskFault } from './disk-fault.ts';
import { Gather } from './gather.ts';
import { readPlain } from './plain-file.ts';

/** From a change to its write: a mix in motion is written once a second, and a crash loses no more. */
const GATHER_MS = 1000;
/** Of making texts in one turn of the loop, ms: the first time all strips are new, and hands are heard between them. */
const SLICE_MS = 2;
const NAME = 'Last state';

export interface LastStateOptions {
  readonly clock: DeskClock;
  readonly say: (line: string) => void;
  readonly write?: (path: string, text: string, mode: number) => Promise<DiskFault | undefined>;
}

interface Strip {
  readonly name: string;
  readonly role: string;
  readonly entries: readonly (readonly [Entry, Stand])[];
}

/**
 * Live state as a scene in `state/last.yaml`, soon after each change, and the one of the run before, which is offered and never recalled by
 * itself. What was offered stays in `state/offered.yaml` until somebody answers, or has mixed since.
 */
export class LastState implements LastOffer {
  readonly #desk: Desk;
  readonly #path: string;
  readonly #offeredPath: string;
  readonly #gather: Gather;
  readonly #clock: DeskClock;
  #offered: { readonly scene: Scene; readonly atMs: number } | undefined;
  #strips: readonly Strip[] = [];
  /** By id: the index of the parameter's strip, or -1 for what is no part of a scene. */
  #stripOf = new Int32Array(0);
  /** Text of each strip as it was written last: only what changed is made anew. */
  #texts: (string | undefined)[] = [];
  #ends: (() => void)[] = [];
  readonly #watchers = new Set<() => void>();

  private constructor(desk: Desk, show: string, { clock, say, write = writeWhole }: LastStateOptions) {
    this.#desk = desk;
    this.#clock = clock;
    this.#path = join(show, 'state', 'last.yaml');
    this.#offeredPath = join(show, 'state', 'offered.yaml');
    this.#gather = new Gather({
      clock,
      gatherMs: GATHER_MS,
      write: async () => write(this.#path, await this.#text(), 0o600),
      say,
      failed: 'the mix goes on, but a restart could not offer it',
      mended: `${this.#path} can be written again; the last state is saved`,
    });
  }

  /** Reads what the run before left, and begins to save this one. Nothing is written before somebody changes something. */
  static async open(desk: Desk, show: string, options: LastStateOptions): Promise<LastState> {
    const state = new LastState(desk, show, options);
    await state.#load(options.say);
    state.#group(desk.model);
    state.#ends = [desk.watchLayout((model) => state.#group(model)), desk.watch((turn) => state.#note(turn))];
    return state;
  }

  /** What to ask a person after a start; undefined where there is nothing, or live state is the same. */
  offer(): Offer | undefined {
    if (!this.#offered) return undefined;
    const difference = fromLive(this.#desk, this.#offered.scene);
    return difference.rows.length === 0 ? undefined : { ...this.#offered, difference };
  }

  /** When what is offered was saved last, wall clock, ms; undefined once somebody has answered. Live state may be the same. */
  get offeredMs(): number | undefined {
    return this.#offered?.atMs;
  }

  /** Told when somebody answers. @returns ends the watching */
  watch(answered: () => void): () => void {
    this.#watchers.add(answered);
    return () => this.#watchers.delete(answered);
  }

  /** The person took it or does not want it. */
  async answered(): Promise<Refusal | undefined> {
    this.#offered = undefined;
    for (const watcher of this.#watchers) watcher();
    try {
      await rm(this.#offeredPath, { force: true });
      return undefined;
    } catch (error) {
      return { code: 'offline', what: 'not usable', got: 'the disk', want: diskFault(error, 'remove', this.#offeredPath).says };
    }
  }

  /** Ends the saving; all is on the disk when it resolves, or was said. */
  async close(): Promise<void> {
    for (const end of this.#ends.splice(0)) end();
    await this.#gather.flush();
  }

  // ---- the run before ----

  async #load(say: (line: string) => void): Promise<void> {
    try {
      await rename(this.#path, this.#offeredPath);
    } catch (error) {
      // On a read-only disk it is offered from where it is.
      if (codeOf(error) !== 'ENOENT') return this.#read(this.#path, say);
    }
    return this.#read(this.#offeredPath, say);
  }

  async #read(path: string, say: (line: string) => void): Promise<void> {
    const text = await readPlain(path);
    if (typeof text !== 'string') {
      if (text.code !== 'ENOENT') say(`${text.says}; the last state is not offered`);
      return;
    }
    const reading = readScene(text, path);
    if ('errors' in reading) return say(`${showErrors(reading.errors.slice(0, 1))}\n  the last state is not offered`);
    const found = await stat(path).catch(() => undefined);
    this.#offered = { scene: reading.good, atMs: found?.mtimeMs ?? 0 };
  }

  // ---- this run ----

  #group(model: Model): void {
    const strips = new Map<string, { name: string; role: string; entries: (readonly [Entry, Stand])[] }>();
    this.#stripOf = new Int32Array(model.entries.length).fill(-1);
    const order = new Map<string, number>();
    for (const entry of model.entries) {
      const { leaf, readOnly } = entry.parameter;
      // As in any scene: what follows from other values, moves by itself or is only listened to is not the mix.
      if (leaf.is !== undefined || leaf.leaf === 'solo' || readOnly) continue;
      const stand = standOf(entry.path);
      const strip = strips.get(stand.strip) ?? { name: stand.strip, role: entry.role, entries: [] };
      if (!strips.has(stand.strip)) order.set(stand.strip, strips.size);
      strips.set(stand.strip, strip);
      strip.entries.push([entry, stand]);
      this.#stripOf[entry.id] = order.get(stand.strip) ?? -1;
    }
    this.#strips = [...strips.values()];
    this.#texts = [];
  }

  #note({ changes }: Turn): void {
    let counts = false;
    for (const { id } of changes) {
      const at = this.#stripOf[id] ?? -1;
      const strip = this.#strips[at];
      // What is read while an engine connects is nobody's work: it must not take the place of what is offered.
      if (!strip || this.#desk.link(strip.role).state !== 'live') continue;
      this.#texts[at] = undefined;
      counts = true;
    }
    if (counts) this.#gather.soon();
  }

  async #text(): Promise<string> {
    const strips = this.#strips;
    let beganMs = this.#clock.nowMs();
    for (const [at, strip] of strips.entries()) {
      this.#texts[at] ??= this.#stripText(strip);
      if (this.#clock.nowMs() - beganMs < SLICE_MS) continue;
      await nextTurn();
      if (this.#strips !== strips) return this.#text();
      beganMs = this.#clock.nowMs();
    }
    // What has changed meanwhile is made once more.
    const parts = strips.map((strip, at) => this.#texts[at] ?? this.#stripText(strip));
    return `# The mix as it was. It is offered at the next start, and never recalled by itself.\nscene: ${NAME}\n${parts.join('')}`;
  }

  #stripText({ name, entries }: Strip): string {
    return stripText(
      name,
      entries.map(([{ id, path, parameter }, stand]): [Stand, string] => [
        stand,
        valueText(path, { value: writeValue(parameter, this.#desk.wanted(id)) }),
      ]),
    );
  }
}
