/** What a table has under a word that somebody wrote: every object of the language knows `constructor`, and no table of ours does. */
export const own = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;
