import type { Line } from '../desk/line.ts';
import type { Refusal } from '../desk/refusal.ts';
import type { Context } from '../desk/verb.ts';
import type { Key } from '../surfaces/surface.ts';
import type { Deeds } from './deeds.ts';
import type { KeyMeanings } from './keys.ts';
import type { Look } from './look.ts';
import type { Action, Mapping } from './mapping.ts';
import type { Sayings } from './sayings.ts';
import { modeOf, type Slot } from './slots.ts';
import type { SurfaceView } from './surface-view.ts';

interface MeaningsOptions {
  readonly view: SurfaceView;
  readonly sayings: Sayings;
  readonly deeds: Deeds;
  mapping(): Mapping;
  slot(strip: number): Slot | undefined;
  context(): Context;
  /** All that happens at once, and is shown at its end. */
  turn(run: () => void): void;
  refused(strip: number, refusal: Refusal | undefined): void;
  /** Another look is to be seen, or none. @param all the screens are others */
  looked(all: boolean): void;
}

/** What keys mean when they go down; while the key that looks is held, they tell it and do nothing. */
export class Meanings {
  readonly #options: MeaningsOptions;
  #looking = false;
  #look: Look | undefined;
  /** The look is at what the file names for it: made anew when that is another. */
  #isFirst = false;

  constructor(options: MeaningsOptions) {
    this.#options = options;
  }

  get looking(): boolean {
    return this.#looking;
  }
  /** What was looked at last. */
  get look(): Look | undefined {
    return this.#look;
  }

  /** The key that looks goes down or up. */
  lookKey(down: boolean): void {
    this.#looking = down;
    this.#look = undefined;
    this.#isFirst = false;
    if (down) this.lookAgain(true);
    this.#options.looked(true);
  }

  /** Standby is another: what the file names to be looked at may do something else. */
  lookAgain(first = this.#looking && this.#isFirst): void {
    const { mapping, sayings, context, looked } = this.#options;
    const line = first ? mapping().look?.line : undefined;
    if (!line) return;
    this.#look = sayings.look(line, context());
    this.#isFirst = true;
    looked(false);
  }

  of({ name, strip }: Key): KeyMeanings | undefined {
    const { mapping, slot: slotAt, view, context } = this.#options;
    if (strip === undefined) {
      const keys = modeOf(mapping(), view)?.buttons;
      return this.#action(keys?.get(name) ?? mapping().buttons.get(name), context(), undefined);
    }
    const slot = slotAt(strip);
    if (!slot) return undefined;
    if (name === 'push' && (slot.strip !== undefined || slot.row)) return this.#push(strip, slot);
    return slot.strip === undefined ? undefined : this.#action(slot.plan.keys.get(name), slot.context, strip);
  }

  #action(action: Action | undefined, context: Context, strip: number | undefined): KeyMeanings | undefined {
    if (!action) return undefined;
    const { press, double, hold } = action;
    if (this.#looking) return this.#looksAt(press ?? hold ?? double, context);
    const saying = (line: Line | undefined) => line && (() => this.#options.turn(() => this.#say(line, context, strip)));
    return { press: saying(press), double: saying(double), hold: saying(hold) };
  }

  #looksAt(line: Line | undefined, context: Context): KeyMeanings | undefined {
    const { turn, sayings, looked } = this.#options;
    if (!line) return undefined;
    const look = (): void => {
      this.#look = sayings.look(line, this.#around(context));
      this.#isFirst = false;
      looked(false);
    };
    return { press: () => turn(look) };
  }

  #push(strip: number, { context, row, cell }: Slot): KeyMeanings | undefined {
    const { deeds, turn, refused } = this.#options;
    if (this.#looking) return this.#looksAt(cell?.push === 'start' ? undefined : cell?.push, context);
    return {
      press: () =>
        turn(() => {
          if (cell?.push && cell.push !== 'start') this.#say(cell.push, context, strip);
          else if (cell?.push && row?.entry) refused(strip, deeds.reset(row.entry));
        }),
    };
  }

  #say(line: Line, context: Context, strip: number | undefined): void {
    this.#options.sayings.say(line, this.#around(context), strip);
  }

  /** The selection may be another since the key went down; the strip is the one it stood for then. */
  #around({ strip }: Context): Context {
    return { ...this.#options.context(), ...(strip === undefined ? {} : { strip }) };
  }
}
