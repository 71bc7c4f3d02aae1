import { describe, expect, test } from 'vitest';
import { readYaml } from '../../../src/wire/formats/yaml-file.ts';
import { parseTree } from '../../../src/wire/formats/yaml-tree.ts';

const told = (text: string): string[] => {
  const reading = readYaml(text, 'x.yaml', (given) => ({ good: given }), 'failsafe');
  return 'good' in reading ? ['good'] : reading.errors.map(({ line, column, says }) => `${line}:${column} ${says}`);
};

describe('what the parser cannot read is told once, in words of who writes a show', () => {
  test.each([
    ['a tab before a setting', '- cue: 1\n\tname: x\n  do: mute ch/1\n- cue: 2\n', '2:2 a tab stands before this; only spaces indent'],
    ['a tab before a dash', '- cue: 1\n  do:\n\t- mute ch/1\n\t- mute ch/2\n', '3:1 a tab stands before this; only spaces indent'],
    ['a line too far right', '- cue: 1\n  name: x\n   do: mute ch/1\n', '2:9 the line below is indented too far'],
    ['the first line of a cue too far right', '- cue: 1\n   name: x\n  do: mute ch/1\n', '1:8 the line below is indented too far'],
    ['no colon', '- cue 1\n  do: mute ch/1\n', '1:3 this line has no ": " (a colon and a space)'],
    ['no space', '- cue:1\n  do: mute ch/1\n', '1:3 this line has no ": " (a colon and a space)'],
    ['no colon further down', '- cue: 1\n  do mute ch/1\n- cue: 2\n', '2:3 this line has no ": " (a colon and a space)'],
    ['a colon in a name', '- cue: 1\n  name: Act 2: storm\n', '2:9 a second ": " in one line; put the value in quotes'],
    [
      'quotes in quotes',
      '- cue: 1\n  do: "recall "Walk in" over 2s"\n- cue: 2\n',
      '2:16 this stands behind a closing quote; around a value that has quotes put the other ones: \'recall "Verse 1"\'',
    ],
  ])('%s', (_, text, says) => {
    expect(told(text)).toEqual([says]);
  });

  test('what has no words of ours stays as the parser says it', () => {
    expect(told('a: [ 1, 2\nb: 3\n')).toEqual(['2:1 Flow sequence in block collection must be sufficiently indented and end with a ]']);
  });

  test('scene files are told alike', () => {
    expect(parseTree('scene: A\nch/1:\n\tfader: 3\n', 'x.yaml')).toMatchObject({
      errors: [{ line: 3, says: 'a tab stands before this; only spaces indent' }],
    });
  });
});
