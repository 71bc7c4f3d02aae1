/**
 * The rough mix of the demo song, in the desk's words: what a fresh show comes up with. Levels in dB, frequencies in Hz, times
 * in ms (decay in s), pan -100..100. It leaves an engineer something to do: see the README for what is in each stem.
 */
import { MIX, type MixStrip } from './mix-strips.ts';

const DCAS = ['Drums', 'Bass', 'Guitars', 'Keys', 'Horns', 'Vocals'] as const;
const GROUPS = ['Drums', 'Band', 'Vocals', 'Click, Talkback'] as const;

export type MixValue = readonly [path: string, value: number | boolean | string];

const REST: readonly MixValue[] = [
  ['bus/7/name', 'Reverb'],
  ['bus/7/color', 'cyan'],
  ['bus/8/name', 'Delay'],
  ['bus/8/color', 'cyan'],
  ['rack/1/type', 'reverb'],
  ['rack/1/source', 'bus/7'],
  ['rack/1/decay', 1.9],
  ['rack/1/predelay', 28],
  ['rack/1/lowcut', 180],
  ['rack/1/highcut', 7500],
  ['rack/2/type', 'delay'],
  ['rack/2/source', 'bus/8'],
  ['rack/2/time', 468.8],
  ['rack/2/feedback', 28],
  ['rack/2/pingpong', true],
  ['rack/2/lowcut', 250],
  ['rack/2/highcut', 4500],
  ['fx/1/name', 'Reverb'],
  ['fx/1/color', 'cyan'],
  ['fx/2/name', 'Delay'],
  ['fx/2/color', 'cyan'],
  ['fx/2/fader', -2],
  ['main/name', 'Main'],
  ['main/eq/1/freq', 60],
  ['main/eq/1/gain', 0.5],
  ['main/eq/4/freq', 11_000],
  ['main/eq/4/gain', 1],
  ['main/dyn/on', true],
  ['main/dyn/threshold', -14],
  ['main/dyn/ratio', 1.5],
  ['main/dyn/attack', 30],
  ['main/dyn/release', 200],
  ['main/dyn/makeup', 1.2],
  ['player/state', 'play'],
];

/** @param folder where the stems are */
export function roughMix(folder: string): MixValue[] {
  const named = (kind: string, names: readonly string[]): MixValue[] => names.map((name, n) => [`${kind}/${n + 1}/name`, name]);
  return [...MIX.flatMap(stripValues), ...named('dca', DCAS), ...named('group', GROUPS), ...REST, ['player/folder', folder]];
}

function stripValues(strip: MixStrip, index: number): MixValue[] {
  const values: MixValue[] = [];
  const put = (leaf: string, value: MixValue[1] | undefined): void => {
    if (value !== undefined) values.push([`ch/${index + 1}/${leaf}`, value]);
  };
  for (const leaf of ['name', 'color', 'icon', 'fader', 'pan', 'mute'] as const) put(leaf, strip[leaf]);
  put('source', `player/${index + 1}`);
  put('hpf/on', strip.lowCut === undefined ? undefined : true);
  put('hpf/freq', strip.lowCut);
  for (const [n, [type, freq, gain, q]] of strip.eq.entries()) {
    for (const [leaf, value] of Object.entries({ type, freq, gain, q })) put(`eq/${n + 1}/${leaf}`, value);
  }
  const section = (name: string, leaves: readonly string[], numbers: readonly number[] | undefined): void => {
    if (!numbers) return;
    put(`${name}/on`, true);
    for (const [n, leaf] of leaves.entries()) put(`${name}/${leaf}`, numbers[n]);
  };
  section('gate', ['threshold', 'range', 'attack', 'hold', 'release'], strip.gate);
  section('dyn', ['threshold', 'ratio', 'knee', 'attack', 'release', 'makeup'], strip.dyn);
  put('send/7/level', strip.reverb);
  put('send/8/level', strip.delay);
  if (strip.dca !== undefined) put(`dca/${strip.dca}`, true);
  put(`group/${strip.group}`, true);
  return values;
}
