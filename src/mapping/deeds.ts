import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { Entry } from '../desk/model.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { How, Intent } from '../desk/turn.ts';
import type { Cell } from './mapping.ts';
import { type PrintedScale, turned } from './travel.ts';

interface DeedsOptions {
  readonly desk: Desk;
  readonly actor: Actor;
}

const HAND: How = { hand: true };

/** What a hand does, stated to the desk. Each tells why it was refused, if it was. */
export class Deeds {
  readonly #options: DeedsOptions;
  readonly #scale: PrintedScale;

  constructor(options: DeedsOptions, scale: PrintedScale) {
    this.#options = options;
    this.#scale = scale;
  }

  /** @param position of a fader, 0..1 */
  move(entry: Entry, position: number): Refusal | undefined {
    return this.#intend(this.#scale.intent(entry, position), HAND);
  }

  /** @param fine single steps of the grid */
  turn(entry: Entry, cell: Cell | undefined, ticks: number, fine: boolean): Refusal | undefined {
    return this.#intend(turned(entry, this.#options.desk.wanted(entry.id), ticks, cell?.step, fine), HAND);
  }

  /** Back to where a fresh engine has it; a switch turns over. */
  reset({ id, parameter }: Entry): Refusal | undefined {
    return this.#intend(parameter.type === 'switch' ? { kind: 'toggle', id } : { kind: 'set', id, value: parameter.start }, {});
  }

  #intend(intent: Intent, how: How): Refusal | undefined {
    const { desk, actor } = this.#options;
    const [result] = desk.intend(actor, [intent], how).results;
    return result && isRefusal(result) ? result : undefined;
  }
}
