import { DYNAMIC_ROWS, GateMode, Row, writeCompressor, writeGate } from './dynamics.ts';
import { COEFS, Shape, writeCut, writeSection, writeThrough } from './filters.ts';
import { type Kernel, LANES, place, SECTIONS } from './kernel.ts';
import type { Lanes } from './lanes.ts';
import { gainOf } from './levels.ts';
import { BANDS, MAX_DELAY_MS, SETTINGS, Setting, type Targets } from './settings.ts';

// `as number`: the values of every target exist from the start, and the loops stay inside them.

const SECTION_STRIDE = COEFS * LANES;
const EQ = 4;

/** Writes what a strip does to its signal, from the desk's values into the kernel's tables. Allocates nothing. */
export class Processing {
  readonly #kernel: Kernel;
  readonly #lanes: Lanes;
  readonly #targets: Targets;
  readonly #values: Float64Array;
  readonly #gate = { on: false, mode: 0 as number, thresholdDb: 0, rangeDb: 0, attackMs: 0, holdMs: 0, releaseMs: 0 };
  readonly #comp = {
    on: false,
    mode: 0,
    thresholdDb: 0,
    ratio: 1,
    kneeDb: 0,
    attackMs: 0,
    holdMs: 0,
    releaseMs: 0,
    makeupDb: 0,
    mix: 1,
  };

  constructor(kernel: Kernel, lanes: Lanes, targets: Targets, values: Float64Array) {
    this.#kernel = kernel;
    this.#lanes = lanes;
    this.#targets = targets;
    this.#values = values;
    // Lanes that fill up a group belong to no strip; their knees must not divide by zero beside the others.
    for (let lane = 0; lane < lanes.count; lane++) {
      writeGate(this.#gate, targets.shape.sampleRate, kernel.dynamics, place(lane, DYNAMIC_ROWS), LANES);
      writeCompressor(this.#comp, targets.shape.sampleRate, kernel.dynamics, place(lane, DYNAMIC_ROWS), LANES);
    }
  }

  input(strip: number): void {
    const trim = gainOf(this.#value(strip, Setting.trim)) * (this.#on(strip, Setting.polarity) ? -1 : 1);
    const timeMs = this.#on(strip, Setting.delayOn) ? Math.min(MAX_DELAY_MS, Math.max(0, this.#value(strip, Setting.delayTime))) : 0;
    for (let lane = this.#first(strip); lane < this.#end(strip); lane++) {
      this.#kernel.trim[lane] = trim;
      this.#kernel.delaySamples[lane] = Math.round(timeMs * 0.001 * this.#targets.shape.sampleRate);
    }
  }

  cuts(strip: number): void {
    for (let lane = this.#first(strip); lane < this.#end(strip); lane++) {
      this.#cut(lane, 0, Shape.lowCut, strip, Setting.hpfOn);
      this.#cut(lane, 2, Shape.highCut, strip, Setting.lpfOn);
    }
  }

  /** On, freq and slope stand in a row from `setting` on. */
  #cut(lane: number, section: number, shape: number, strip: number, setting: number): void {
    const at = place(lane, SECTIONS * COEFS) + section * SECTION_STRIDE;
    const coefs = this.#kernel.coefs;
    const [freqHz, slope] = [this.#value(strip, setting + 1), this.#value(strip, setting + 2)];
    writeCut(shape, freqHz, slope, this.#targets.shape.sampleRate, coefs, at, SECTION_STRIDE, LANES);
    if (this.#on(strip, setting)) return;
    writeThrough(coefs, at, LANES);
    writeThrough(coefs, at + SECTION_STRIDE, LANES);
  }

  eq(strip: number): void {
    const on = this.#on(strip, Setting.eqOn);
    for (let lane = this.#first(strip); lane < this.#end(strip); lane++) {
      for (let band = 0; band < BANDS; band++) {
        const at = place(lane, SECTIONS * COEFS) + (EQ + band) * SECTION_STRIDE;
        const shape = this.#value(strip, Setting.eqType + band);
        const freqHz = this.#value(strip, Setting.eqFreq + band);
        const q = this.#value(strip, Setting.eqQ + band);
        writeSection(
          shape,
          freqHz,
          q,
          this.#value(strip, Setting.eqGain + band),
          this.#targets.shape.sampleRate,
          this.#kernel.coefs,
          at,
          LANES,
        );
        if (!on || !this.#on(strip, Setting.eqBandOn + band)) writeThrough(this.#kernel.coefs, at, LANES);
      }
    }
  }

  gate(strip: number): void {
    const gate = this.#gate;
    const mode = this.#value(strip, Setting.gateMode);
    gate.on = this.#on(strip, Setting.gateOn);
    gate.mode = mode;
    gate.thresholdDb = this.#value(strip, Setting.gateThreshold);
    gate.rangeDb = this.#value(strip, Setting.gateRange);
    gate.attackMs = this.#value(strip, Setting.gateAttack);
    gate.holdMs = mode === GateMode.expander ? 0 : this.#value(strip, Setting.gateHold);
    gate.releaseMs = this.#value(strip, Setting.gateRelease);
    const key = this.#key(strip, Setting.gateKey);
    for (let lane = this.#first(strip); lane < this.#end(strip); lane++) {
      writeGate(gate, this.#targets.shape.sampleRate, this.#kernel.dynamics, place(lane, DYNAMIC_ROWS), LANES);
      this.#kernel.gateKey[lane] = key;
    }
    this.link(strip);
  }

  compressor(strip: number): void {
    const comp = this.#comp;
    comp.on = this.#on(strip, Setting.dynOn);
    comp.mode = this.#value(strip, Setting.dynMode);
    comp.thresholdDb = this.#value(strip, Setting.dynThreshold);
    comp.ratio = this.#value(strip, Setting.dynRatio);
    comp.kneeDb = this.#value(strip, Setting.dynKnee);
    comp.attackMs = this.#value(strip, Setting.dynAttack);
    comp.holdMs = this.#value(strip, Setting.dynHold);
    comp.releaseMs = this.#value(strip, Setting.dynRelease);
    comp.makeupDb = this.#value(strip, Setting.dynMakeup);
    comp.mix = this.#value(strip, Setting.dynMix) / 100;
    const key = this.#key(strip, Setting.dynKey);
    for (let lane = this.#first(strip); lane < this.#end(strip); lane++) {
      writeCompressor(comp, this.#targets.shape.sampleRate, this.#kernel.dynamics, place(lane, DYNAMIC_ROWS), LANES);
      this.#kernel.dynKey[lane] = key;
    }
    this.link(strip);
  }

  /** Both sides of a stereo strip, and of a linked pair, obey the louder one. */
  link(strip: number): void {
    const odd = this.#targets.oddOfPair(strip);
    const linked = this.#targets.isStereo(strip) || (odd >= 0 && this.#on(odd, Setting.link));
    for (let lane = this.#first(strip); lane < this.#end(strip); lane++) {
      this.#kernel.dynamics[place(lane, DYNAMIC_ROWS) + Row.linked * LANES] = linked ? 1 : 0;
    }
  }

  /** Lane of the key strip, or -1 for none; only channels and buses can be keys. */
  #key(strip: number, setting: number): number {
    const key = this.#value(strip, setting) - 1;
    return key >= 0 && key !== strip && !this.#targets.isStereo(key) ? this.#first(key) : -1;
  }

  #first = (strip: number): number => this.#lanes.ofStrip[strip] as number;
  #end = (strip: number): number => this.#first(strip) + (this.#targets.isStereo(strip) ? 2 : 1);
  #value = (strip: number, setting: number): number => this.#values[strip * SETTINGS + setting] as number;
  #on = (strip: number, setting: number): boolean => this.#value(strip, setting) >= 0.5;
}
