/** Percent of one core that each rack and mastering part takes at 48 kHz, blocks of 128, all active. Run: npx tsx test/bench/audio-parts.ts */
import { PerformanceObserver } from 'node:perf_hooks';
import { Delay } from '../../src/audio/delay.ts';
import { Limiter } from '../../src/audio/limiter.ts';
import { LoudnessMeter } from '../../src/audio/loudness.ts';
import { Resampler } from '../../src/audio/resample.ts';
import { Reverb } from '../../src/audio/reverb.ts';
import { TruePeakMeter } from '../../src/audio/truepeak.ts';

const RATE_HZ = 48_000;
const BLOCK = 128;
const SECONDS = 7;
const ROUNDS = 5;

const left = Float32Array.from({ length: BLOCK * 64 }, () => Math.random() * 2 - 1);
const right = Float32Array.from({ length: BLOCK * 64 }, () => Math.random() * 2 - 1);
const outL = new Float32Array(BLOCK);
const outR = new Float32Array(BLOCK);
const outs = [outL, outR];

type Part = (inL: Float32Array, inR: Float32Array) => void;

function reverb(): Part {
  const part = new Reverb(RATE_HZ);
  part.setLowcut(120);
  part.setHighcut(8000);
  return (l, r) => part.process(l, r, outL, outR, BLOCK);
}

function delay(): Part {
  const part = new Delay(RATE_HZ);
  part.setLowcut(120);
  part.setHighcut(6000);
  part.setPingPong(true);
  return (l, r) => part.process(l, r, outL, outR, BLOCK);
}

function limiter(): Part {
  const part = new Limiter(RATE_HZ);
  part.setCeiling(-3);
  return (l, r) => part.process(l, r, outL, outR, BLOCK);
}

function loudness(): Part {
  const part = new LoudnessMeter(RATE_HZ);
  const channels: Float32Array[] = [left, right];
  let blocks = 0;
  return (l, r) => {
    channels[0] = l;
    channels[1] = r;
    part.process(channels, BLOCK);
    if (++blocks % 38 === 0) part.integratedLufs; // read ten times a second, as a mixer does
  };
}

function truePeak(): Part {
  const part = new TruePeakMeter(2);
  const channels: Float32Array[] = [left, right];
  return (l, r) => {
    channels[0] = l;
    channels[1] = r;
    part.process(channels, BLOCK);
  };
}

function resampler(): Part {
  const part = new Resampler(2, 44_100 / 48_000);
  const channels: Float32Array[] = [left, right];
  return (l, r) => {
    channels[0] = l;
    channels[1] = r;
    part.push(channels, 0, Math.min(BLOCK, part.framesNeeded(BLOCK)));
    part.pull(outs, BLOCK);
  };
}

let warmMs = 0;

/** Median over rounds of seconds of work per second of audio. */
function load(make: () => Part): number {
  const part = make();
  const ins = Array.from(
    { length: 64 },
    (_, k) => [left.slice(k * BLOCK, (k + 1) * BLOCK), right.slice(k * BLOCK, (k + 1) * BLOCK)] as const,
  );
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const begin = performance.now();
    if (round === 1) warmMs = begin; // what the compiler allocates before is not the part's
    for (let k = 0; k < (SECONDS * RATE_HZ) / BLOCK; k++) {
      const [l, r] = ins[k % 64] as (typeof ins)[number]; // 64 blocks, as made above
      part(l, r);
    }
    if (round > 0) times.push((performance.now() - begin) / 1000 / SECONDS);
  }
  times.sort((a, b) => a - b);
  return times[ROUNDS >> 1] ?? Number.NaN;
}

const parts = {
  reverb,
  delay,
  limiter,
  'loudness with true peak': loudness,
  'true peak alone': truePeak,
  'resampler 44.1 to 48, stereo': resampler,
};
let collections = 0;
const watch = new PerformanceObserver((list) => {
  for (const { startTime } of list.getEntries()) if (startTime > warmMs) collections++;
});
watch.observe({ entryTypes: ['gc'] });
const turn = () => new Promise((resolve) => setImmediate(resolve));

for (const [name, make] of Object.entries(parts)) {
  const percent = load(make) * 100;
  await turn();
  console.log(`${name.padEnd(30)} ${percent.toFixed(2)} % of a core, ${collections} garbage collections in ${SECONDS * ROUNDS} s of audio`);
  collections = 0;
}
watch.disconnect();
