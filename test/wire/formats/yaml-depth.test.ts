import { describe, expect, test } from 'vitest';
import { PARSE_LIMIT, untellable } from '../../../src/wire/formats/yaml-depth.ts';
import { readYaml } from '../../../src/wire/formats/yaml-file.ts';
import { readTree } from '../../../src/wire/formats/yaml-tree.ts';

const read = (text: string) => readYaml(text, 'x.yaml', (given) => ({ good: given }));
const first = (text: string): string => {
  const reading = read(text);
  if ('good' in reading) return 'good';
  const [error] = reading.errors;
  return error ? `${error.line}:${error.column} ${error.says}` : 'no error';
};

describe('texts that would keep the parser busy for seconds, or end the process', () => {
  test.each([
    ['a hundred thousand brackets', '['.repeat(100_000), '1:101 nested too deep'],
    ['braces behind a line', `a: b\nc: ${'{'.repeat(5000)}`, '2:104 nested too deep'],
    ['dashes in one line', '- '.repeat(50_000), '1:1002 nested too deep'],
    ['blocks in one line', 'a: '.repeat(50_000), '1:1503 nested too deep'],
    ['a staircase', Array.from({ length: 300 }, (_, at) => `${' '.repeat(4 * at)}a:\n`).join(''), '252:1001 nested too deep'],
    ['more than is read', 'x'.repeat(PARSE_LIMIT + 1), `1:1 the file has ${PARSE_LIMIT + 1} characters; at most ${PARSE_LIMIT} are read`],
  ])('%s: refused where it goes too far', (_, text, says) => {
    expect(first(text)).toBe(says);
  });

  test('scene files and lists are kept from them alike', () => {
    expect(readTree('['.repeat(100_000), 'x.yaml')).toMatchObject({ errors: [{ line: 1, column: 101, says: 'nested too deep' }] });
  });

  test('what a person writes is let through', () => {
    const note = `note: "[x] done, {y}: ${'a: b, '.repeat(60)}"\n`;
    expect(untellable(`${note}list: [${'[1, 2], '.repeat(2000)}]\n${'  - a: b\n'.repeat(5000)}`)).toBeUndefined();
  });
});

test('many keys in one block are looked through once, and those that stand twice are told by their place', () => {
  const keys = Array.from({ length: 20_000 }, (_, at) => `k${at}: 1\n`).join('');
  expect(first(keys)).toBe('good');
  expect(first(`${keys}k7: 2\n`)).toBe('20001:1 Map keys must be unique');
});
