import { buildLayout } from '../../src/desk/layout.ts';
import { writeValue } from '../../src/desk/value.ts';
import { DEFAULT_SIZE, describe as describeMixer } from '../../src/engines/embedded/table.ts';
import type { Engine } from '../../src/engines/engine.ts';
import type { Memory } from '../../src/engines/ports.ts';
import { ENGINES } from '../../src/engines/registry.ts';
import { seededRandom } from '../../src/wire/pace/random.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { openUdp, type UdpPort } from '../../src/wire/ports/udp.ts';
import { LossyConsole } from './lossy-console.ts';
import { LossyEngine, levelAt, lossyLayout, stepOf } from './lossy-engine.ts';

/** A console that stands somewhere else. */
export interface Far {
  /** A hand there. */
  move(path: string, position: number): void;
  /** A scene of its own is recalled there: positions by path. */
  recall(scene: { readonly number: string; readonly name: string }, positions: Readonly<Record<string, number>>): void;
  /** Cuts the way, or brings it back. */
  cut(away: boolean): void;
}

/** An engine under the conformance run, and hands on the real thing behind it. */
export interface Subject {
  readonly name: string;
  /** Opens a fresh connection to the same console. */
  open(): Promise<Engine>;
  /** Present where somebody can stand at the console itself, and the way to it can be cut. */
  readonly far?: Far;
  /** Writes that reached the console since it was built. */
  writes(): number;
  /** What the console has. */
  holds(path: string): unknown;
  close(): Promise<void>;
}

/** Keeps the console's memory where a file would, and counts how often it was written. */
function memoryKit(): { memory: Memory; saves: () => number; content: () => unknown } {
  let content: unknown;
  let saves = 0;
  const memory: Memory = {
    load: () => (content === undefined ? undefined : JSON.parse(JSON.stringify(content))),
    save: (make) => {
      content = make();
      saves++;
    },
    reject: () => {},
    flush: () => Promise.resolve(),
  };
  return { memory, saves: () => saves, content: () => content };
}

function registered(type: (typeof ENGINES)[number]): () => Promise<Subject> {
  return async () => {
    const kit = memoryKit();
    const fresh = buildLayout(describeMixer(DEFAULT_SIZE));
    const ports = { clock: systemClock, random: seededRandom(1), memory: kit.memory };
    return {
      name: type.type,
      open: async () => type.open('foh', type.schema.parse({ type: type.type }), ports),
      writes: kit.saves,
      holds: (path) => {
        // What it does not write down is as on a fresh mixer.
        const { values } = (kit.content() ?? { values: {} }) as { values: Record<string, unknown> };
        const parameter = fresh.byPath.get(path);
        return values[path] ?? (parameter && writeValue(parameter, parameter.start));
      },
      close: async () => {},
    };
  };
}

/** Our console of packets lost both ways; the seed is printed with the name, so that a failure can be played again. */
function lossy(loss: number, seed: number): () => Promise<Subject> {
  return async () => {
    const layout = lossyLayout();
    const here = await port();
    const box = new LossyConsole(here, layout.parameters.length, seededRandom(seed), loss);
    const ports: UdpPort[] = [here];
    const parameter = (path: string) => {
      const found = layout.byPath.get(path);
      if (!found) throw new Error(`no ${path}`);
      return found;
    };
    const move = (path: string, position: number): void => {
      const { id, law } = parameter(path);
      box.move(id, stepOf(parameter(path), law.snap(law.toValue(position))));
    };
    return {
      name: `lossy UDP, ${loss * 100} % lost, seed ${seed}`,
      open: async () => {
        const own = await port();
        ports.push(own);
        return new LossyEngine('foh', own, here.local, seededRandom(seed + 1));
      },
      far: {
        move,
        recall: ({ number, name }, positions) => {
          box.recall(number, name);
          for (const [path, position] of Object.entries(positions)) move(path, position);
        },
        cut: (away) => {
          box.silent = away;
        },
      },
      writes: () => box.writes.length,
      holds: (path) => writeValue(parameter(path), levelAt(parameter(path), box.steps[parameter(path).id] ?? 0)),
      close: async () => {
        await Promise.all(ports.map((one) => one.close()));
      },
    };
  };
}

async function port(): Promise<UdpPort> {
  const opened = await openUdp({ port: 0 });
  if (!('local' in opened)) throw new Error(opened.reason);
  return opened;
}

/** Every engine of the registry, and the consoles of tests. A new engine is tested by being listed. */
export const SUBJECTS: readonly (readonly [string, { readonly build: () => Promise<Subject>; readonly isFar: boolean }])[] = [
  ...ENGINES.map((type) => [type.type, { build: registered(type), isFar: false }] as const),
  ['lossy UDP, nothing lost', { build: lossy(0, 11), isFar: true }],
  ['lossy UDP, 20 % lost', { build: lossy(0.2, 12), isFar: true }],
];
