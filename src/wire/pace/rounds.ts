import type { Outbox, Outgoing, Priority } from './outbox.ts';

/** Every third round a text goes before the lights: lights that change all the time leave it its turn. */
const TEXT_ROUND = 3;

/**
 * An outbox in rounds, for a link so slow that priority alone would starve what stands below: in each round every waiting fader goes once,
 * then every waiting meter once, then a share of the rest. A round has no clock: it is over when nothing that waits may go in it, so an
 * idle link sends at once, and a full one cannot make a round longer than its bytes.
 * @source it is the outbox of law 2 with one more question at `take`; it holds no values and no queue of its own
 */
export class Rounds<V> {
  readonly #outbox: Outbox<V>;
  readonly #restBytes: number;
  readonly #pieceBytes: number;
  /** Round in which a key last went; 0 never. */
  readonly #wentIn: Uint32Array;
  #round = 1;
  #restSent = 0;
  #isRest = false;

  /**
   * @param outbox faders and meters are known by their priority; everything else is the rest
   * @param capacity that of the outbox
   * @param restBytes what the rest may take of a round; one piece may go in any case
   * @param pieceBytes most that one `take` of the rest is answered with
   */
  constructor(outbox: Outbox<V>, capacity: number, restBytes: number, pieceBytes: number) {
    this.#outbox = outbox;
    this.#wentIn = new Uint32Array(capacity);
    this.#restBytes = restBytes;
    this.#pieceBytes = pieceBytes;
  }

  get size(): number {
    return this.#outbox.size;
  }

  /** What goes next; undefined when nothing waits. */
  take(): Outgoing<V, never> | undefined {
    // The next round may be one that only texts begin, and none waits.
    for (let more = 0; more < 3 && this.#outbox.size > 0; more++) {
      const entry = this.#outbox.take(this.#may);
      if (entry) return entry;
      this.#round += 1;
      this.#restSent = 0;
    }
    return undefined;
  }

  /** What was taken last had this size on the wire. */
  sent(bytes: number): void {
    if (this.#isRest) this.#restSent += bytes;
  }

  readonly #may = (key: number, priority: Priority): boolean => {
    const isRest = priority !== 'fader' && priority !== 'meter';
    if (isRest ? !this.#mayRest(priority) : this.#wentIn[key] === this.#round) return false;
    this.#wentIn[key] = this.#round;
    this.#isRest = isRest;
    return true;
  };

  #mayRest(priority: Priority): boolean {
    if (this.#restSent > 0) return this.#restSent + this.#pieceBytes <= this.#restBytes;
    return priority === 'text' || this.#round % TEXT_ROUND !== 0;
  }
}
