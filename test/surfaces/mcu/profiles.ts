import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Profile, profileSchema } from '../../../src/surfaces/profile.ts';

const shipped = (name: string): Profile =>
  profileSchema.parse(parse(readFileSync(new URL(`../../../mappings/profiles/${name}.yaml`, import.meta.url), 'utf8')));

export const xTouch = shipped('behringer-x-touch');
export const extender = shipped('behringer-x-touch-extender');
export const mackie = shipped('mackie-control');

export const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.split(' '), (byte) => Number.parseInt(byte, 16));
export const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
