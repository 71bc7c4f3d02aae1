import { z } from 'zod';
import type { EngineType } from '../engine-type.ts';
import { EmbeddedEngine } from './driver.ts';
import { DEFAULT_SIZE } from './table.ts';

const schema = z.strictObject({
  type: z.literal('embedded'),
  channels: z.int().min(1).max(64).default(DEFAULT_SIZE.channels).describe('input channels'),
  buses: z.int().min(1).max(16).default(DEFAULT_SIZE.buses).describe('mix buses'),
  fx: z.int().min(1).max(8).default(DEFAULT_SIZE.fx).describe('effect racks, each with a stereo return'),
  dcas: z.int().min(1).max(16).default(DEFAULT_SIZE.dcas).describe('DCA groups'),
  groups: z.int().min(1).max(8).default(DEFAULT_SIZE.groups).describe('mute groups'),
});

export type EmbeddedConfig = z.output<typeof schema>;

/** The mixer inside the daemon: real audio without any hardware. */
export const embedded: EngineType<EmbeddedConfig> = {
  type: 'embedded',
  says: 'the mixer inside the daemon, on real audio',
  schema,
  open(role, config, ports) {
    const { channels, buses, fx, dcas, groups } = config;
    const size = { channels, buses, fx, dcas, groups, inputs: DEFAULT_SIZE.inputs, tracks: DEFAULT_SIZE.tracks };
    return new EmbeddedEngine(role, size, ports, ports.firstMix ?? [], ports.openSound?.(role));
  },
};
