import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readScene } from '../../src/scenes/scene-file.ts';
import { LastState } from '../../src/show/last-state.ts';
import { CONSOLE, deskKit } from '../desk/desk-kit.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

async function run(show: string) {
  mkdirSync(join(show, 'state'), { recursive: true });
  const kit = deskKit();
  const said: string[] = [];
  const last = await LastState.open(kit.desk, show, { clock: kit.clock, say: (line) => said.push(line) });
  onTestFinished(() => last.close());
  const file = join(show, 'state', 'last.yaml');
  return { ...kit, last, said, file, read: () => readFileSync(file, 'utf8') };
}

describe('the last state', () => {
  test('is saved as a scene a second after a change, with the newest value of all that came meanwhile', async () => {
    const { say, clock, read, file } = await run(scratch());
    say('set ch/1/fader -10');
    clock.advance(500);
    say('set ch/1/fader -7.5');
    say('set ch/2/name "Kick: In"');
    expect(existsSync(file)).toBe(false);
    clock.advance(500);
    await until('it is on the disk', () => existsSync(file));
    const reading = readScene(read(), 'last.yaml');
    expect(
      'good' in reading &&
        [...reading.good.values].filter(([path]) => ['ch/1/fader', 'ch/2/name', 'ch/1/solo', 'ch/1/level'].includes(path)),
    ).toEqual([
      ['ch/1/fader', { value: -7.5 }],
      ['ch/2/name', { value: 'Kick: In' }],
    ]);
  });

  test('is offered at the next start and recalled by nobody but a person', async () => {
    const show = scratch();
    const first = await run(show);
    first.say('set ch/1/fader -10');
    await first.last.close();
    const second = await run(show);
    second.clock.advance(60_000);
    expect(second.get('ch/1/fader')).toBe(0);
    const offer = second.last.offer();
    expect(offer?.scene.name).toBe('Last state');
    expect(second.last.offeredMs).toBe(offer?.atMs);
    expect(offer?.difference.rows).toEqual([{ path: 'ch/1/fader', is: 'changed', from: '-10.0 dB', to: '0.0 dB' }]);
    second.say('set ch/1/fader -10');
    expect(second.last.offer()).toBeUndefined();
  });

  test('is offered no more once somebody has answered, and who shows the offer is told', async () => {
    const show = scratch();
    const first = await run(show);
    first.say('set ch/1/fader -10');
    await first.last.close();
    const { last } = await run(show);
    const told: (number | undefined)[] = [];
    last.watch(() => told.push(last.offeredMs));
    await last.answered();
    expect(told).toEqual([undefined]);
  });

  test('that nobody answered is offered again, though the engine was read meanwhile', async () => {
    const show = scratch();
    const first = await run(show);
    first.say('set ch/1/fader -10');
    await first.last.close();
    const second = await run(show);
    second.desk.setLink('foh', 'reading');
    second.desk.report(CONSOLE, 'foh', [[second.id('ch/2/fader'), -3]]);
    second.desk.setLink('foh', 'live');
    await second.last.close();
    const third = await run(show);
    expect(third.last.offer()?.difference.rows.map(({ path }) => path)).toEqual(['ch/1/fader']);
  });

  test('gives way to what somebody mixed since, and is gone when it was answered', async () => {
    const show = scratch();
    const first = await run(show);
    first.say('set ch/1/fader -10');
    await first.last.close();
    const second = await run(show);
    second.say('set ch/2/fader -20');
    await second.last.close();
    const third = await run(show);
    expect(third.last.offer()?.difference.rows.map(({ path }) => path)).toEqual(['ch/2/fader']);
    await third.last.answered();
    expect(third.last.offer()).toBeUndefined();
    const fourth = await run(show);
    expect(fourth.last.offer()).toBeUndefined();
  });

  test('that cannot be read is said, and nothing is offered', async () => {
    const show = scratch();
    mkdirSync(join(show, 'state'));
    writeFileSync(join(show, 'state', 'last.yaml'), 'scene: Last state\nch/1: { fadr: 3 }\n');
    const { last, said } = await run(show);
    expect(last.offer()).toBeUndefined();
    expect(said[0]).toMatch(/offered\.yaml:2:9: no parameter "ch\/1\/fadr"/);
  });
});
