const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);
const MAX_DEPTH = 16;
const MAX_KEYS = 10_000;

/** Why a text was not taken as JSON. */
export interface BadJson {
  readonly kind: 'bad-json';
  readonly got: string;
  readonly want: string;
}

/**
 * Reads JSON of a stranger: bounded in depth and number of keys, and without names that reach into prototypes.
 * Size is bounded before, by the door.
 */
export function readJson(text: string): { readonly said: unknown } | BadJson {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return { kind: 'bad-json', got: text.slice(0, 40), want: 'JSON' };
  }
  const walk = { keys: 0 };
  const wrong = wrongIn(said, 0, walk);
  return wrong === undefined ? { said } : { kind: 'bad-json', got: wrong, want: 'allowed here' };
}

/** A name that is forbidden, or a limit that is passed. Depth is bounded, so the recursion is. */
function wrongIn(said: unknown, depth: number, walk: { keys: number }): string | undefined {
  if (typeof said !== 'object' || said === null) return undefined;
  if (depth >= MAX_DEPTH) return `nested deeper than ${MAX_DEPTH}`;
  const isList = Array.isArray(said);
  const inside: readonly unknown[] = isList ? said : Object.values(said);
  walk.keys += inside.length;
  if (walk.keys > MAX_KEYS) return `more than ${MAX_KEYS} values`;
  if (!isList) for (const key of Object.keys(said)) if (FORBIDDEN.has(key)) return `the name ${key}`;
  for (const one of inside) {
    const wrong = wrongIn(one, depth + 1, walk);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
