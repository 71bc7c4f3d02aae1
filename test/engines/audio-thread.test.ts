import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import type { Stored } from '../../src/desk/value.ts';
import { AudioThread, type AudioThreadPort, type OpenAudioThread } from '../../src/engines/embedded/audio-thread.ts';
import { DEFAULT_SIZE, describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { wavHeader, writeSamples } from '../../src/wire/formats/wav-write.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { threadOpener } from '../../src/wire/ports/thread.ts';
import { scratch } from '../scratch.ts';

const SOON = { timeout: 10_000, interval: 10 };
const WORKER = new URL('../../dist/engines/embedded/worker.js', import.meta.url);
const layout = buildLayout(describeMixer(DEFAULT_SIZE));
const idOf = (path: string) => layout.byPath.get(path)?.id ?? -1;

const running: AudioThread[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

/** A take whose one track is a loud tone. */
function toneTake(): string {
  const folder = scratch();
  const frames = 48_000;
  const wave = Float32Array.from({ length: frames }, (_, i) => 0.25 * Math.sin((2 * Math.PI * 480 * i) / 48_000));
  const shape = { channels: 1, sampleRate: 48_000, format: 's24' } as const;
  writeFileSync(join(folder, '01 Tone.wav'), Buffer.concat([wavHeader(shape, frames), writeSamples(shape, [wave], frames)]));
  return folder;
}

function start(changes: readonly (readonly [string, Stored])[], takes = scratch()) {
  const opened: AudioThreadPort[] = [];
  const said: string[] = [];
  const ended: string[] = [];
  const real: OpenAudioThread = threadOpener(WORKER);
  const open: OpenAudioThread = (config, events) => {
    const thread = real(config, events);
    opened.push(thread);
    return thread;
  };
  const thread = new AudioThread({
    open,
    clock: systemClock,
    takes,
    sound: { output: 'none', input: 'none', inputChannels: 0, latencyMs: 20 },
  });
  running.push(thread);
  const values = new Map<number, Stored>(layout.parameters.map((parameter) => [parameter.id, parameter.start]));
  for (const [path, value] of changes) values.set(idOf(path), value);
  let frames = 0;
  thread.start(layout, DEFAULT_SIZE, values, {
    meters: () => {
      frames++;
    },
    playing: () => {},
    ended: () => {},
    recordingEnded: (reason) => ended.push(reason),
    say: (line) => said.push(line),
  });
  let loudest = 0;
  const deafen = thread.listen('main', (block) => {
    loudest = block.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  });
  return {
    thread,
    opened,
    said,
    ended,
    frames: () => frames,
    loudest: () => loudest,
    deafen,
    set: (path: string, value: Stored) => thread.write([{ id: idOf(path), value }]),
  };
}

const PLAYING = (folder: string): [string, Stored][] => [
  ['ch/1/source', 1],
  ['player/folder', folder],
  ['player/state', 1],
];

describe('the audio thread', () => {
  test('a crash is over in a moment, and it sounds as it was left', async () => {
    const { thread, opened, said, loudest, set } = start(PLAYING(toneTake()));
    await vi.waitFor(() => expect(loudest()).toBeGreaterThan(0.15), SOON);
    set('ch/1/fader', -20);
    await vi.waitFor(() => expect(loudest()).toBeLessThan(0.03), SOON);
    await opened[0]?.end();
    await vi.waitFor(() => expect(opened.length).toBe(2), SOON);
    await vi.waitFor(() => expect(loudest()).toBeGreaterThan(0.01), SOON);
    expect(loudest()).toBeLessThan(0.03);
    expect(thread.figures().restarts).toBe(1);
    expect(said.some((line) => line.includes('the audio thread ended'))).toBe(true);
  });

  test('a change made while it is away is heard when it is back', async () => {
    const { opened, loudest, set } = start(PLAYING(toneTake()));
    await vi.waitFor(() => expect(loudest()).toBeGreaterThan(0.15), SOON);
    const gone = opened[0]?.end();
    set('ch/1/fader', -40);
    await gone;
    await vi.waitFor(() => expect(opened.length).toBe(2), SOON);
    await vi.waitFor(() => {
      expect(loudest()).toBeGreaterThan(0.0005);
      expect(loudest()).toBeLessThan(0.004);
    }, SOON);
  });

  test('a folder that is not there yet is played as soon as it is', async () => {
    const folder = join(scratch(), 'later');
    const { said, loudest } = start(PLAYING(folder));
    await vi.waitFor(() => expect(said.some((line) => line.includes('there is no such folder'))).toBe(true), SOON);
    renameSync(toneTake(), folder);
    await vi.waitFor(() => expect(loudest()).toBeGreaterThan(0.15), SOON);
    expect(said.filter((line) => line.includes('no such folder'))).toHaveLength(1);
  });

  test('records every input, and the take can be played', async () => {
    const takes = scratch();
    const { thread, said, set } = start(PLAYING(toneTake()), takes);
    await vi.waitFor(() => expect(thread.figures().blocks).toBeGreaterThan(100), SOON);
    set('player/record', 1);
    await vi.waitFor(() => expect(said.some((line) => line.startsWith('records 32 inputs into'))).toBe(true), SOON);
    const from = thread.figures().blocks ?? 0;
    await vi.waitFor(() => expect(thread.figures().blocks).toBeGreaterThan(from + 300), SOON);
    set('player/record', 0);
    const line = await vi.waitFor(() => {
      const found = said.find((one) => one.startsWith('recorded'));
      expect(found).toBeDefined();
      return found ?? '';
    }, SOON);
    expect(Number(/recorded ([\d.]+) s/.exec(line)?.[1])).toBeGreaterThan(0.5);
    const again = start(PLAYING(line.slice(line.indexOf(takes))));
    await vi.waitFor(() => expect(again.loudest()).toBeGreaterThan(0.15), SOON);
  });

  test('a recording that cannot be written ends loudly, and the mix goes on', async () => {
    const { thread, ended, set, loudest } = start(PLAYING(toneTake()), join(toneTake(), '01 Tone.wav', 'takes'));
    set('player/record', 1);
    await vi.waitFor(() => expect(ended).toHaveLength(1), SOON);
    await vi.waitFor(() => expect(loudest()).toBeGreaterThan(0.15), SOON);
    expect(thread.figures().restarts).toBe(0);
  });

  test('meters come fifty times a second, not more', async () => {
    const { thread, frames } = start([]);
    await vi.waitFor(() => expect(thread.figures().blocks).toBeGreaterThan(750), SOON);
    const blocks = thread.figures().blocks ?? 0;
    expect(frames()).toBeLessThanOrEqual(Math.ceil(blocks / 8) + 2);
    expect(frames()).toBeGreaterThan(blocks / 16);
  });

  test('after stop nothing is left running', async () => {
    const { thread, opened, said } = start([]);
    await vi.waitFor(() => expect(thread.figures().blocks).toBeGreaterThan(10), SOON);
    await thread.stop();
    expect(opened).toHaveLength(1);
    expect(said.filter((line) => line.includes('ended'))).toEqual([]);
  });
});
