import { describe, expect, test, vi } from 'vitest';
import { Player } from '../../src/engines/embedded/player.ts';
import type { TrackSource } from '../../src/engines/embedded/track.ts';

const BLOCK = 128;
const RATE = 48_000;
const SOON = { interval: 1, timeout: 5000 };

/** A track whose samples say where they are: sample n is n / 2^20. */
const ramp = (frames: number, sampleRate = RATE, name = 'ramp'): TrackSource => ({
  name,
  frames,
  sampleRate,
  read: async (from, into) => {
    for (let i = 0; i < into.length; i++) into[i] = (from + i) / 2 ** 20;
    return into.length;
  },
});
const sine = (frames: number, sampleRate: number, freqHz: number): TrackSource => ({
  ...ramp(frames, sampleRate),
  read: async (from, into) => {
    for (let i = 0; i < into.length; i++) into[i] = Math.sin((2 * Math.PI * freqHz * (from + i)) / sampleRate);
    return into.length;
  },
});

/** Plays blocks, letting the disk come in between, until so many samples of track 1 have been heard. */
async function hear(player: Player, samples: number, track = 0): Promise<Float32Array> {
  const heard = new Float32Array(samples);
  for (let at = 0; at < samples; at += BLOCK) {
    await new Promise(setImmediate);
    player.process();
    heard.set(player.outputs[track]?.subarray(0, Math.min(BLOCK, samples - at)) ?? [], at);
  }
  return heard;
}
const places = (wave: Float32Array) => Array.from(wave, (one) => Math.round(one * 2 ** 20));

async function playing(...tracks: TrackSource[]): Promise<Player> {
  const player = new Player(BLOCK, RATE);
  player.load(tracks);
  player.play();
  // Until the first block is there; it fades in.
  await vi.waitFor(() => {
    player.process();
    expect(player.positionS).toBeGreaterThan(0);
  });
  return player;
}

describe('the player', () => {
  test('loops without a seam, to the sample', async () => {
    const length = 20_011;
    const player = await playing(ramp(length));
    const heard = places(await hear(player, 3 * length));
    for (const [i, place] of heard.entries()) expect(place).toBe((i + BLOCK) % length);
    expect(player.starved).toBe(0);
  });

  test('keeps tracks of unequal length together over the loop', async () => {
    const player = new Player(BLOCK, RATE);
    player.load([ramp(10_007), ramp(4000)]);
    player.play();
    await vi.waitFor(() => {
      player.process();
      expect(player.positionS).toBeGreaterThan(0);
    });
    let place = BLOCK;
    for (let block = 0; block < 300; block++) {
      await new Promise(setImmediate);
      player.process();
      for (let i = 0; i < BLOCK; i++, place = (place + 1) % 10_007) {
        const [long, short] = player.outputs;
        expect(Math.round((long?.[i] ?? 0) * 2 ** 20)).toBe(place);
        expect(Math.round((short?.[i] ?? 0) * 2 ** 20)).toBe(place < 4000 ? place : 0);
      }
    }
  });

  test('plays a 44.1 kHz track at its own pitch', async () => {
    const player = await playing(sine(441_000, 44_100, 1000));
    const heard = (await hear(player, 24_000)).subarray(4800);
    let crossings = 0;
    for (let i = 1; i < heard.length; i++) if ((heard[i - 1] ?? 0) < 0 && (heard[i] ?? 0) >= 0) crossings++;
    expect(crossings).toBeGreaterThanOrEqual(399);
    expect(crossings).toBeLessThanOrEqual(401);
  });

  test('locates to the sample, silently', async () => {
    const player = await playing(ramp(200_000));
    player.locate(2);
    await vi.waitFor(() => {
      player.process();
      expect(player.positionS).toBeGreaterThan(2);
      expect(player.positionS).toBeLessThan(2.1);
    });
    const from = Math.round(player.positionS * RATE);
    expect(places(await hear(player, 4 * BLOCK))).toEqual(Array.from({ length: 4 * BLOCK }, (_, i) => from + i));
  });

  test('starts and stops along a ramp, never with a step', async () => {
    const player = new Player(BLOCK, RATE);
    const loud: TrackSource = { ...ramp(100_000), read: async (_from, into) => into.fill(1).length };
    player.load([loud]);
    player.play();
    const heard: number[] = [];
    await vi.waitFor(() => {
      player.process();
      heard.push(...(player.outputs[0] ?? []));
      expect(heard.at(-1)).toBe(1);
    });
    player.pause();
    for (let block = 0; block < 3; block++) {
      player.process();
      heard.push(...(player.outputs[0] ?? []));
    }
    expect(heard.at(-1)).toBe(0);
    for (let i = 1; i < heard.length; i++) expect(Math.abs((heard[i] ?? 0) - (heard[i - 1] ?? 0))).toBeLessThanOrEqual(1.001 / BLOCK);
  });

  test('tells that a take without a loop has ended, and stands at its start', async () => {
    const player = new Player(BLOCK, RATE);
    player.setLoop(false);
    player.load([ramp(5000)]);
    player.play();
    const ended = vi.fn();
    player.onEnded = ended;
    await vi.waitFor(() => {
      player.process();
      expect(ended).toHaveBeenCalledOnce();
    }, SOON);
    expect(player.positionS).toBe(0);
  });

  test('a disk that is late is heard as silence, and the tracks stay together', async () => {
    let release: (() => void)[] = [];
    const slow: TrackSource = {
      ...ramp(400_000),
      read: async (from, into) => {
        if (from > 0) await new Promise<void>((resolve) => release.push(resolve));
        return ramp(400_000).read(from, into);
      },
    };
    const player = await playing(slow, ramp(400_000));
    for (let block = 0; block < 80; block++) {
      await new Promise(setImmediate);
      player.process();
    }
    expect(player.starved).toBeGreaterThan(0);
    for (let wait = 0; wait < 50; wait++) {
      for (const one of release.splice(0)) one();
      await new Promise(setImmediate);
    }
    release = [];
    player.process();
    const [late, prompt] = player.outputs;
    expect(late?.[0]).toBeGreaterThan(0);
    expect(late).toEqual(prompt);
  });

  test('a file that breaks is named, and the others play on', async () => {
    const broken: TrackSource = { ...ramp(100_000, RATE, '03 Bass'), read: () => Promise.reject(new Error('EIO')) };
    const player = await playing(broken, ramp(100_000));
    expect(player.broken()).toEqual(['03 Bass: EIO']);
    expect(places(await hear(player, BLOCK, 1))[0]).toBeGreaterThan(0);
  });

  test('twice the speed takes half the time', async () => {
    const player = await playing(ramp(400_000));
    player.setSpeed(2);
    const before = player.positionS;
    await hear(player, RATE / 2 - ((RATE / 2) % BLOCK));
    expect(player.positionS - before).toBeCloseTo(1, 1);
  });
});
