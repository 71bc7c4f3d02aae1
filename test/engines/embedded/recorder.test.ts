import { describe, expect, test } from 'vitest';
import { type NoTake, Recorder, type Take } from '../../../src/engines/embedded/recorder.ts';

/** A disk that opens takes when the test says so. */
function disk(there: readonly string[] = []) {
  const said: string[] = [];
  const folders = new Set(there);
  const opening: (() => void)[] = [];
  const lose = new Map<string, (reason: string) => void>();
  const blocks = new Map<string, number>();
  const closed: string[] = [];
  const recorder = new Recorder({
    open: (folder, _names, { onLost }) =>
      new Promise<Take | NoTake>((resolve) => {
        opening.push(() => {
          if (folders.has(folder)) return resolve({ why: 'there is a file of that name already', taken: true });
          folders.add(folder);
          lose.set(folder, onLost);
          blocks.set(folder, 0);
          const write = () => void blocks.set(folder, (blocks.get(folder) ?? 0) + 1);
          const close = async () => void closed.push(folder);
          resolve({ folder, seconds: 1, write, close });
        });
      }),
    say: (line) => said.push(line),
    onEnded: (reason) => said.push(`ended: ${reason}`),
  });
  /** Lets the disk do all it was asked for. */
  const settle = async (): Promise<void> => {
    // A turn of the loop lets everything run that waits for nothing but promises.
    do {
      opening.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    } while (opening.length > 0);
  };
  const block = (): void => recorder.write([new Float32Array(1)], 1);
  return { recorder, said, blocks, closed, lose, settle, block };
}

describe('a recording', () => {
  test('takes blocks from when it is open until it is stopped', async () => {
    const { recorder, blocks, closed, settle, block, said } = disk();
    block();
    void recorder.start('noon', ['Kick']);
    await settle();
    block();
    block();
    void recorder.stop();
    block();
    await settle();
    expect([blocks.get('noon'), closed]).toEqual([2, ['noon']]);
    expect(said).toEqual(['records 1 inputs into noon', 'recorded 1.0 s into noon']);
  });

  test('that is stopped before its files are open does not run on', async () => {
    const { recorder, blocks, closed, settle, block } = disk();
    void recorder.start('noon', ['Kick']);
    await Promise.resolve();
    void recorder.stop();
    await settle();
    block();
    expect([blocks.get('noon'), closed]).toEqual([0, ['noon']]);
  });

  test('started and stopped faster than a disk opens files ends as it was asked last, with one take', async () => {
    const { recorder, blocks, settle, block, said } = disk();
    for (let press = 0; press < 50; press++) {
      void recorder.start('noon', ['Kick']);
      void recorder.stop();
    }
    void recorder.start('noon', ['Kick']);
    await settle();
    block();
    expect([...blocks]).toEqual([['noon', 1]]);
    expect(said).toEqual(['records 1 inputs into noon']);
  });

  test('in the same second as the one before gets a name of its own', async () => {
    const { recorder, blocks, settle, block, said } = disk(['noon', 'noon (2)']);
    void recorder.start('noon', ['Kick']);
    await settle();
    block();
    expect([...blocks]).toEqual([['noon (3)', 1]]);
    expect(said).toEqual(['records 1 inputs into noon (3)']);
  });

  test('ends with its reason when the disk is lost', async () => {
    const { recorder, closed, lose, settle, said } = disk();
    void recorder.start('noon', ['Kick']);
    await settle();
    lose.get('noon')?.('the disk is full');
    await settle();
    expect(closed).toEqual(['noon']);
    expect(said.slice(1)).toEqual(['ended: the disk is full', 'recorded 1.0 s into noon']);
  });

  test('goes on when the one before loses its last piece', async () => {
    const { recorder, blocks, lose, settle, block, said } = disk();
    void recorder.start('noon', ['Kick']);
    await settle();
    void recorder.start('later', ['Kick']);
    await settle();
    lose.get('noon')?.('the disk is full');
    block();
    expect(blocks.get('later')).toBe(1);
    expect(said).not.toContain('ended: the disk is full');
  });
});
