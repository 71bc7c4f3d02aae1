import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import { AudioThread } from '../../src/engines/embedded/audio-thread.ts';
import type { SoundEvents } from '../../src/engines/embedded/sound.ts';
import { DEFAULT_SIZE, describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { headerBytes, wavHeader, writeSamples } from '../../src/wire/formats/wav-write.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { threadOpener } from '../../src/wire/ports/thread.ts';
import { PrivateJack } from './jack.ts';
import { realPart } from './part.ts';
import { PrivatePipeWire } from './pipewire.ts';

const SOON = { timeout: 15_000, interval: 20 };
const WORKER = new URL('../../dist/engines/embedded/worker.js', import.meta.url);
const quiet: SoundEvents = { meters: () => {}, playing: () => {}, ended: () => {}, recordingEnded: () => {}, say: () => {} };

/** A take of one track: seeded noise that no other sound resembles. */
function noiseTake(folder: string, frames: number): Float32Array {
  let seed = 7;
  const wave = Float32Array.from({ length: frames }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return (seed / 2 ** 31) * 0.25;
  });
  const shape = { channels: 1, sampleRate: 48_000, format: 'f32' } as const;
  const bytes = Buffer.concat([wavHeader(shape, frames), writeSamples(shape, [wave], frames)]);
  expect(bytes.length).toBe(headerBytes(shape) + 4 * frames);
  writeFileSync(join(folder, '01 Noise.wav'), bytes);
  return wave;
}

/** Main as the daemon makes it, and as it left the daemon, found in a recording of the sound server. */
async function playsWhatItComputes(
  env: Readonly<Record<string, string>>,
  output: string,
  record: () => { bytes: () => Buffer; stop: () => void },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-take-'));
  noiseTake(folder, 96_000);
  const before = { ...process.env };
  Object.assign(process.env, env);
  const layout = buildLayout(describeMixer(DEFAULT_SIZE));
  const id = (path: string) => layout.byPath.get(path)?.id ?? -1;
  const sound = new AudioThread({
    open: threadOpener(WORKER),
    clock: systemClock,
    takes: folder,
    sound: { output, input: 'none', inputChannels: 0, latencyMs: 40 },
  });
  try {
    const values = layout.parameters.map((parameter) => [parameter.id, parameter.start] as const);
    const set = new Map<number, number | string>([
      [id('ch/1/source'), 1],
      [id('player/folder'), folder],
      [id('player/state'), 1],
    ]);
    sound.start(
      layout,
      DEFAULT_SIZE,
      values.map(([at, value]) => [at, set.get(at) ?? value] as const),
      quiet,
    );
    await vi.waitFor(() => expect(sound.state().output).toBe(output), SOON);
    const recorded = record();
    const computed: Float32Array[] = [];
    sound.listen('main', (block) => computed.push(block.slice()));
    // Without realtime priority a busy machine loses a period of the server now and then: an unbroken piece comes.
    await vi.waitFor(() => expect(unbrokenPieces(computed, recorded.bytes())).toBeGreaterThan(0), { timeout: 100_000, interval: 3000 });
    recorded.stop();
  } finally {
    await sound.stop();
    for (const name of Object.keys(env)) process.env[name] = before[name];
    rmSync(folder, { recursive: true, force: true });
  }
}

// Beside an emulated machine and a browser it takes a while until a quarter of a second is whole.
vi.setConfig({ testTimeout: 150_000 });

/** A quarter of a second. */
const PIECE = 12_000;

/** How many pieces of what was computed stand in the recording, equal sample by sample. */
function unbrokenPieces(computed: readonly Float32Array[], bytes: Buffer): number {
  const whole = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 8)));
  const left = (wave: Float32Array) => Float32Array.from({ length: wave.length / 2 }, (_, i) => wave[2 * i] ?? 0);
  const made = left(Float32Array.from(computed.flatMap((block) => [...block])));
  const heard = left(whole);
  const same = (start: number, piece: Float32Array) => piece.every((one, i) => Math.abs((heard[start + i] ?? 9) - one) < 1e-6);
  let found = 0;
  for (let from = 0; from + PIECE <= made.length; from += PIECE) {
    const piece = made.subarray(from, from + PIECE);
    // Silence before the take proves nothing.
    if (!piece.some((one) => Math.abs(one) > 0.05)) continue;
    if (heard.some((_, start) => same(start, piece))) found++;
  }
  return found;
}

realPart('PipeWire', ['pipewire', 'wireplumber', 'pipewire-pulse', 'pactl', 'pacat', 'parec', 'dbus-daemon', 'pw-metadata'], () => {
  let server: PrivatePipeWire;
  beforeAll(async () => {
    server = await PrivatePipeWire.start();
  });
  afterAll(() => server.stop());

  test('what the mixer computes leaves through PulseAudio, sample by sample', () =>
    playsWhatItComputes(server.env, 'pulse', () => server.record()));
});

realPart('JACK', ['jackd', 'jack_lsp', 'jack-stdin', 'jack-stdout', 'jack_connect'], () => {
  let server: PrivateJack;
  beforeAll(async () => {
    server = await PrivateJack.start();
  });
  afterAll(() => server?.stop());

  test('what the mixer computes leaves through JACK, sample by sample', () =>
    playsWhatItComputes(server.env, 'jack', () => {
      const parts: Buffer[] = [];
      const child = spawn('jack-stdout', ['-q', '-e', 'float', '-L', '-S', '4096', 'jstdin:input1', 'jstdin:input2'], {
        env: { ...process.env, ...server.env },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      child.stdout.on('data', (part: Buffer) => parts.push(part));
      return { bytes: () => Buffer.concat(parts), stop: () => child.kill() };
    }));
});
