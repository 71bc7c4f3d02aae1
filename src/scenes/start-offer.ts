import type { DeskClock } from '../desk/clock.ts';
import type { Desk } from '../desk/desk.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { fromLive } from './diff.ts';
import type { LastOffer, Offer } from './last-offer.ts';
import type { SceneLibrary } from './library.ts';

/** The state of the run before, with what its watchers are told by. */
export interface OfferedLast extends LastOffer {
  readonly offeredMs: number | undefined;
  watch(answered: () => void): () => void;
}

export interface StartOfferOptions {
  readonly desk: Desk;
  readonly clock: DeskClock;
  readonly library: Pick<SceneLibrary, 'find'>;
  readonly last: OfferedLast;
  /** The scene that desk.yaml names, by name or number. */
  readonly named: string | undefined;
}

/** What a start offers: the scene that desk.yaml names, else the state of the run before. Nothing is recalled by itself. */
export class StartOffer implements OfferedLast {
  readonly #options: StartOfferOptions;
  readonly #beganMs: number;
  #named: string | undefined;

  constructor(options: StartOfferOptions) {
    this.#options = options;
    this.#named = options.named;
    this.#beganMs = options.clock.wallMs();
  }

  /** Why the named scene cannot be offered; then the state of the run before is. */
  get wrong(): Refusal | undefined {
    const found = this.#named === undefined ? undefined : this.#options.library.find(this.#named);
    return isRefusal(found) ? found : undefined;
  }

  offer(): Offer | undefined {
    const { desk, library, last } = this.#options;
    const scene = this.#named === undefined ? undefined : library.find(this.#named);
    if (scene === undefined || isRefusal(scene)) return last.offer();
    const difference = fromLive(desk, scene);
    return difference.rows.length === 0 ? undefined : { scene, atMs: this.#beganMs, named: true, difference };
  }

  get offeredMs(): number | undefined {
    return this.offeredScene === undefined ? this.#options.last.offeredMs : this.#beganMs;
  }

  /** The scene that is offered by its name; undefined where it is the state of the run before, or nothing. */
  get offeredScene(): string | undefined {
    const scene = this.#named === undefined ? undefined : this.#options.library.find(this.#named);
    return scene === undefined || isRefusal(scene) ? undefined : scene.name;
  }

  /** Whoever answers has answered for both. */
  answered(): Promise<Refusal | undefined> {
    this.#named = undefined;
    return this.#options.last.answered();
  }

  watch(answered: () => void): () => void {
    return this.#options.last.watch(answered);
  }
}
