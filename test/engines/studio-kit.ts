import { buildLayout } from '../../src/desk/layout.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { readValue, type Stored } from '../../src/desk/value.ts';
import { type AudioConfig, BLOCK, shareArrays, ValueWriter } from '../../src/engines/embedded/shared.ts';
import { Studio } from '../../src/engines/embedded/studio.ts';
import { DEFAULT_SIZE, describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { wire } from '../../src/engines/embedded/wiring.ts';
import { kernelBytes } from '../audio/kernel-bytes.ts';

export const layout = buildLayout(describeMixer(DEFAULT_SIZE));
export const wiring = wire(layout, DEFAULT_SIZE);
const idOf = (path: string): number => {
  const parameter = layout.byPath.get(path);
  if (!parameter) throw new Error(`no ${path}`);
  return parameter.id;
};

/** The audio thread's inside on the whole layout, with values by path and one live input. */
export function studio(values: readonly (readonly [string, unknown])[]) {
  const arrays = shareArrays(layout.parameters.length, layout.meters.length);
  const writer = new ValueWriter(arrays);
  const stored = new Map<number, Stored>(layout.parameters.map((parameter) => [parameter.id, parameter.start]));
  const set = (path: string, value: unknown): void => {
    const parameter = layout.parameters[idOf(path)];
    const read = parameter && readValue(parameter, value);
    if (read === undefined || isRefusal(read)) throw new Error(`${path}: ${String(value)}`);
    stored.set(idOf(path), read);
    const number = wiring.convert(idOf(path), read);
    writer.write(idOf(path), Number.isNaN(number) ? 0 : number);
    writer.publish();
  };
  for (const [id, value] of stored) {
    const number = wiring.convert(id, value);
    writer.write(id, Number.isNaN(number) ? 0 : number);
  }
  for (const [path, value] of values) set(path, value);
  writer.publish();
  const { channels, buses, fx, dcas, groups, tracks } = DEFAULT_SIZE;
  const config: AudioConfig = {
    shape: { channels, buses, fx, dcas, groups },
    arrays,
    targetOf: wiring.targetOf,
    settingOf: wiring.settingOf,
    meterOf: wiring.meterOf,
    transport: {
      state: idOf('player/state'),
      position: idOf('player/position'),
      loop: idOf('player/loop'),
      speed: idOf('player/speed'),
      loudnessReset: idOf('main/loudness/reset'),
    },
    sourceOf: Int32Array.from({ length: channels }, (_, n) => idOf(`ch/${n + 1}/source`)),
    tracks,
    sound: { output: 'none', input: 'none', inputChannels: 1, latencyMs: 20 },
  };
  const one = new Studio(config, kernelBytes());
  let at = 0;
  const run = (blocks: number, level = 0.25): void => {
    for (let n = 0; n < blocks; n++) {
      one.inputs.push(
        Float32Array.from({ length: BLOCK }, (_, i) => level * Math.sin((2 * Math.PI * 1000 * (at + i)) / 48_000)),
        1,
      );
      at += BLOCK;
      one.process();
    }
  };
  const meter = (path: string): number =>
    new Float32Array(arrays.meters)[layout.meters.findIndex((point) => point.path === path)] ?? Number.NaN;
  return { one, set, run, meter, arrays };
}
