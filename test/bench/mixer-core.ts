import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Mixer } from '../../src/audio/mixer.ts';
import { DEFAULT_SHAPE, type MixerShape, RackType, Setting, Tap } from '../../src/audio/settings.ts';

export interface MixerCoreResult {
  readonly what: string;
  /** Seconds of audio for a second of CPU, copying the inputs included: what other processes take does not count. */
  readonly timesRealTime: number;
  /** Per block of 128 samples, by the wall clock: what other processes take counts. */
  readonly p50Us: number;
  readonly p999Us: number;
  readonly maxUs: number;
}

const kernel = (): Uint8Array => readFileSync(new URL('../../dist/audio/kernel/kernel.wasm', import.meta.url));

/** Low cut 24 dB/oct, four bands, gate, compressor, pan, fader. */
function fullStrip(mixer: Mixer, strip: number): void {
  const set = (setting: number, value: number): void => mixer.set(strip, setting, value);
  set(Setting.fader, -6);
  set(Setting.pan, (strip * 37) % 100);
  set(Setting.hpfOn, 1);
  for (let band = 0; band < 4; band++) {
    set(Setting.eqFreq + band, 90 * 4 ** band + strip);
    set(Setting.eqGain + band, band % 2 ? -4 : 3);
  }
  set(Setting.gateOn, 1);
  set(Setting.dynOn, 1);
}

function sends(mixer: Mixer, strip: number): void {
  for (let bus = 0; bus < mixer.targets.shape.buses; bus++) {
    mixer.set(strip, Setting.sendLevel + bus, -12);
    mixer.set(strip, Setting.sendTap + bus, bus % 2 ? Tap.pre : Tap.post);
  }
}

/** 32 full strips with eight sends each, into main; nothing after them. The least a mixer of this size can be. */
function strips(): Mixer {
  const mixer = new Mixer({ ...DEFAULT_SHAPE, fx: 0 }, kernel());
  for (let channel = 0; channel < 32; channel++) {
    fullStrip(mixer, mixer.targets.channel(channel));
    sends(mixer, mixer.targets.channel(channel));
  }
  mixer.set(mixer.targets.desk, Setting.limiterOn, 0);
  return mixer;
}

/** The default layout with everything on: high cuts, delays, racks, fx returns with sends, main, limiter, loudness. */
function everything(shape: MixerShape): Mixer {
  const mixer = new Mixer(shape, kernel());
  const { targets } = mixer;
  for (let strip = 0; strip < targets.strips; strip++) {
    fullStrip(mixer, strip);
    mixer.set(strip, Setting.lpfOn, 1);
    mixer.set(strip, Setting.delayOn, 1);
    mixer.set(strip, Setting.delayTime, 5);
    mixer.set(strip, Setting.toMain, 1);
    sends(mixer, strip);
  }
  for (let fx = 0; fx < shape.fx; fx++) {
    // From a bus the fx returns do not reach too loud to run away.
    for (let bus = 0; bus < shape.buses; bus++) mixer.set(targets.fx(fx), Setting.sendLevel + bus, -40);
    mixer.set(targets.rack(fx), Setting.rackOn, 1);
    mixer.set(targets.rack(fx), Setting.rackType, fx % 2 ? RackType.delay : RackType.reverb);
    mixer.set(targets.rack(fx), Setting.rackSource, shape.buses - 1 - fx);
  }
  return mixer;
}

function measure(what: string, mixer: Mixer, seconds: number): MixerCoreResult {
  const { sampleRate, block } = mixer.targets.shape;
  const blocks = Math.round((seconds * sampleRate) / block);
  const us = new Float64Array(blocks);
  let seed = 1;
  const noise = mixer.inputs.map((input) =>
    Float32Array.from({ length: input.length * 8 }, () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
      return seed / 2 ** 33;
    }),
  );
  let before = process.cpuUsage();
  for (let k = -500; k < blocks; k++) {
    if (k === 0) before = process.cpuUsage();
    const from = ((k + 500) % 8) * block;
    for (let c = 0; c < noise.length; c++) mixer.inputs[c]?.set(noise[c]?.subarray(from, from + block) ?? []);
    const start = performance.now();
    mixer.process();
    if (k >= 0) us[k] = (performance.now() - start) * 1000;
  }
  const { user, system } = process.cpuUsage(before);
  us.sort();
  const at = (share: number): number => us[Math.min(blocks - 1, Math.floor(share * blocks))] ?? 0;
  return { what, timesRealTime: (blocks * block * 1e6) / sampleRate / (user + system), p50Us: at(0.5), p999Us: at(0.999), maxUs: at(1) };
}

/** Speed of the DSP core, one thread. @param seconds of audio each */
export function benchMixerCore(seconds = 10): MixerCoreResult[] {
  return [
    measure('32 full strips, 8 sends each, plain buses and main', strips(), seconds),
    measure('whole default layout, everything on', everything(DEFAULT_SHAPE), seconds),
    measure('whole default layout, silent start', new Mixer(DEFAULT_SHAPE, kernel()), seconds),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const r of benchMixerCore()) {
    const us = (value: number): string => value.toFixed(0).padStart(6);
    console.log(
      `${r.timesRealTime.toFixed(1).padStart(7)} x real time, us a block p50/p99.9/max${us(r.p50Us)}${us(r.p999Us)}${us(r.maxUs)}  ${r.what}`,
    );
  }
}
