import { describe, expect, test } from 'vitest';
import { filtered, linesOf, previewOf, type Row, shortened } from '../../src/page/scenes/rows.ts';

const level = (path: string, jumpDb: number): Row => ({ path, kind: 'level', from: '0.0 dB', to: `${jumpDb} dB`, jumpDb, note: '' });
const other = (path: string): Row => ({ path, kind: 'other', from: 'a', to: 'b', note: '' });
const left = (path: string, note: string, kind: Row['kind'] = 'left'): Row => ({ path, kind, from: '', to: '', note });

describe('rows of a preview', () => {
  test('stand in the order of the rules: unmutes, levels by size, mutes, the rest, what stays', () => {
    const row = (path: string, more: object) => ({ path, fromText: 'x', toText: 'y', opens: false, phase: 'values', ...more });
    const found = {
      seen: '0123abcd',
      rows: [
        row('ch/1/fader', { jumpDb: -3 }),
        row('ch/2/eq/1/freq', {}),
        row('ch/3/mute', { phase: 'mutes' }),
        row('ch/4/mute', { opens: true, phase: 'unmutes' }),
        row('ch/5/fader', { jumpDb: 8, rounded: '8.04 dB' }),
        row('ch/6/send/1/level', { jumpDb: '+inf' }),
      ],
      left: [
        { path: 'ch/7/fader', why: 'safe', by: 'ch/7' },
        { path: 'ch/8/fader', why: 'held', by: 'Sam' },
        { path: 'ch/40/fader', why: 'missing' },
        { path: 'ch/9/fader', why: 'scope' },
      ],
    };
    const preview = previewOf([{ says: '', changes: [], refusals: [], found }]);
    expect(preview.rows.map(({ path }) => path)).toEqual([
      'ch/4/mute',
      'ch/6/send/1/level',
      'ch/5/fader',
      'ch/1/fader',
      'ch/3/mute',
      'ch/2/eq/1/freq',
      'ch/40/fader',
      'ch/8/fader',
      'ch/7/fader',
    ]);
    expect(preview).toMatchObject({ unmutes: 1, changes: 6, left: 1, held: 1, unfit: 1, rounded: 1, seen: '0123abcd' });
    expect(preview.loudest?.path).toBe('ch/6/send/1/level');
    expect(filtered(preview.rows, 'unfit').map(({ path }) => path)).toEqual(['ch/5/fader', 'ch/40/fader']);
    expect(filtered(preview.rows, 'held').map(({ note }) => note)).toEqual(['in Sam’s hand']);
  });

  test('of a long list small levels and what is no level are a figure; mutes, jumps, rounded and what stays are read', () => {
    const small = [
      ...Array.from({ length: 10 }, (_, i) => level(`ch/${i}/fader`, 2.9)),
      ...Array.from({ length: 8 }, (_, i) => other(`ch/${i}/eq/1/q`)),
    ];
    const large = [level('ch/20/fader', -3), left('ch/21/fader', 'SAFE'), { ...other('ch/22/pan'), rounded: '1' }];
    const { rows, small: folded } = shortened([...small, ...large]);
    expect(rows).toEqual(large);
    expect(folded).toHaveLength(18);
    expect(shortened(small.slice(0, 13)).small).toEqual([]);
  });

  test('a safe strip is one line with the number of its values, for each reason', () => {
    const rows = [
      left('ch/1/fader', 'SAFE by ch/1'),
      left('ch/1/pan', 'SAFE by ch/1'),
      left('ch/1/mute', 'in a hand', 'held'),
      level('ch/1/delay', 1),
    ];
    expect(linesOf(rows, (path) => path.slice(0, 4)).map(({ row, count }) => [row.path, count])).toEqual([
      ['ch/1/fader', 2],
      ['ch/1/mute', 1],
      ['ch/1/delay', 1],
    ]);
  });
});
