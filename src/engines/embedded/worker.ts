import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type OpenTake, openMultitrack } from '../../wire/ports/multitrack.ts';
import { chooseOut } from '../../wire/ports/sound/choose.ts';
import { openInput } from '../../wire/ports/sound/input.ts';
import { isNotThere, type SoundIn, type SoundOut } from '../../wire/ports/sound/sound-port.ts';
import { TakeWriter } from '../../wire/ports/take-writer.ts';
import { Pacer } from './pacer.ts';
import { Recorder } from './recorder.ts';
import { type AudioConfig, BLOCK, type FromAudio, SAMPLE_RATE, Status, type ToAudio } from './shared.ts';
import { Studio } from './studio.ts';

/** The thread looks after its queue so often (ms); the queue is longer. */
const LOOK_MS = 2;
/** Pauses before a lost output is opened again (ms). */
const RETRY_MS = [500, 1000, 2000, 5000] as const;
/** A lost output is looked for so often while there is none (ms). */
const SEEK_MS = 10_000;
const SEEK_FOLDER_MS = 1000;

const config: AudioConfig = workerData;
const studio = new Studio(config, readFileSync(new URL('../../audio/kernel/kernel.wasm', import.meta.url)));
const status = new Status(config.arrays);
const pacer = new Pacer(SAMPLE_RATE, BLOCK, Math.max(10, config.sound.latencyMs / 2), performance.now());

let out: SoundOut | undefined;
let input: SoundIn | undefined;
let take: OpenTake | undefined;
let stopping = false;
let tries = 0;

const tell = (message: FromAudio): void => parentPort?.postMessage(message);
const say = (line: string): void => tell({ t: 'say', line });
const recorder = new Recorder({
  open: (folder, names, events) => TakeWriter.open(folder, names, SAMPLE_RATE, events),
  say,
  onEnded: (reason) => tell({ t: 'recording-ended', reason }),
});

/** Makes the blocks that are due. */
function look(): void {
  const started = performance.now();
  const latencyMs = out?.latencyMs();
  if (latencyMs !== undefined) pacer.follow(latencyMs, config.sound.latencyMs);
  const blocks = pacer.due(started);
  for (let n = 0; n < blocks; n++) {
    const before = performance.now();
    studio.process();
    out?.write(studio.out);
    recorder.write(studio.raw, BLOCK);
    const tookMs = performance.now() - before;
    if (tookMs > status.get('slowestBlockMs')) status.set('slowestBlockMs', tookMs);
    if (tookMs > (1000 * BLOCK) / SAMPLE_RATE) status.set('lateBlocks', status.get('lateBlocks') + 1);
  }
  measure(started, blocks);
  if (!stopping) setTimeout(look, LOOK_MS);
}

/** Share of a core, smoothed over a second or so. */
function measure(started: number, blocks: number): void {
  status.set('dryQueue', pacer.dry);
  if (blocks === 0) return;
  const percent = (100 * (performance.now() - started)) / ((blocks * 1000 * BLOCK) / SAMPLE_RATE);
  const before = status.get('loadPercent');
  status.set('loadPercent', before + (percent - before) * Math.min(1, blocks * 0.003));
}

async function openOutput(): Promise<void> {
  const { output, file, latencyMs } = config.sound;
  const choice = await chooseOut(output, { sampleRate: SAMPLE_RATE, latencyMs, onLost: lostOutput }, file);
  if (stopping) return void choice.out?.close();
  out = choice.out;
  tell({ t: 'output', output: choice.output, reason: choice.reason });
  if (out) tries = 0;
  else if (output !== 'none' && output !== 'file') setTimeout(() => void seek(), SEEK_MS);
}

/** Nothing plays: somebody may have started a sound server meanwhile. Quiet about it until there is one. */
async function seek(): Promise<void> {
  if (stopping || out) return;
  const { output, latencyMs } = config.sound;
  const choice = await chooseOut(output, { sampleRate: SAMPLE_RATE, latencyMs, onLost: lostOutput }, undefined);
  if (stopping) return void choice.out?.close();
  if (!choice.out) return void setTimeout(() => void seek(), SEEK_MS);
  out = choice.out;
  tell({ t: 'output', output: choice.output, reason: choice.reason });
}

function lostOutput(reason: string): void {
  out = undefined;
  const pauseMs = RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)] ?? 5000;
  tell({ t: 'output', output: 'none', reason: `the output was lost (${reason}); the mixer goes on` });
  say(`sound output lost: ${reason}; opened again in ${pauseMs / 1000} s`);
  setTimeout(() => void openOutput(), pauseMs);
}

async function openInputs(): Promise<void> {
  if (config.sound.input === 'none') return;
  const opened = await openInput(
    config.sound,
    { sampleRate: SAMPLE_RATE, latencyMs: config.sound.latencyMs, onLost: lostInput },
    (frames, channels) => studio.inputs.push(frames, channels),
  );
  if (isNotThere(opened)) return say(`live inputs: ${opened.why}`);
  input = opened;
  say(`live inputs: ${opened.channels} channels through ${opened.name}`);
}

function lostInput(reason: string): void {
  input = undefined;
  say(`live inputs lost: ${reason}`);
  if (!stopping) setTimeout(() => void openInputs(), 2000);
}

let wantedFolder = '';
let foundMissing = '';

/** Opens a take. A folder that is not there yet is looked for again: a stick that is plugged in later, the demo song in the making. */
async function openFolder(path: string): Promise<void> {
  wantedFolder = path;
  const opened = path === '' ? undefined : await openMultitrack(path);
  if (path !== wantedFolder || stopping) return void (opened && 'close' in opened && opened.close());
  if (opened && 'why' in opened) {
    if (foundMissing !== path) say(`player: waits for ${path} (${opened.why})`);
    foundMissing = path;
    setTimeout(() => {
      if (path === wantedFolder && !stopping) void openFolder(path);
    }, SEEK_FOLDER_MS);
    return;
  }
  foundMissing = '';
  const before = take;
  take = opened;
  studio.player.load(opened?.tracks ?? []);
  for (const note of opened?.notes.slice(0, 5) ?? []) say(`player: ${note}`);
  await before?.close();
}

async function stop(): Promise<void> {
  stopping = true;
  await Promise.allSettled([recorder.stop(), out?.close(), input?.close(), take?.close()]);
  tell({ t: 'stopped' });
  parentPort?.close();
}

parentPort?.on('message', (message: ToAudio) => {
  if (message.t === 'folder') void openFolder(message.path);
  else if (message.t === 'record') void recorder.start(message.folder, message.names);
  else if (message.t === 'record-stop') void recorder.stop();
  else void stop();
});
studio.player.onEnded = () => tell({ t: 'ended' });
tell({ t: 'ready' });
look();
void openOutput();
void openInputs();
