import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { Helper } from '../kit/helper.ts';
import { sleep } from '../kit/wait.ts';
import type { MixerCoreResult } from '../mixer-core.ts';
import { goalRow, infoRow, type Row } from '../row.ts';

const CORE = new URL('../mixer-process.ts', import.meta.url);
/** A block of 2.67 ms that takes longer than what the queue holds is heard. */
const QUEUE_MS = 10;
const MINUTE_MS = 60_000;
const MOVE_MS = 5;

/** The DSP alone, a minute of audio in one go, on one core. */
export async function coreRows(): Promise<readonly Row[]> {
  const { helper, ready } = await Helper.start<{ s: number }, readonly MixerCoreResult[]>(CORE, ['60'], 1);
  helper.end();
  const [strips, whole, silent] = ready;
  const speed = (result: MixerCoreResult | undefined): number => result?.timesRealTime ?? Number.NaN;
  return [
    goalRow('mixer: 32 full strips with 8 sends each, x real time on one core', speed(strips), { least: 25 }),
    goalRow('mixer: whole default layout, everything on, x real time on one core', speed(whole), { least: 15 }),
    goalRow('mixer: slowest block of a minute, ms (the queue holds 10)', (whole?.maxUs ?? Number.NaN) / 1000, {
      most: QUEUE_MS,
    }),
    infoRow('mixer: everything on, block p99.9, ms', (whole?.p999Us ?? Number.NaN) / 1000),
    infoRow('mixer: default layout at its start, x real time on one core', speed(silent)),
  ];
}

/** The running daemon for a minute while a hand moves faders, by its own figures. */
export async function queueRows(): Promise<readonly Row[]> {
  const daemon = await Daemon.start({ yaml: 'engines: {foh: {type: embedded}}\ndoors: {http: {rate: 10000}}\n' });
  const client = await DeskClient.open(daemon.ws);
  await sleep(2000);
  const before = await daemon.figures();
  const endMs = performance.now() + MINUTE_MS;
  for (let step = 0; performance.now() < endMs; step++) {
    client.set(`ch/${(step % 32) + 1}/fader`, -40 + (Math.floor(step / 32) % 400) / 10);
    await sleep(MOVE_MS);
  }
  const after = await daemon.figures();
  client.close();
  await daemon.stop();
  const grown = (name: string): number => (after[name] ?? Number.NaN) - (before[name] ?? Number.NaN);
  return [
    goalRow('daemon for a minute under control: times the 10 ms queue ran dry', grown('dryQueue'), { most: 0 }),
    infoRow('daemon for a minute: blocks late (over 2.67 ms)', grown('lateBlocks')),
    infoRow('daemon for a minute: slowest block since its start, ms', after.slowestBlockMs ?? Number.NaN),
    infoRow('daemon for a minute: load of the audio thread, % of a core', after.loadPercent ?? Number.NaN),
  ];
}
