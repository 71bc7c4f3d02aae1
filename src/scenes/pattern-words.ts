import { nearest } from '../desk/nearest.ts';
import { LEAVES, UNNUMBERED } from '../desk/parameters.ts';
import { matches } from '../desk/path.ts';

const PATTERN = /^(?:(?:\*|[a-z][a-z0-9-]{0,15}):)?(?:\*\*?|[A-Za-z0-9_.-]+)(?:\/(?:\*\*?|[A-Za-z0-9_.-]+))*$/;
const ROLE = /^(?:\*|[a-z][a-z0-9-]{0,15}):/;
const NUMBER = /^\d+(?:\.\.\d+)?$/;
const ONCE: ReadonlySet<string> = new Set([...UNNUMBERED, 'player', 'monitor', 'solo']);

/** Every parameter that some desk may have, as segments with `{n}` for numbers: `ch {n} eq {n} freq`. */
const SHAPES: readonly (readonly string[])[] = LEAVES.flatMap(({ leaf, on }) =>
  on.map((owner) => [owner, ...(ONCE.has(owner) ? [] : ['{n}']), ...leaf.split('/')]),
);

/** Patterns of one show are asked for again and again. */
const KEPT = 1000;
const known = new Map<string, string | undefined>();

/**
 * What is wrong with a pattern of parameters, or undefined. A strip that this desk does not have is right, as a file may be of a larger one;
 * a word that no desk knows is mistyped, and would leave alone what it should not, or not what it should.
 */
export function patternFault(text: string): string | undefined {
  if (!PATTERN.test(text) || text.length > 128) return `"${text.slice(0, 60)}" is not a path or pattern such as ch/24, bus/* or ch/1..8/eq`;
  if (known.has(text)) return known.get(text);
  const fault = meaningFault(text);
  if (known.size >= KEPT) known.clear();
  known.set(text, fault);
  return fault;
}

function meaningFault(text: string): string | undefined {
  const role = ROLE.exec(text)?.[0] ?? '';
  const said = text.slice(role.length).split('/');
  const shape = said.map((segment) => (NUMBER.test(segment) ? '{n}' : segment));
  if (SHAPES.some((leaf) => matches([...shape, '**'], leaf))) return undefined;
  const near = mended(said, shape);
  return `no parameter "${text.slice(0, 60)}"${near === undefined ? '' : `; did you mean "${role}${near}"?`}`;
}

/** With the nearest word in the place of the first that no desk has. */
function mended(said: readonly string[], shape: readonly string[]): string | undefined {
  for (const [at, segment] of shape.entries()) {
    const before = shape.slice(0, at);
    if (segment === '**') return undefined;
    if (SHAPES.some((leaf) => matches([...before, segment, '**'], leaf))) continue;
    const words = new Set(SHAPES.filter((leaf) => matches([...before, '**'], leaf)).flatMap((leaf) => leaf[at] ?? []));
    const near = nearest(segment, words);
    return near === undefined || near === '{n}' ? undefined : [...said.slice(0, at), near, ...said.slice(at + 1)].join('/');
  }
  return undefined;
}
