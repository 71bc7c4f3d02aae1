import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { OscClient } from '../kit/osc-client.ts';
import { highest, stepsBack } from '../kit/stats.ts';
import { sleep, until } from '../kit/wait.ts';
import { goalRow, type Row } from '../row.ts';

const MOVES = 1000;
const BURSTS = 12;
const ADDRESS = '/ch/1/fader';

/** The limits of a fresh show: above 200 messages a second the door keeps the newest of each fader. */
export async function burstRows(): Promise<readonly Row[]> {
  const daemon = await Daemon.start();
  const osc = await OscClient.open(daemon.osc);
  await osc.followFaders(32);
  const client = await DeskClient.open(daemon.ws);
  const newestMs: number[] = [];
  let back = 0;
  for (let burst = 0; burst < BURSTS; burst++) {
    const heard: { readonly value: number; readonly atMs: number }[] = [];
    osc.hear = ({ address, args }, atMs) => {
      if (address === ADDRESS && typeof args[0] === 'number') heard.push({ value: args[0], atMs });
    };
    // -90.0 to +9.9 dB in steps of the grid: every move is a change, and rises.
    for (let move = 0; move < MOVES; move++) client.set('ch/1/fader', Math.round(-900 + move) / 10);
    const sentMs = performance.now();
    const last = Math.fround((-900 + MOVES - 1) / 10);
    await until(() => heard.some(({ value }) => value === last), 3000);
    newestMs.push((heard.find(({ value }) => value === last)?.atMs ?? Number.NaN) - sentMs);
    // The bottom of the next burst comes only when nothing of this one is under way.
    await sleep(1100);
    back += stepsBack(heard.map(({ value }) => value));
    client.set('ch/1/fader', -90);
    await sleep(100);
  }
  osc.close();
  client.close();
  await daemon.stop();
  return [
    goalRow(
      `burst of ${MOVES} moves on one fader: newest at OSC, worst of ${BURSTS}, ms`,
      newestMs.some(Number.isNaN) ? Number.NaN : highest(newestMs),
      {
        most: 10,
      },
    ),
    goalRow('burst: older values after newer ones', back, { most: 0 }),
  ];
}
