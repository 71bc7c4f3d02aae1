import type { Actor } from '../../src/desk/actor.ts';
import type { Desk, DeskOptions } from '../../src/desk/desk.ts';
import type { Turn } from '../../src/desk/turn.ts';
import type { Stored, Value } from '../../src/desk/value.ts';
import type { SceneLibrary } from '../../src/scenes/library.ts';
import { Recalls, type Running } from '../../src/scenes/recalls.ts';
import type { Scene, SceneValue } from '../../src/scenes/scene.ts';
import { deskKit, type Kit, smallLayout } from '../desk/desk-kit.ts';

/** A scene in few words: `{ 'ch/1/fader': -3 }`. */
export function scene(name: string, values: Readonly<Record<string, Value | SceneValue>>, more: Partial<Scene> = {}): Scene {
  const list = Object.entries(values).map(([path, value]): [string, SceneValue] => [path, typeof value === 'object' ? value : { value }]);
  return { name, number: '1', fade: undefined, safe: [], only: [], preamps: false, note: '', values: new Map(list), ...more };
}

/** Scenes in memory. */
export class Shelf implements SceneLibrary {
  safes: readonly string[] = [];
  readonly scenes: Scene[];
  constructor(scenes: readonly Scene[] = []) {
    this.scenes = [...scenes];
  }
  list() {
    return this.scenes;
  }
  find(name: string) {
    const found = this.scenes.find((one) => one.name.toLowerCase() === name.toLowerCase() || one.number === name);
    return found ?? ({ code: 'unknown-path', what: 'scene', got: name } as const);
  }
  setSafes(patterns: readonly string[]) {
    this.safes = patterns;
    return Promise.resolve(undefined);
  }
  store(one: Scene) {
    const at = this.scenes.findIndex(({ name }) => name === one.name);
    if (at >= 0) this.scenes[at] = one;
    else this.scenes.push(one.number === '' ? { ...one, number: String(this.scenes.length + 1).padStart(3, '0') } : one);
    return Promise.resolve(undefined);
  }
  remove(name: string) {
    this.scenes.splice(this.#at(name), 1);
    return Promise.resolve(undefined);
  }
  rename(name: string, to: Partial<Pick<Scene, 'name' | 'number'>>) {
    const at = this.#at(name);
    const was = this.scenes[at];
    if (was) this.scenes[at] = { ...was, ...to };
    return Promise.resolve(undefined);
  }
  #at(name: string) {
    return this.scenes.findIndex((one) => one.name === name);
  }
  versions() {
    return Promise.resolve([]);
  }
  version(name: string) {
    return Promise.resolve({ code: 'unknown-path', got: name } as const);
  }
  restore(name: string) {
    return Promise.resolve({ code: 'unknown-path', got: name } as const);
  }
  gone() {
    return Promise.resolve([]);
  }
  faults() {
    return [];
  }
  watch() {
    return () => {};
  }
}

const GIVE_UP_MS = 1000;

/** An engine that takes what it is sent and confirms it after a while. */
export class SlowEngine {
  /** Every value that reached it, in order. */
  readonly written: { readonly path: string; readonly value: Stored; readonly atMs: number }[] = [];
  /** It hears, and says nothing. */
  dumb = false;
  /** After how long it confirms what it is sent; undefined: never, and its driver gives up after a second. */
  fate: () => number | undefined;
  readonly actor: Actor;
  /** What each parameter was sent or moved to last, by a number: an echo of something older is dropped, as drivers do. */
  readonly #newest = new Map<number, number>();
  #serial = 0;
  readonly #desk: Desk;
  readonly #role: string;

  constructor(kit: Kit, role: string, confirmMs: number) {
    this.#desk = kit.desk;
    this.#role = role;
    this.fate = () => confirmMs;
    this.actor = { id: `engine:${role}`, kind: 'engine', name: `${role} (test)`, origin: 'console', role: 'mixer' };
    kit.desk.watch((turn) => {
      if (turn.actor.kind === 'engine' || kit.desk.link(role).state !== 'live') return;
      const writes = turn.changes.filter(({ id }) => {
        const entry = kit.desk.model.entries[id];
        return entry?.role === role && entry.parameter.leaf.is !== 'derived';
      });
      for (const { id, to } of writes)
        this.written.push({ path: kit.desk.model.entries[id]?.path ?? '', value: to, atMs: kit.clock.nowMs() });
      const serial = this.#stamp(writes.map(({ id }) => id));
      if (writes.length === 0 || this.dumb) return;
      const afterMs = this.fate();
      kit.clock.setTimer(afterMs ?? GIVE_UP_MS, () => {
        if (kit.desk.link(role).state !== 'live') return;
        const echoes = writes.filter(({ id }) => this.#newest.get(id) === serial);
        if (afterMs === undefined) this.neverConfirmed(echoes.map(({ id }) => id));
        else this.#report(echoes.map(({ id, to }) => [id, to]));
      });
    });
  }

  #stamp(ids: readonly number[]): number {
    this.#serial++;
    for (const id of ids) this.#newest.set(id, this.#serial);
    return this.#serial;
  }

  /** Somebody moves values at the engine itself, by the ids of the desk. */
  says(values: readonly (readonly [number, Stored])[], cause?: string): void {
    this.#stamp(values.map(([id]) => id));
    this.#report(values, cause);
  }

  #report(values: readonly (readonly [number, Stored])[], cause?: string): void {
    const base = this.#desk.model.base.get(this.#role) ?? 0;
    this.#desk.report(
      this.actor,
      this.#role,
      values.map(([id, value]) => [id - base, value]),
      cause,
    );
  }
  neverConfirmed(ids: readonly number[]): void {
    const base = this.#desk.model.base.get(this.#role) ?? 0;
    this.#desk.unconfirmed(
      this.actor,
      this.#role,
      ids.map((id) => id - base),
    );
  }
}

export interface RecallKit extends Kit {
  readonly recalls: Recalls;
  readonly shelf: Shelf;
  readonly foh: SlowEngine;
  readonly mon: SlowEngine;
  readonly turns: Turn[];
  readonly said: string[];
  readonly news: Running[];
}

/** A desk with two engines that confirm after 5 ms. */
export function recallKit(scenes: readonly Scene[] = [], options: DeskOptions = {}, layout = smallLayout()): RecallKit {
  const kit = deskKit(options, layout);
  kit.desk.attach('mon', layout);
  kit.desk.setLink('mon', 'live');
  const foh = new SlowEngine(kit, 'foh', 5);
  const mon = new SlowEngine(kit, 'mon', 5);
  const shelf = new Shelf(scenes);
  const said: string[] = [];
  const turns: Turn[] = [];
  const news: Running[] = [];
  kit.desk.watch((turn) => turns.push(turn));
  const recalls = new Recalls({ desk: kit.desk, clock: kit.clock, library: shelf, say: (line) => said.push(line) });
  recalls.watch((running) => news.push(running));
  return { ...kit, recalls, shelf, foh, mon, turns, said, news };
}
