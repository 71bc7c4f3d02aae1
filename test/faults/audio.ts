import { readFrame } from '../../src/remote/protocol/frames.ts';
import { Daemon } from '../bench/kit/daemon.ts';
import { DeskClient } from '../bench/kit/desk-client.ts';
import { playTone } from '../bench/kit/tone.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { all, type Fault, ms } from './fault.ts';
import { Probe } from './probe.ts';

const HOOK = new URL('./hook.mjs', import.meta.url).pathname;

/** Highest sample of a sound frame, dBFS. */
function peakDb(payload: DataView): number {
  let peak = 0;
  for (let at = 0; at + 1 < payload.byteLength; at += 2) peak = Math.max(peak, Math.abs(payload.getInt16(at, true)));
  return 20 * Math.log10(peak / 32_768);
}

const crash: Fault = async () => {
  const daemon = await Daemon.start({ node: ['--import', HOOK], env: { DESKBRIDGE_FAULT: 'thread' } });
  const client = await DeskClient.open(daemon.ws);
  await playTone(client);
  await client.ask({ t: 'set', path: 'ch/1/fader', value: -14.5 });
  const heard: { readonly atMs: number; readonly db: number }[] = [];
  client.frame = (bytes, atMs) => {
    const frame = readFrame(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (frame?.kind === 'pcm') heard.push({ atMs, db: peakDb(frame.payload) });
  };
  await client.ask({ t: 'listen', source: 'main' });
  await until(() => heard.length > 50);
  const before = heard.at(-1)?.db ?? Number.NEGATIVE_INFINITY;
  const probe = await Probe.start(daemon);
  probe.fresh();
  const lines = daemon.lines.length;
  const startMs = performance.now();
  daemon.signal('SIGUSR2');
  const detectMs = await until(() => daemon.lines.slice(lines).some((line) => /audio thread ended/.test(line)), 3000);
  // What was made before is still on its way; sound is back when a frame later than the news of the crash is as loud as before.
  const isBack = (): boolean => heard.some(({ atMs, db }) => atMs > startMs + detectMs + 20 && Math.abs(db - before) < 0.2);
  await until(isBack, 5000);
  const back = heard.find(({ atMs, db }) => atMs > startMs + detectMs + 20 && Math.abs(db - before) < 0.2);
  const recoverMs = back ? back.atMs - startMs : Number.NaN;
  await sleep(1000);
  const after = heard.at(-1)?.db ?? Number.NEGATIVE_INFINITY;
  const felt = await probe.felt();
  const { restarts = 0 } = await daemon.figures();
  probe.stop();
  client.close();
  await daemon.stop();
  return [
    {
      fault: 'audio thread ends while it plays',
      detectMs,
      recoverMs,
      lost: felt.lost,
      goal: 'sound as it was left <= 1 s, control goes on',
      ok: all(recoverMs <= 1000, Math.abs(after - before) < 0.2, restarts === 1, felt.lost === 0),
      seen: `ended by a module loaded before the daemon; ${before.toFixed(2)} dBFS before, ${after.toFixed(2)} after, ${restarts} restart, control p99 ${ms(felt.p99Ms)}`,
    },
  ];
};

export const audioFaults: Readonly<Record<string, Fault>> = { 'audio thread': crash };
