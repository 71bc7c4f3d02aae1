import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import { formatValue, type Stored, type Value } from '../desk/value.ts';
import { isLevel, opensAMute, phaseOf } from './loudness.ts';
import type { PlanRow } from './plan.ts';
import type { FadeTime } from './scene.ts';

/** A change as a plan has it. How an engineer says its values is worked out when somebody reads it: a recall writes first. */
export class PlannedRow implements PlanRow {
  readonly id: number;
  readonly path: string;
  readonly from: Stored;
  readonly to: Stored;
  readonly phase: PlanRow['phase'];
  readonly opens: boolean;
  readonly jumpDb: number | undefined;
  readonly fade: FadeTime | undefined;
  readonly #entry: Entry;
  readonly #said: Value;

  /** @param said as the scene has it */
  constructor(desk: Desk, entry: Entry, to: Stored, said: Value, fade: FadeTime | undefined) {
    const from = desk.wanted(entry.id);
    this.id = entry.id;
    this.path = entry.path;
    this.from = from;
    this.to = to;
    this.phase = phaseOf(desk, entry, to);
    this.opens = opensAMute(desk, entry, to);
    this.jumpDb = typeof from === 'number' && typeof to === 'number' && isLevel(entry) ? jump(from, to) : undefined;
    this.fade = fade;
    this.#entry = entry;
    this.#said = said;
  }

  get fromText(): string {
    return formatValue(this.#entry.parameter, this.from);
  }
  get toText(): string {
    return formatValue(this.#entry.parameter, this.to);
  }
  get rounded(): string | undefined {
    const { type, law } = this.#entry.parameter;
    const said = this.#said;
    if (type !== 'number' || typeof said !== 'number' || said === this.to) return undefined;
    return `${said}${law.unit === '' || law.unit === 'pan' ? '' : ` ${law.unit}`}`;
  }
}

/** Sums of decimal steps; 0.3 - 0.1 must read 0.2. */
const jump = (from: number, to: number): number => Math.round((to - from) * 1e6) / 1e6;
