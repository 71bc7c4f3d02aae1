import { intentsPerSecond } from '../desk-speed.ts';
import { benchOscCodec } from '../osc-codec.ts';
import { infoRow, type Row } from '../row.ts';

/** Parts alone, in this process. The floor of the codec is the `osc` package that does the rest of the work underneath. */
export async function partRows(): Promise<readonly Row[]> {
  const codec = benchOscCodec().flatMap(({ what, writeNs, readNs, packageWriteNs, packageReadNs }) => [
    infoRow(`OSC ${what}: write, ns`, writeNs, packageWriteNs),
    infoRow(`OSC ${what}: read with its check, ns`, readNs, packageReadNs),
  ]);
  return [...codec, infoRow('desk alone: intents per second', intentsPerSecond())];
}
