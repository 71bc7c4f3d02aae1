import type { z } from 'zod';
import { type ClientMessage, clientMessage } from './protocol/client.ts';
import { readSet } from './protocol/read-set.ts';

/** Of the messages; told in hello. */
export const PROTOCOL = 1;

/** Why the daemon ends a connection by itself, besides those of the WebSocket itself. */
export const CLOSE_CODES = {
  4401: 'no credential, or one that is not known, or it was taken back',
  4403: 'the role does not allow it',
  4408: 'too slow: 64 KiB stood for 10 s',
} as const;

/** Why a client has to go. */
export interface Goodbye {
  readonly code: number;
  /** 123 bytes at most. */
  readonly reason: string;
}

/** What a client can do with this daemon; told in hello. */
export const CAPABILITIES = ['set', 'touch', 'verb', 'say', 'sub', 'view', 'resume', 'listen', 'holds', 'heard', 'surface'] as const;

export interface Misread {
  readonly kind: 'misread';
  /** Which field, and what it should be. */
  readonly want: string;
}

/** Reads what a client said, already parsed as JSON. A `set` takes the short way, which a test holds equal to the schema. */
export function readClientMessage(said: unknown): ClientMessage | Misread {
  const quick = readSet(said);
  if (quick) return quick;
  const parsed = clientMessage.safeParse(said);
  return parsed.success ? parsed.data : { kind: 'misread', want: explainIssue(parsed.error) };
}

/** The first thing that is wrong, as `sets/0/value: ...`. */
export function explainIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'something else';
  const place = issue.path.map(String).join('/');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}
