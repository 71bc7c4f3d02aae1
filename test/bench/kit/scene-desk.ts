import { Desk } from '../../../src/desk/desk.ts';
import { buildLayout } from '../../../src/desk/layout.ts';
import { isRefusal } from '../../../src/desk/refusal.ts';
import { DEFAULT_SIZE, describe } from '../../../src/engines/embedded/table.ts';
import { capture } from '../../../src/scenes/capture.ts';
import type { SceneLibrary } from '../../../src/scenes/library.ts';
import type { Scene, SceneValue } from '../../../src/scenes/scene.ts';
import { systemClock } from '../../../src/wire/ports/clock.ts';

export const HAND = { id: 'bench', kind: 'script', name: 'bench', origin: 'bench', role: 'mixer' } as const;
const CONSOLE = { id: 'engine', kind: 'engine', name: 'foh', origin: 'console', role: 'mixer' } as const;
const LEAVES = 3000;

/** A desk whose engine confirms everything in the next turn of the loop, 250 values at a time. */
export function benchDesk(): Desk {
  const desk = new Desk(systemClock, {
    onFault: (error) => {
      throw error;
    },
  });
  desk.attach('foh', buildLayout(describe(DEFAULT_SIZE)));
  desk.setLink('foh', 'live');
  desk.watch(({ actor, changes }) => {
    if (actor.kind === 'engine') return;
    const said = changes.filter(({ id }) => desk.model.entries[id]?.parameter.leaf.is === undefined);
    systemClock.setTimer(0, () =>
      desk.report(
        CONSOLE,
        'foh',
        said.map(({ id }) => [id, desk.wanted(id)] as const),
      ),
    );
  });
  return desk;
}

/** Two scenes that differ in 3,000 leaves: every one of them changes with each recall. */
export function twoScenes(desk: Desk): readonly [Scene, Scene] {
  const found = capture(desk, 'A', { number: '1' });
  if (isRefusal(found)) throw new Error('the desk could not be captured');
  const one = new Map<string, SceneValue>();
  const other = new Map<string, SceneValue>();
  for (const [path, { value }] of found.values) {
    const entry = desk.model.byPath.get(path);
    if (!entry || one.size >= LEAVES || /link|source|preamp|rack/.test(path)) continue;
    const { parameter } = entry;
    if (parameter.type === 'number') {
      const { law } = parameter;
      one.set(path, { value: law.snap(law.toValue(0.4)) });
      other.set(path, { value: law.snap(law.toValue(0.6)) });
    } else if (parameter.type === 'switch') {
      one.set(path, { value: value === true });
      other.set(path, { value: value !== true });
    }
  }
  if (one.size < LEAVES) throw new Error(`only ${one.size} leaves`);
  return [
    { ...found, values: one },
    { ...found, name: 'B', values: other },
  ];
}

export function libraryOf(scenes: readonly Scene[]): SceneLibrary {
  const nothing = () => Promise.resolve(undefined);
  const none = { code: 'unknown-path', got: '' } as const;
  return {
    list: () => scenes,
    find: (name) => scenes.find((scene) => scene.name === name) ?? none,
    safes: ['ch/31', 'bus/*/mute', '**/color'],
    setSafes: nothing,
    store: nothing,
    remove: nothing,
    rename: nothing,
    versions: () => Promise.resolve([]),
    version: () => Promise.resolve(none),
    restore: nothing,
    gone: () => Promise.resolve([]),
    faults: () => [],
    watch: () => () => {},
  };
}

/** The longest time the loop did not come round, while something runs. */
export async function longestStall(work: () => Promise<void>): Promise<number> {
  let worstMs = 0;
  let lastMs = performance.now();
  let watching = true;
  const look = (): void => {
    const nowMs = performance.now();
    worstMs = Math.max(worstMs, nowMs - lastMs);
    lastMs = nowMs;
    if (watching) setImmediate(look);
  };
  setImmediate(look);
  await work();
  watching = false;
  return worstMs;
}
