import type { Plan } from './plan.ts';
import type { PlanOptions } from './planning.ts';

/** What a preview was asked with. */
export type Asked = Pick<PlanOptions, 'only' | 'except' | 'overMs' | 'preamps'>;

interface Preview {
  readonly plan: Plan;
  readonly asked: string;
}

/** Previews that a client can still hand in; pages look anew after each change. */
const KEPT = 20;

/** Plans that were shown, by their mark: a recall that hands the mark in does that very plan. */
export class Previews {
  readonly #byMark = new Map<string, Preview>();

  /** @returns the mark of the plan */
  show(plan: Plan, asked: Asked): string {
    const mark = markOf(plan);
    this.#byMark.delete(mark);
    this.#byMark.set(mark, { plan, asked: askedText(asked) });
    const [oldest] = this.#byMark.keys();
    if (oldest !== undefined && this.#byMark.size > KEPT) this.#byMark.delete(oldest);
    return mark;
  }

  shown(mark: string): Plan | undefined {
    return this.#byMark.get(mark)?.plan;
  }

  /** Whether it was asked with the same words; with none at all the preview's are meant. */
  askedSo(mark: string, asked: Asked): boolean {
    const text = askedText(asked);
    return text === askedText({}) || text === this.#byMark.get(mark)?.asked;
  }
}

const askedText = ({ only = [], except = [], overMs, preamps = false }: Asked): string =>
  JSON.stringify([only, except, overMs ?? null, preamps]);

/** Eight letters that differ where two plans do; the revision does not count. */
export function markOf({ scene, rows, left }: Plan): string {
  const mark = new Mark();
  mark.add(scene);
  for (const { path, from, to, phase, fade } of rows) {
    mark.add(path);
    mark.add(`${from}>${to} ${phase} ${fade?.ms ?? ''}${fade?.curve ?? ''}`);
  }
  for (const { path, why, by = '' } of left) {
    mark.add(path);
    mark.add(`${why} ${by}`);
  }
  return mark.text;
}

/** FNV-1a, 32 bits: a mark, no protection. */
class Mark {
  #bits = 0x811c9dc5;

  add(text: string): void {
    for (let at = 0; at < text.length; at++) this.#mix(text.charCodeAt(at));
    this.#mix(0);
  }
  #mix(unit: number): void {
    this.#bits = Math.imul(this.#bits ^ unit, 0x01000193);
  }
  get text(): string {
    return (this.#bits >>> 0).toString(16).padStart(8, '0');
  }
}
