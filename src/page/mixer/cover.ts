/** Parts of an address: role of an engine, or '' for the first; `undefined` where a pattern means all engines. */
interface Parts {
  readonly role: string | undefined;
  readonly segments: readonly string[];
}

function partsOf(text: string): Parts {
  const everywhere = text.startsWith('*:');
  const colon = text.indexOf(':');
  const segments = text.slice(colon + 1).split('/');
  while (segments.at(-1) === '**') segments.pop();
  return { role: everywhere ? undefined : text.slice(0, Math.max(0, colon)), segments };
}

function takes(wanted: string, segment: string): boolean {
  if (wanted === '*' || wanted === segment) return true;
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(wanted) ?? [];
  return from !== undefined && /^\d+$/.test(segment) && Number(segment) >= Number(from) && Number(segment) <= Number(to);
}

/**
 * The first of these patterns that takes a strip, or a section of one, with all below it: the page's view of `scenes/scope.ts`.
 * @param path `ch/7`, `mon:ch/7/eq`
 * @param name of the strip: a pattern may be a name
 */
export function coverOf(patterns: readonly string[], path: string, name = ''): string | undefined {
  const { role, segments } = partsOf(path);
  return patterns.find((pattern) => {
    if (name !== '' && pattern.toLowerCase() === name.toLowerCase()) return true;
    const wanted = partsOf(pattern);
    // What stands behind a `**` is somewhere below, never all of it.
    if ((wanted.role !== undefined && wanted.role !== role) || wanted.segments.length > segments.length) return false;
    return wanted.segments.every((part, at) => part !== '**' && takes(part, segments[at] ?? ''));
  });
}
