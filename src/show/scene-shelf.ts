import { nearest } from '../desk/nearest.ts';
import type { Refusal } from '../desk/refusal.ts';
import { asRead, findScene } from '../scenes/library.ts';
import type { Scene } from '../scenes/scene.ts';
import { numberIn } from '../scenes/scene-file.ts';
import type { FileError } from '../wire/formats/yaml-file.ts';

/** A scene file as it is on the disk, with the last good scene that stood in it. */
export interface Shelved {
  /** `012 Verse 2.yaml` */
  readonly file: string;
  /** The content that the scene was read from. */
  readonly text: string;
  readonly scene: Scene;
  /** The file has mistakes now; the scene is the last good one. */
  readonly errors?: readonly FileError[];
}

/** Files that count the same: somebody has copied one, or two hands have made one each. */
function numbered(list: readonly Shelved[], text: string): readonly Shelved[] {
  const number = text.trim();
  return /^\d+(?:\.\d+)?$/.test(number)
    ? list.filter(({ scene }) => scene.number !== '' && Number(scene.number) === Number(number)).slice(0, 4)
    : [];
}

/** A client could ask for a name in other capitals each time. */
const WORDS_KEPT = 1000;

/** Scenes by file, name and number. */
export class SceneShelf {
  readonly #byFile = new Map<string, Shelved>();
  /** By name as it is read, the first of several. */
  #byName: ReadonlyMap<string, Shelved> = new Map();
  /** By the words it was asked for with: each Go asks some times, for the same few. */
  readonly #found = new Map<string, Shelved>();
  #sorted: readonly Shelved[] = [];
  #scenes: readonly Scene[] = [];

  get all(): readonly Shelved[] {
    return this.#sorted;
  }

  /** In their order; the same list as long as it is the same. */
  get scenes(): readonly Scene[] {
    return this.#scenes;
  }

  at(file: string): Shelved | undefined {
    return this.#byFile.get(file);
  }

  put(shelved: Shelved): void {
    this.#byFile.set(shelved.file, shelved);
    this.#sort();
  }

  drop(file: string): void {
    this.#byFile.delete(file);
    this.#sort();
  }

  named(name: string): Shelved | undefined {
    return this.#byName.get(asRead(name));
  }

  /** As {@link findScene} does, or why not. */
  find(text: string): Shelved | Refusal {
    const known = this.#found.get(text);
    if (known) return known;
    const scene = findScene(this.#scenes, text);
    const found = this.named(text) ?? (scene && this.#sorted.find((shelved) => shelved.scene === scene));
    if (found) {
      if (this.#found.size >= WORDS_KEPT) this.#found.clear();
      this.#found.set(text, found);
      return found;
    }
    const several = numbered(this.#sorted, text);
    if (several.length > 1)
      return {
        code: 'malformed',
        got: `number ${text.trim()}`,
        want: `the number of one scene: ${several.map(({ file }) => file).join(', ')}`,
      };
    const near = nearest(
      asRead(text),
      this.#sorted.map(({ scene }) => asRead(scene.name)),
    );
    const want = near === undefined ? undefined : this.named(near)?.scene.name;
    return { code: 'unknown-path', what: 'scene', got: text.slice(0, 80), ...(want === undefined ? {} : { want }) };
  }

  /** The next free number, three digits wide. @param others files that have numbers too */
  nextNumber(others: Iterable<string>): string {
    const texts = [...this.#sorted.map(({ scene }) => scene.number), ...[...others].map(numberIn)];
    const numbers = texts.map((text) => Math.floor(Number(text))).filter(Number.isFinite);
    return String(Math.max(0, ...numbers) + 1).padStart(3, '0');
  }

  #sort(): void {
    this.#found.clear();
    // Without a number: behind the others.
    const place = ({ scene }: Shelved): number => (scene.number === '' ? Number.POSITIVE_INFINITY : Number(scene.number));
    const order = (one: Shelved, two: Shelved): number => {
      const [first, second] = [place(one), place(two)];
      return first === second ? (one.file < two.file ? -1 : 1) : first - second;
    };
    this.#sorted = [...this.#byFile.values()].sort(order);
    this.#scenes = this.#sorted.map(({ scene }) => scene);
    this.#byName = new Map(this.#sorted.map((shelved): [string, Shelved] => [asRead(shelved.scene.name), shelved]).reverse());
  }
}
