import { loadDin } from '../../surfaces/din-load.ts';
import { xTouch } from '../../surfaces/kit.ts';
import { goalRow, infoRow, type Row } from '../row.ts';

const SECONDS = 30;

/**
 * A surface on a DIN cable, in simulated time: 31,250 baud, meters that change with each of their frames, all texts and lights 2.5 times a
 * second. An age is from the change to the last of its bytes on the cable; the timers of the daemon ring up to 1 ms late.
 */
export async function surfaceDinRows(): Promise<readonly Row[]> {
  const load = { seconds: SECONDS, seed: 1, meters: true, textsMs: 400, lateMs: 1 };
  const moving = loadDin(xTouch, { ...load, motors: 8 });
  const still = loadDin(xTouch, { ...load, motors: 0 });
  return [
    goalRow('DIN, 8 motors moving: worst age of a meter, ms', moving.meterWorstMs, { most: 25 }),
    goalRow('DIN, 8 motors moving: places of each fader a second', moving.faderRoundsPerS, { least: 40 }),
    infoRow('DIN, 8 motors moving: worst age of a fader, ms', moving.faderWorstMs),
    infoRow('DIN, 8 motors moving: a text of a full repaint, worst, ms', moving.textWorstMs),
    infoRow('DIN, 8 motors moving: part of the cable in use', moving.load),
    goalRow('DIN, motors at rest: worst age of a meter, ms', still.meterWorstMs, { most: 25 }),
    infoRow('DIN, motors at rest: a text of a full repaint, worst, ms', still.textWorstMs),
  ];
}
