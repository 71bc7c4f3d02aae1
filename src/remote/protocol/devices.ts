import { z } from 'zod';
import { role, timeMs } from './common.ts';

/** Length of a PIN, and how long it holds (ms). */
export const PIN_DIGITS = 6;
export const PIN_MS = 120_000;

const name = z.string().trim().min(1).max(64).describe("as a person would say it: Anna's iPad; stands in the log");

/** Body of POST pair. */
export const pairing = z.object({ role: role.optional().describe('of the device that comes; mixer if left out') });

export const openPin = z.object({
  pin: z.string().nullable().describe('six digits; null when none stands'),
  role: role.nullable(),
  leftMs: z.number().describe('it holds for so long, for one device'),
  pages: z.array(z.string()).describe('addresses of the page: http://192.168.1.10:8480/'),
  join: z.string().nullable().describe('what a QR code holds: the page, the PIN in its fragment'),
});
export type OpenPinBody = z.infer<typeof openPin>;

/** Body of POST pair/exchange. */
export const exchange = z.object({ pin: z.string().trim().min(1).max(16).describe('digits; spaces are ignored'), name });

export const paired = z.object({
  id: z.string(),
  token: z.string().describe('256 bits; shown once, kept by the device: Bearer TOKEN, or {"t":"auth","token":TOKEN} on the WebSocket'),
  name: z.string(),
  role,
});
export type PairedBody = z.infer<typeof paired>;

export const device = z.object({
  id: z.string(),
  name: z.string(),
  role,
  created: timeMs,
  seen: timeMs.nullable(),
  sockets: z.int().describe('connections it has open now'),
});
export type DeviceBody = z.infer<typeof device>;

export const revoked = z.object({
  id: z.string(),
  name: z.string(),
  kept: z.boolean().describe('false: it could not be written; after a restart the device has its token again'),
});
