import { Bed, faderBytes, touchBytes, withFader, xTouch } from './kit.ts';

const LAST = 1023;
/** A motor crosses the travel in 200 ms. */
const STEPS_PER_MS = LAST / 200;
const LATE_MS = 20;
const TICK_MS = 5;

export interface Unit {
  /** Feels the finger. */
  readonly touch: boolean;
  /**
   * What comes back of a motor's move: nothing, the bytes it was sent, 20 ms late, or each place it passes; then whatever the unit says
   * comes 20 ms late, in its order.
   */
  readonly says: 'nothing' | 'places' | 'echo';
  /** The servo goes back to where it was told last when its place is not confirmed after a release. */
  readonly echo: boolean;
  /** The desk's grid in steps of the unit: the hand's place and the value's are not the same. */
  readonly grid: number;
  /** The engine's word on a hand's move comes so late. */
  readonly answerMs: number;
}

/**
 * One motor fader with a body, a hand that is stronger than its motor, and a desk with two strips that can be under it. Counts what must
 * not be: writes under a hand, moves that no hand has made.
 */
export class FaderModel {
  readonly bed: Bed;
  readonly #unit: Unit;
  /** Where the cap stands. */
  at = 0;
  #told = 0;
  #gripped = false;
  #felt = false;
  values = [100, 700];
  shown = 0;
  /** Strip the hand has, from its touch to its release. */
  #heldStrip: number | undefined;
  stated = 0;
  releases = 0;
  handMoves = 0;
  grips = 0;
  deskMoves = 0;
  underHand = 0;
  ghosts = 0;

  constructor(unit: Unit) {
    this.#unit = unit;
    this.bed = new Bed(withFader({ touch: unit.touch, echo: unit.echo, reports: unit.says !== 'nothing' }));
    const { bed } = this;
    bed.hand.onOnline = () => this.#state();
    bed.hand.onTouch = (_, down) => {
      this.#heldStrip = down ? this.shown : undefined;
      if (!down) {
        this.releases += 1;
        this.#state();
      }
    };
    bed.hand.onMove = (_, position) => {
      this.deskMoves += 1;
      if (this.#heldStrip === undefined) this.ghosts += 1;
      const strip = this.#heldStrip ?? this.shown;
      this.values[strip] = this.#snap(position * LAST);
      if (unit.answerMs === 0) this.#state();
      else bed.clock.setTimer(unit.answerMs, () => this.#state());
    };
    bed.onSend = (bytes) => this.#heard(bytes);
    bed.session.up();
    this.pass(3000);
  }

  /** Step the motor was sent to last. */
  get told(): number {
    return this.#told;
  }
  get value(): number {
    return this.values[this.shown] ?? 0;
  }

  #snap(step: number): number {
    const { grid } = this.#unit;
    return Math.min(LAST, Math.max(0, Math.round(step / grid) * grid));
  }

  #state(): void {
    this.stated += 1;
    this.bed.session.fader(0, this.value / LAST);
    this.bed.session.flush();
  }

  #heard(bytes: Uint8Array): void {
    for (let i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] !== 0xe0) continue;
      if (this.#felt) this.underHand += 1;
      this.#told = Math.round(((((bytes[i + 2] ?? 0) << 7) | (bytes[i + 1] ?? 0)) * LAST) / xTouch.fader.top);
      if (this.#unit.says === 'echo') this.#later(faderBytes(0, this.#told));
    }
  }

  #feel(down: boolean): void {
    this.#felt = down;
  }

  #say(hex: string, heard: () => void = () => {}): void {
    const say = (): void => {
      heard();
      this.bed.hears(hex);
    };
    if (this.#unit.says === 'places') this.bed.clock.setTimer(LATE_MS, say);
    else say();
  }

  #later(hex: string): void {
    this.bed.clock.setTimer(LATE_MS, () => this.bed.hears(hex));
  }

  grip(): void {
    this.#gripped = true;
    this.grips += 1;
    if (this.#unit.touch) this.#say(touchBytes(0, true), () => this.#feel(true));
  }

  /** By hand, as fast as a hand is. */
  drag(by: number): void {
    const to = Math.round(Math.min(LAST, Math.max(0, this.at + by)));
    while (this.#gripped && this.at !== to) {
      this.at += Math.sign(to - this.at) * Math.min(13, Math.abs(to - this.at));
      this.at = Math.round(this.at);
      this.handMoves += 1;
      this.#say(faderBytes(0, this.at));
      this.pass(10);
    }
  }

  letGo(): void {
    if (!this.#gripped) return;
    this.#gripped = false;
    // A servo that needs no confirmation holds the place where the hand has left it.
    if (!this.#unit.echo) this.#told = Math.round(this.at);
    if (this.#unit.touch) this.#say(touchBytes(0, false), () => this.#feel(false));
  }

  /** Another hand, a fade, a recall; a strip under the hand refuses it. */
  foreign(strip: 0 | 1, step: number): void {
    if (strip === this.#heldStrip) return;
    this.values[strip] = this.#snap(step);
    if (strip === this.shown) this.#state();
  }

  bank(): void {
    this.shown = 1 - this.shown;
    this.#state();
  }

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += TICK_MS) {
      this.#glide();
      this.bed.clock.advance(TICK_MS);
    }
  }

  #glide(): void {
    if (this.#gripped || Math.round(this.at) === this.#told) return;
    const by = Math.sign(this.#told - this.at) * Math.min(STEPS_PER_MS * TICK_MS, Math.abs(this.#told - this.at));
    this.at += by;
    if (this.#unit.says === 'places') this.#say(faderBytes(0, Math.round(this.at)));
  }
}
