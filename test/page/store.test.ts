import { expect, test } from 'vitest';
import { Store } from '../../src/page/link/store.ts';

/** Three parameters: one that moves alone, one that a hand moves, one that follows. */
function store(): Store {
  const made = new Store();
  made.relayout({
    run: 'run',
    number: 1,
    laws: [],
    choices: [],
    parameters: [
      { path: 'player/position', type: 'number' },
      { path: 'ch/1/mute', type: 'switch' },
      { path: 'ch/1/audible', type: 'text', readOnly: true },
    ],
    strips: [],
    meters: [],
    // Cast: what a layout says besides is of no concern here.
  } as unknown as Parameters<Store['relayout']>[0]);
  return made;
}

test.each([
  ['a song that plays', 'player/position', 3.5, 0],
  ['what only follows', 'ch/1/audible', 'yes', 0],
  ['a hand at the desk', 'ch/1/mute', true, 1],
])('%s makes pages look anew so often: %s to %s, %s times', (_, path, value, turns) => {
  const made = store();
  // Cast: of the message only what the store reads.
  made.changes({ t: 'changes', rev: 1, by: [{ actor: 'somebody' }], c: [[path, value]] } as unknown as Parameters<Store['changes']>[0]);
  expect(made.turns.value).toBe(turns);
  expect(made.value(path)).toBe(value);
});
