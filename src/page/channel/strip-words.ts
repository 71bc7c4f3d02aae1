const KINDS: Readonly<Record<string, string>> = {
  ch: 'CH',
  aux: 'AUX',
  fx: 'FX',
  bus: 'BUS',
  mtx: 'MTX',
  main: 'MAIN',
  mono: 'MONO',
  dca: 'DCA',
};

/** Where a strip stands: `CH 7`, `MAIN`. */
export function placeOf(strip: string): string {
  const [kind = '', number] = (strip.split(':').at(-1) ?? '').split('/');
  return [KINDS[kind] ?? kind, number].filter(Boolean).join(' ');
}

/** `ch/7` -> `ch`; an engine's prefix is not part of it. */
export const kindOf = (strip: string): string => (strip.split(':').at(-1) ?? '').split('/')[0] ?? '';

/** The engine's prefix of a path, `mon:` or nothing. */
export const prefixOf = (strip: string): string => strip.slice(0, strip.indexOf(':') + 1);
