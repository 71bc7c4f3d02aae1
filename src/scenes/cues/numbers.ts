/** Without leading zeros and trailing zero sections: `01.000` is `1`. Never a float: 0.1 and 0.10 are two cues. */
const plain = (number: string): string => number.replace(/^0+(?=\d)/, '').replace(/(?:\.0+)+$/, '');
/** Desks with fixed decimals: `1.500` is 1.5. */
const decimal = (number: string): string => plain(/^\d+\.\d+$/.test(number) ? number.replace(/0+$/, '').replace(/\.$/, '') : number);

/**
 * The entry a number means: first by its very text, then without zeros that say nothing. Never the nearest.
 * @param fixed numbers have decimals that are filled up with zeros
 */
export function byNumber<Entry extends { readonly number: string }>(
  entries: readonly Entry[],
  number: string,
  fixed = false,
): Entry | undefined {
  const same = entries.find((entry) => entry.number === number);
  if (same) return same;
  const form = fixed ? decimal : plain;
  return entries.find((entry) => form(entry.number) === form(number));
}

/**
 * What became of the entries of a list in another one that says the same order: where one alone has another number at its place, it is
 * still that entry.
 */
export function renumbered<Entry extends { readonly number: string }>(
  before: readonly Entry[],
  after: readonly Entry[],
): (entry: Entry | undefined) => Entry | undefined {
  const others = before.flatMap((entry, index) => (entry.number === after[index]?.number ? [] : [index]));
  const [at = -1] = others;
  const [was, is] = [before[at], after[at]];
  const isOne = before.length === after.length && others.length === 1;
  return (entry) => (isOne && entry?.number === was?.number ? is : entry);
}
