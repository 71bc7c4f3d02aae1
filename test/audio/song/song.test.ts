import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { drum } from '../../../src/audio/song/grooves.ts';
import { roughMix } from '../../../src/audio/song/mix.ts';
import { bassLine } from '../../../src/audio/song/parts.ts';
import { renderStems } from '../../../src/audio/song/render.ts';
import { LENGTH, type Note, SAMPLE_RATE, SECTIONS, STEMS, STEP, type StemName, VERSION } from '../../../src/audio/song/song.ts';
import { lead, sax, trumpet } from '../../../src/audio/song/tunes.ts';
import { BLOCK } from '../../../src/engines/embedded/shared.ts';
import { studio } from '../../engines/studio-kit.ts';
import vectors from '../../vectors/audio/song.json' with { type: 'json' };
import { centsFrom, crestDb, db, mean, movementDb, peak, rms, seam } from './measures.ts';

const stems = new Map<string, Float32Array>();

/** The song is rendered once for all tests: 12 to 20 s. */
beforeAll(() => {
  for (const { name, samples } of renderStems()) stems.set(name, samples);
}, 120_000);

function stem(name: StemName): Float32Array {
  const samples = stems.get(name);
  if (!samples) throw new Error(`no stem ${name}`);
  return samples;
}

const part = (samples: Float32Array, section: 'verse' | 'chorus'): Float32Array => {
  const from = SECTIONS.find(({ name }) => name === section)?.bar ?? Number.NaN;
  return samples.subarray(from * 16 * STEP, (from + 8) * 16 * STEP);
};

describe('the song is the same on every machine', () => {
  test('it has twenty stems of one minute, named in the order of the channels', () => {
    expect([...stems.keys()]).toEqual([...STEMS]);
    expect([...stems.values()].map((samples) => samples.length)).toEqual(Array.from({ length: 20 }, () => LENGTH));
    expect(LENGTH / SAMPLE_RATE).toBe(60);
  });

  test('every stem has the bits it had', () => {
    const sums = [...stems].map(([name, samples]) => [name, createHash('sha256').update(bytesOf(samples)).digest('hex').slice(0, 16)]);
    expect(Object.fromEntries(sums)).toEqual(vectors.stems);
  });

  test('the version that a cache is compared with is the start of the sum of all', () => {
    const all = createHash('sha256');
    for (const [name, samples] of stems) all.update(name).update(bytesOf(samples));
    const sum = all.digest('hex');
    expect(sum).toBe(vectors.all);
    expect(sum.startsWith(VERSION)).toBe(true);
    expect(VERSION.length).toBeGreaterThanOrEqual(8);
  });
});

const bytesOf = (samples: Float32Array): Uint8Array => new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);

describe('the stems are recordings one can work with', () => {
  test.each(STEMS)('%s peaks where a soundcheck leaves it and has no DC', (name) => {
    expect(db(peak(stem(name)))).toBeGreaterThan(-11.5);
    expect(db(peak(stem(name)))).toBeLessThan(-6);
    expect(Math.abs(mean(stem(name)))).toBeLessThan(1e-5);
  });

  test.each(STEMS)('%s goes over the loop point as if there were none', (name) => {
    const { step, slope } = seam(stem(name));
    expect(step).toBeLessThanOrEqual(1);
    expect(slope).toBeLessThanOrEqual(1);
  });

  test.each(STEMS)('%s is no bare oscillator', (name) => {
    expect(crestDb(stem(name))).toBeGreaterThan(5.5);
    expect(movementDb(stem(name))).toBeGreaterThan(2);
  });
});

describe('the measures find what they are for', () => {
  const tone = (wave: (turns: number) => number, freqHz = 441.73) =>
    Float32Array.from({ length: 10 * SAMPLE_RATE }, (_, i) => 0.5 * wave((i * freqHz) / SAMPLE_RATE));
  const sine = (turns: number) => Math.sin(2 * Math.PI * turns);
  const waves: readonly (readonly [string, (turns: number) => number])[] = [
    ['a sine', sine],
    ['a square', (turns) => Math.sign(sine(turns))],
    ['a sawtooth', (turns) => 2 * (turns % 1) - 1],
  ];

  test.each(waves)('%s is a bare oscillator, held or keyed', (_name, wave) => {
    const held = tone(wave);
    const keyed = held.map((x, i) => (i % 36_000 < 24_000 ? x : 0));
    expect(crestDb(held)).toBeLessThan(5.5);
    expect(crestDb(keyed)).toBeLessThan(5.5);
    expect(movementDb(held)).toBeLessThan(0.1);
  });

  test('a loop that was cut elsewhere has a seam', () => {
    const cut = tone(sine, 440).subarray(0, 5 * SAMPLE_RATE + 27);
    expect(seam(tone(sine, 440)).step).toBeLessThanOrEqual(1.0001);
    expect(seam(cut).step).toBeGreaterThan(3);
  });

  test('a tone of 6.8 cents above A reads 6.8', () => {
    expect(centsFrom(69, tone(sine), 1000, 5000)).toBeCloseTo(1200 * Math.log2(441.73 / 440), 1);
  });
});

describe('the band plays what is written', () => {
  const melodies: readonly (readonly [StemName, readonly Note[], number])[] = [
    ['Bass DI', bassLine(), 22_000],
    ['Trumpet', trumpet(), 16_000],
    ['Sax', sax(), 16_000],
    ['Vox Lead', lead(), 16_000],
  ];
  test.each(melodies)('%s is in tune: 2 cents on average, no long note out by more than 10', (name, notes, shortest) => {
    const settled = name === 'Bass DI' ? 10_000 : 4000;
    const cents = notes.filter(({ len }) => len > shortest).map(({ at, midi }) => centsFrom(midi, stem(name), at + settled, 5500));
    expect(cents.length).toBeGreaterThan(8);
    expect(Math.abs(cents.reduce((a, b) => a + b) / cents.length)).toBeLessThan(2);
    expect(Math.max(...cents.map(Math.abs))).toBeLessThan(10);
  });

  test('the kick strikes where the score has it', () => {
    const kick = stem('Kick In');
    const strokes = drum('kick');
    expect(strokes.length).toBeGreaterThan(80);
    const twice = new Float32Array(2 * LENGTH); // a stroke on the one may come a hair before the loop point
    twice.set(kick);
    twice.set(kick, LENGTH);
    const near = (from: number, until: number) => peak(twice.subarray(LENGTH + from, LENGTH + until));
    const late = strokes.filter(({ at }) => near(at, at + 480) < 2 * near(at - 960, at));
    expect(late).toEqual([]);
  });

  test('the chorus is louder than the verse, and other players join', () => {
    const gain = (name: StemName) => db(rms(part(stem(name), 'chorus')) / rms(part(stem(name), 'verse')));
    expect(gain('BV 1')).toBeGreaterThan(6);
    expect(gain('Organ')).toBeGreaterThan(6);
    expect(gain('Trumpet')).toBeGreaterThan(3);
    expect(gain('Vox Lead')).toBeGreaterThan(2);
    const band = (section: 'verse' | 'chorus') => [...stems.values()].reduce((sum, samples) => sum + rms(part(samples, section)) ** 2, 0);
    expect(db(Math.sqrt(band('chorus') / band('verse')))).toBeGreaterThan(2);
  });

  test('the drummer plays another groove in the chorus', () => {
    const marks = (section: 'verse' | 'chorus') => {
      const from = SECTIONS.find(({ name }) => name === section)?.bar ?? Number.NaN;
      return drum('kick')
        .filter(({ step }) => step >= from * 16 && step < (from + 2) * 16)
        .map(({ step }) => step % 32);
    };
    expect(marks('verse')).not.toEqual(marks('chorus'));
    expect(marks('chorus').length).toBeGreaterThan(marks('verse').length);
  });
});

test('the rough mix of the whole loop reads -20 LUFS and keeps 1 dB below full scale', { timeout: 60_000 }, async () => {
  const { one, meter } = studio(roughMix('/nowhere'));
  one.player.load(
    [...stems].map(([name, samples]) => ({
      name,
      frames: samples.length,
      sampleRate: SAMPLE_RATE,
      async read(from, into) {
        const piece = samples.subarray(from, from + into.length);
        into.set(piece);
        return piece.length;
      },
    })),
  );
  const ready = () => new Promise((resolve) => setImmediate(resolve));
  await ready();
  let truePeakDb = Number.NEGATIVE_INFINITY;
  // Meters are told every eighth block.
  for (let block = 0; block < LENGTH / BLOCK; block += 8) {
    for (let n = 0; n < 8; n++) one.process();
    truePeakDb = Math.max(truePeakDb, meter('main/meter/truepeak'));
    if (block % 32 === 0) await ready();
  }
  expect(one.player.starved).toBe(0);
  expect(one.mixer.faults).toBe(0);
  expect(meter('main/meter/integrated')).toBeGreaterThan(-20.5);
  expect(meter('main/meter/integrated')).toBeLessThan(-19.5);
  expect(truePeakDb).toBeLessThanOrEqual(-1);
  expect(truePeakDb).toBeGreaterThan(-8);
});
