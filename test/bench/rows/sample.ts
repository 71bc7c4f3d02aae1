import { readFrame, readLevels } from '../../../src/remote/protocol/frames.ts';
import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { percentile, seeded } from '../kit/stats.ts';
import { playTone } from '../kit/tone.ts';
import { sleep, until } from '../kit/wait.ts';
import { goalRow, infoRow, type Row } from '../row.ts';

const TRIALS = 150;
const RATE = 48_000;
/** Made ahead of the clock, see src/engines/embedded/worker.ts: half the default latency of 20 ms, and the block in the making. */
const QUEUE_MS = 10;
const BLOCK_MS = 128 / 48;
/** Three steps of a 16-bit sample: what is louder is no silence. */
const HEARD = 3;
const SEEN_DB = -60;

/** What came by the WebSocket, in time. */
class Ears {
  /** Least difference of a frame's arrival to the time its last sample stands for (ms): the moment a sample is made. */
  #originMs = Number.POSITIVE_INFINITY;
  #silent = false;
  /** Number of the first sample that is heard after a silence. */
  onset: number | undefined;
  /** When the meter showed it. */
  meterMs: number | undefined;
  frames = 0;

  take(bytes: Buffer, atMs: number): void {
    const frame = readFrame(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (frame?.kind === 'pcm') this.#sound(frame.sequence, frame.payload, atMs);
    if (frame?.kind === 'meters' && (readLevels(frame.payload)[0] ?? 0) > SEEN_DB) this.meterMs ??= atMs;
  }

  listen(): void {
    this.onset = undefined;
    this.meterMs = undefined;
  }

  get isSilent(): boolean {
    return this.#silent;
  }

  madeMs(sample: number): number {
    return this.#originMs + (1000 * sample) / RATE;
  }

  #sound(sequence: number, payload: DataView, atMs: number): void {
    const samples = payload.byteLength / 4;
    const first = sequence * samples;
    this.frames += 1;
    this.#originMs = Math.min(this.#originMs, atMs - (1000 * (first + samples)) / RATE);
    let loud = -1;
    for (let at = 0; at < samples && loud < 0; at++) if (Math.abs(payload.getInt16(at * 4, true)) > HEARD) loud = at;
    if (loud >= 0) this.onset ??= first + loud;
    this.#silent = loud < 0;
  }
}

/** A mute is opened by WebSocket: when its first sample is made, when it leaves the queue, and when a meter shows it. */
export async function sampleRows(): Promise<readonly Row[]> {
  const daemon = await Daemon.start();
  const client = await DeskClient.open(daemon.ws);
  const ears = new Ears();
  client.frame = (bytes, atMs) => ears.take(bytes, atMs);
  await playTone(client);
  await client.ask({ t: 'view', points: ['ch/1/meter/post'], rate: 50 });
  await client.ask({ t: 'listen', source: 'main' });
  if (Number.isNaN(await until(() => ears.onset !== undefined, 5000))) throw new Error('no sound came by the WebSocket');
  const trials = await run(client, ears);
  client.close();
  await daemon.stop();
  const made = trials.map(({ saidMs, onset }) => ears.madeMs(onset) - saidMs);
  const meter = trials.map(({ onset, meterMs }) => meterMs - ears.madeMs(onset));
  return [
    goalRow(
      `set to first sample out of the ${QUEUE_MS} ms queue, p99 of ${trials.length}, ms`,
      percentile(made, 99) + QUEUE_MS + BLOCK_MS,
      {
        most: 15,
      },
    ),
    infoRow('set to first sample made, p50, ms', percentile(made, 50)),
    goalRow('audio to meter client, p99, ms', percentile(meter, 99), { most: 30 }),
    infoRow('audio to meter client, p50, ms', percentile(meter, 50)),
  ];
}

interface Trial {
  readonly saidMs: number;
  readonly onset: number;
  readonly meterMs: number;
}

async function run(client: DeskClient, ears: Ears): Promise<Trial[]> {
  const random = seeded(2);
  const trials: Trial[] = [];
  for (let n = 0; n < TRIALS; n++) {
    client.set('ch/1/mute', true);
    await sleep(60);
    await until(() => ears.isSilent, 2000);
    // The meter falls by itself; it has to be dark before it can show something new.
    await sleep(60 + random() * 40);
    ears.listen();
    const saidMs = performance.now();
    client.set('ch/1/mute', false);
    await until(() => ears.onset !== undefined && ears.meterMs !== undefined, 2000);
    if (ears.onset !== undefined && ears.meterMs !== undefined) trials.push({ saidMs, onset: ears.onset, meterMs: ears.meterMs });
  }
  if (trials.length < TRIALS) throw new Error(`${TRIALS - trials.length} of ${TRIALS} sets were never heard or seen`);
  return trials;
}
