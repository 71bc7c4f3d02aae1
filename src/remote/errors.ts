import type { z } from 'zod';
import { explain, type Refusal } from '../desk/refusal.ts';
import type { Answer } from '../desk/verb.ts';
import type { answer, DOOR_CODES, ErrorBody } from './protocol/common.ts';

/** A refusal of the desk as it travels. */
export function errorOf(refusal: Refusal): ErrorBody {
  const { code, path, want, by, at } = refusal;
  return {
    code,
    message: explain(refusal),
    ...(path === undefined ? {} : { path }),
    ...(want === undefined ? {} : { want }),
    ...(by === undefined ? {} : { by }),
    ...(at === undefined ? {} : { at }),
  };
}

/** A refusal of the door itself. */
export const doorError = (code: keyof typeof DOOR_CODES, message: string): ErrorBody => ({ code, message });

/** Status of an HTTP answer for each code. */
export const STATUS_OF = {
  malformed: 422,
  'unknown-path': 404,
  'unknown-verb': 404,
  'out-of-range': 422,
  'read-only': 405,
  held: 409,
  role: 403,
  offline: 503,
  'no-context': 422,
  busy: 429,
  'not-found': 404,
  method: 405,
  'media-type': 415,
  'too-large': 413,
  unauthorized: 401,
  origin: 403,
  host: 403,
  internal: 500,
} as const satisfies Readonly<Record<ErrorBody['code'], number>>;

/** What a verb did, as it travels. */
export const answerBody = ({ says, changes, refusals, found }: Answer): z.infer<typeof answer> => ({
  says,
  changes: changes.map((change) => ({ ...change })),
  refusals: refusals.map(errorOf),
  ...(found === undefined ? {} : { found }),
});
