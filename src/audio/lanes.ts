import { LANES } from './kernel.ts';
import { type MixerShape, Targets } from './settings.ts';

const groupsOf = (lanes: number): number => Math.ceil(lanes / LANES);

/** Which lanes of the kernel a strip has. Each kind starts at a whole group, as kinds are processed one after another. */
export class Lanes {
  readonly channelGroups: number;
  readonly busGroups: number;
  readonly fxGroups: number;
  readonly groups: number;
  readonly count: number;
  /** First lane of each kind. */
  readonly bus: number;
  readonly fx: number;
  readonly main: number;
  /** First lane of each strip. */
  readonly ofStrip: Int32Array;

  constructor(shape: MixerShape) {
    const targets = new Targets(shape);
    this.channelGroups = groupsOf(shape.channels);
    this.busGroups = groupsOf(shape.buses);
    this.fxGroups = groupsOf(2 * shape.fx);
    this.groups = this.channelGroups + this.busGroups + this.fxGroups + 1;
    this.count = this.groups * LANES;
    this.bus = this.channelGroups * LANES;
    this.fx = this.bus + this.busGroups * LANES;
    this.main = this.fx + this.fxGroups * LANES;
    this.ofStrip = new Int32Array(targets.strips);
    for (let n = 0; n < shape.channels; n++) this.ofStrip[targets.channel(n)] = n;
    for (let n = 0; n < shape.buses; n++) this.ofStrip[targets.bus(n)] = this.bus + n;
    for (let n = 0; n < shape.fx; n++) this.ofStrip[targets.fx(n)] = this.fx + 2 * n;
    this.ofStrip[targets.main] = this.main;
  }
}
