/** Why something was not done. A refusal is a value: the last good state runs on. The table of codes is compared with the docs by a test. */
export const REFUSAL_CODES = {
  malformed: 'cannot be read as what it should be',
  'unknown-path': 'no parameter has this path',
  'unknown-verb': 'no verb has this name',
  'out-of-range': 'the value is outside the range of the parameter',
  'read-only': 'the parameter can be read but not set',
  held: 'another hand holds the parameter',
  role: 'the role of the caller does not allow it',
  offline: 'the engine is not live; nothing is kept for later',
  'no-context': 'a relative name (strip, selected, layer) was used without a surface or page',
  busy: 'too many requests; ask again later',
} as const;

export type RefusalCode = keyof typeof REFUSAL_CODES;

/** @example { code: 'out-of-range', path: 'ch/7/fader', got: '+14 dB', want: '-inf..+10 dB' } */
export interface Refusal {
  readonly code: RefusalCode;
  readonly path?: string;
  /** For `unknown-path`: what was looked for, where it is no parameter: scene. For `offline`: how it is, where it is no engine: not usable. */
  readonly what?: string;
  readonly got: string;
  /** What would have been right: a range, a list, or the nearest known name. */
  readonly want?: string;
  /** For `held`: who holds it, and since when. */
  readonly by?: string;
  readonly at?: { readonly file: string; readonly line: number; readonly column: number };
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && 'got' in value && Object.hasOwn(REFUSAL_CODES, String(value.code));

/** The refusal as one sentence with bound, unit and name in it: `ch/7/fader: +14 dB is above +10 dB`. */
export function explain(refusal: Refusal): string {
  const place = refusal.at ? `${refusal.at.file}:${refusal.at.line}:${refusal.at.column}: ` : '';
  const path = refusal.path ? `${refusal.path}: ` : '';
  return place + path + reason(refusal);
}

function reason({ code, what, got, want, by }: Refusal): string {
  switch (code) {
    case 'held':
      return `held by ${by ?? 'another hand'}`;
    case 'unknown-path':
      return `no ${what ?? 'parameter'} "${got}"${want ? `; did you mean ${want}?` : ''}`;
    case 'unknown-verb':
      return want ? `no verb "${got}"; did you mean "${want}"?` : `no verb "${got}"`;
    case 'out-of-range':
      return want ? `${got} is outside ${want}` : `${got} is out of range`;
    case 'read-only':
      return 'can only be read';
    case 'role':
      return `${got} may not do this${want ? `; it needs the role ${want}` : ''}`;
    case 'offline':
      return `${got} is ${what ?? 'not live'}${want ? ` (${want})` : ''}`;
    case 'no-context':
      return `"${got}" needs a surface or page${want ? `; ${want}` : ''}`;
    case 'busy':
      return `${got}${want ? `; ${want}` : ''}`;
    case 'malformed':
      return want ? `"${got}" is not ${want}` : got;
  }
}
