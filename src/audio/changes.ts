import { SETTINGS, Setting, type Targets } from './settings.ts';

/** Parts of a strip that are worked out anew together, as bits. */
export const Stage = { input: 1, cuts: 2, gate: 4, eq: 8, dyn: 16, link: 32, gains: 64, rack: 128, desk: 256 } as const;

const EVERYTHING = 127;

/** The stage a setting of a strip belongs to. */
function stageOf(setting: number): number {
  if (setting === Setting.link) return Stage.link | Stage.gains;
  if (setting < Setting.trim) return Stage.gains;
  if (setting < Setting.hpfOn) return Stage.input;
  if (setting < Setting.gateOn) return Stage.cuts;
  if (setting < Setting.eqOn) return Stage.gate;
  if (setting === Setting.eqOn) return Stage.eq;
  if (setting < Setting.eqBandOn) return Stage.dyn;
  if (setting < Setting.sendLevel) return Stage.eq;
  if (setting < Setting.rackType) return Stage.gains;
  return setting < Setting.soloMode ? Stage.rack : Stage.desk;
}

/** Which targets wait for the next block, and with what. Marking is cheap; a thousand sets of one fader are one calculation. */
export class Changes {
  readonly #targets: Targets;
  readonly #stages: Uint16Array;
  readonly #stageOf = Uint16Array.from({ length: SETTINGS }, (_, setting) => stageOf(setting));
  #waiting = true;

  constructor(targets: Targets) {
    this.#targets = targets;
    this.#stages = new Uint16Array(targets.count).fill(EVERYTHING, 0, targets.strips);
    this.#stages.fill(Stage.rack, targets.rack(0), targets.desk);
    this.#stages[targets.desk] = Stage.desk;
  }

  get waiting(): boolean {
    return this.#waiting;
  }

  mark(target: number, setting: number): void {
    const targets = this.#targets;
    this.#waiting = true;
    const stage = this.#stageOf[setting] ?? 0;
    this.#add(target, stage);
    if (setting === Setting.link) this.#markPair(target);
    // A DCA, a group, a solo or the solo mode is felt by any strip.
    const everywhere = setting === Setting.solo || setting === Setting.soloMode || (target >= targets.strips && target < targets.rack(0));
    if (everywhere) for (let strip = 0; strip < targets.strips; strip++) this.#add(strip, Stage.gains);
  }

  /** The partner of the pair, and of a pair of buses everybody who sends into it. */
  #markPair(target: number): void {
    const odd = this.#targets.oddOfPair(target);
    if (odd < 0) return;
    this.#add(odd, Stage.link | Stage.gains);
    this.#add(odd + 1, Stage.link | Stage.gains);
    if (this.#targets.isBus(target)) for (let strip = 0; strip < this.#targets.strips; strip++) this.#add(strip, Stage.gains);
  }

  #add(target: number, stage: number): void {
    this.#stages[target] = (this.#stages[target] ?? 0) | stage;
  }

  /** What waits for a target; it waits no longer. */
  take(target: number): number {
    const stages = this.#stages[target] ?? 0;
    this.#stages[target] = 0;
    return stages;
  }

  taken(): void {
    this.#waiting = false;
  }
}
