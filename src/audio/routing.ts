import { balanceLeft, balanceRight, panLeft, panRight } from './gains.ts';
import { DESTS, Dest, type Kernel, LANES, place } from './kernel.ts';
import type { Lanes } from './lanes.ts';
import { gainOf } from './levels.ts';
import { SETTINGS, Setting, SoloMode, Tap, type Targets } from './settings.ts';

// `as number`: the values of every target exist from the start, and the loops stay inside them.

/** PFL is mono in both ears, as loud as a strip in the middle. */
const MIDDLE = Math.SQRT1_2;

/** Where each strip goes and how loud: faders, DCAs, mutes, pan, sends, solo. Writes gain targets of the kernel; allocates nothing. */
export class Routing {
  readonly #kernel: Kernel;
  readonly #lanes: Lanes;
  readonly #targets: Targets;
  readonly #values: Float64Array;

  constructor(kernel: Kernel, lanes: Lanes, targets: Targets, values: Float64Array) {
    this.#kernel = kernel;
    this.#lanes = lanes;
    this.#targets = targets;
    this.#values = values;
  }

  /** Any strip or DCA is soloed. */
  get anySolo(): boolean {
    const { strips, shape } = this.#targets;
    for (let target = 0; target < strips + shape.dcas; target++) if (this.#on(target, Setting.solo)) return true;
    return false;
  }

  /** Gain of the strip's fader and those of its DCAs; 0 when it, one of its DCAs or one of its groups is muted. */
  #level(strip: number): number {
    let levelDb = this.#value(strip, Setting.fader);
    for (let n = 0; n < this.#targets.shape.dcas; n++) {
      if (this.#on(strip, Setting.dca + n)) levelDb += this.#value(this.#targets.dca(n), Setting.fader);
    }
    return gainOf(levelDb);
  }

  #open(strip: number): boolean {
    const { shape } = this.#targets;
    if (this.#on(strip, Setting.mute)) return false;
    for (let n = 0; n < shape.dcas; n++) {
      if (this.#on(strip, Setting.dca + n) && this.#on(this.#targets.dca(n), Setting.mute)) return false;
    }
    for (let n = 0; n < shape.groups; n++) {
      if (this.#on(strip, Setting.group + n) && this.#on(this.#targets.group(n), Setting.mute)) return false;
    }
    return true;
  }

  #soloed(strip: number): boolean {
    if (this.#on(strip, Setting.solo)) return true;
    for (let n = 0; n < this.#targets.shape.dcas; n++) {
      if (this.#on(strip, Setting.dca + n) && this.#on(this.#targets.dca(n), Setting.solo)) return true;
    }
    return false;
  }

  /** All gains of one strip. */
  strip(strip: number, anySolo: boolean): void {
    const open = this.#open(strip) ? 1 : 0;
    const level = this.#level(strip) * open;
    const soloed = this.#soloed(strip);
    const mode = this.#value(this.#targets.desk, Setting.soloMode);
    const left = this.#lanes.ofStrip[strip] as number;
    const inPlace = mode === SoloMode.sip && anySolo && !soloed && this.#targets.isChannel(strip) ? 0 : 1;
    const post = level * inPlace;
    const stereo = this.#targets.isStereo(strip);
    for (let lane = left; lane < left + (stereo ? 2 : 1); lane++) {
      const right = lane > left;
      const leftShare = this.#share(strip, stereo, right, false);
      const rightShare = this.#share(strip, stereo, right, true);
      const toMain = this.#on(strip, Setting.toMain) && strip !== this.#targets.main ? post : 0;
      this.#put(lane, Dest.mainL, toMain * leftShare);
      this.#put(lane, Dest.mainR, toMain * rightShare);
      const pfl = soloed && mode === SoloMode.pfl ? 1 : 0;
      const afl = soloed && mode === SoloMode.afl ? post : 0;
      this.#put(lane, Dest.soloL, afl * leftShare + pfl * (stereo ? (right ? 0 : 1) : MIDDLE));
      this.#put(lane, Dest.soloR, afl * rightShare + pfl * (stereo ? (right ? 1 : 0) : MIDDLE));
      if (!this.#targets.isBus(strip) && strip !== this.#targets.main) this.#sends(strip, lane, stereo, right, open, post);
      // Main has no further mix: what its lanes give after the fader is the output, balance included.
      this.#kernel.fader[lane] = strip === this.#targets.main ? post * (right ? rightShare : leftShare) : post;
    }
  }

  /** What a lane puts into the left or right of a stereo destination. */
  #share(strip: number, stereo: boolean, rightLane: boolean, toRight: boolean): number {
    const pan = this.#value(strip, Setting.pan);
    const odd = this.#targets.oddOfPair(strip);
    const pair = odd >= 0 && this.#on(odd, Setting.link);
    if (!stereo && !pair) return toRight ? panRight(pan) : panLeft(pan);
    const isRight = stereo ? rightLane : strip !== odd;
    if (isRight !== toRight) return 0;
    return toRight ? balanceRight(pan) : balanceLeft(pan);
  }

  #sends(strip: number, lane: number, stereo: boolean, right: boolean, open: number, post: number): void {
    const { buses } = this.#targets.shape;
    for (let bus = 0; bus < buses; bus++) {
      const odd = bus & ~1;
      const pair = odd + 1 < buses && this.#on(this.#targets.bus(odd), Setting.link);
      const from = pair ? odd : bus;
      const tapped = this.#value(strip, Setting.sendTap + from) === Tap.pre ? open : post;
      const level = this.#on(strip, Setting.sendOn + from) ? gainOf(this.#value(strip, Setting.sendLevel + from)) * tapped : 0;
      this.#put(lane, Dest.bus + bus, level * this.#sendShare(strip, from, stereo, right, pair, bus !== odd));
    }
  }

  /** Mono into mono is whole; stereo into mono is the mean of both sides; into a pair the send's pan (or balance) shares. */
  #sendShare(strip: number, from: number, stereo: boolean, rightLane: boolean, pair: boolean, toRight: boolean): number {
    if (!pair) return stereo ? 0.5 : 1;
    const pan = this.#value(strip, Setting.sendPan + from);
    if (!stereo) return toRight ? panRight(pan) : panLeft(pan);
    if (rightLane !== toRight) return 0;
    return toRight ? balanceRight(pan) : balanceLeft(pan);
  }

  #put(lane: number, dest: number, gain: number): void {
    this.#kernel.gains[place(lane, DESTS) + dest * LANES] = gain;
  }

  #value = (target: number, setting: number): number => this.#values[target * SETTINGS + setting] as number;
  #on = (target: number, setting: number): boolean => this.#value(target, setting) >= 0.5;
}
