import { Resampler } from '../../audio/resample.ts';
import { PIECE, TrackReader, type TrackSource } from './track.ts';

/** One step of a fade lasts a block: 2.7 ms is enough for music that starts or stops. */
const OPEN = 1;
const SHUT = 0;
/** Most frames a track gives for one block at twice the speed from 192 kHz, with the resampler's reach. */
const MOST = 4096;

interface Voice {
  readonly reader: TrackReader;
  readonly resampler: Resampler | undefined;
}

/** Plays a multitrack take into blocks: all tracks together to the sample, looped without a seam, located and varied in speed without a click. */
export class Player {
  /** One a track, a block long, after {@link process}. */
  readonly outputs: Float32Array[] = [];
  /** Reads that were not there in time, since the start. */
  starved = 0;
  /** Called when a take that does not loop has ended. */
  onEnded: () => void = () => {};

  readonly #block: number;
  readonly #rate: number;
  readonly #raw = new Float32Array(MOST);
  #voices: Voice[] = [];
  #lengthS = 0;
  #positionS = 0;
  #loop = true;
  #speed = 1;
  #wanted: 'stop' | 'play' | 'pause' = 'stop';
  /** Where to go once it is silent. */
  #goTo: number | undefined;
  #gain = SHUT;
  #running = false;

  constructor(block: number, rate: number) {
    this.#block = block;
    this.#rate = rate;
  }

  get lengthS(): number {
    return this.#lengthS;
  }
  get positionS(): number {
    return this.#positionS;
  }
  get tracks(): number {
    return this.#voices.length;
  }
  /** Files that stopped being readable, with why. */
  broken(): string[] {
    return this.#voices.flatMap(({ reader }) => (reader.broken === undefined ? [] : [`${reader.source.name}: ${reader.broken}`]));
  }

  /** Another take. It stands at its start; a state of play goes on there. */
  load(sources: readonly TrackSource[]): void {
    this.#voices = sources.map((source) => ({
      reader: new TrackReader(source),
      resampler: undefined,
    }));
    this.#lengthS = sources.reduce((longest, source) => Math.max(longest, source.frames / source.sampleRate), 0);
    this.outputs.length = 0;
    for (const _ of sources) this.outputs.push(new Float32Array(this.#block));
    this.#gain = SHUT;
    this.#jump(0);
  }

  play(): void {
    this.#wanted = 'play';
  }
  pause(): void {
    this.#wanted = 'pause';
  }
  /** Back to the start. */
  stop(): void {
    this.#wanted = 'stop';
    this.#goTo = 0;
  }
  locate(seconds: number): void {
    this.#goTo = Math.min(Math.max(0, seconds), this.#lengthS);
  }
  setLoop(loop: boolean): void {
    if (loop === this.#loop) return;
    this.#loop = loop;
    for (const { reader } of this.#voices) reader.setLoop(loop);
  }
  setSpeed(speed: number): void {
    if (speed === this.#speed) return;
    this.#speed = speed;
    // A track at its own speed needs no resampler; one that had none starts one where it stands.
    this.#voices = this.#voices.map((voice) => this.#pitched(voice));
    for (const { reader, resampler } of this.#voices) resampler?.setStep(this.#step(reader));
  }

  /** One block of every track. Allocates nothing while it plays. */
  process(): void {
    const quiet = this.#goTo !== undefined || this.#wanted !== 'play' || this.#atEnd();
    if (quiet && this.#gain === SHUT) this.#rest();
    if (this.#gain === SHUT && (quiet || !this.#isReady())) {
      for (const output of this.outputs) output.fill(0);
      return;
    }
    const goal = quiet ? SHUT : OPEN;
    for (let index = 0; index < this.#voices.length; index++) this.#voice(index, goal);
    this.#gain = goal;
    this.#advance();
  }

  /** Silent: does what it was asked for. */
  #rest(): void {
    if (this.#goTo !== undefined) this.#jump(this.#goTo);
    this.#goTo = undefined;
    if (!this.#atEnd() || this.#wanted !== 'play') return;
    this.#wanted = 'stop';
    this.#jump(0);
    this.onEnded();
  }

  #atEnd(): boolean {
    return !this.#loop && this.#lengthS > 0 && this.#positionS >= this.#lengthS;
  }

  #jump(seconds: number): void {
    this.#positionS = seconds;
    this.#running = false;
    this.#voices = this.#voices.map(({ reader }) => this.#pitched({ reader, resampler: undefined }));
    for (const { reader } of this.#voices) reader.jump(Math.round(seconds * reader.source.sampleRate), this.#loop, this.#lengthOf(reader));
  }

  #pitched(voice: Voice): Voice {
    const step = this.#step(voice.reader);
    return step === 1 || voice.resampler ? voice : { reader: voice.reader, resampler: new Resampler(1, step, MOST / 4) };
  }

  #step(reader: TrackReader): number {
    return (reader.source.sampleRate / this.#rate) * this.#speed;
  }
  #lengthOf(reader: TrackReader): number {
    return Math.round(this.#lengthS * reader.source.sampleRate);
  }

  /** All tracks have something to give, so that they start together. */
  #isReady(): boolean {
    if (this.#running) return true;
    this.#running = this.#voices.every(
      ({ reader }) => reader.broken !== undefined || reader.ready >= Math.min(PIECE, this.#lengthOf(reader)),
    );
    return this.#running;
  }

  #voice(index: number, goal: number): void {
    const voice = this.#voices[index];
    const output = this.outputs[index];
    if (!voice || !output) return;
    const { reader, resampler } = voice;
    const needed = resampler ? resampler.framesNeeded(this.#block) : this.#block;
    const into = resampler ? this.#raw : output;
    if (needed > 0 && reader.take(into, needed) < needed && reader.broken === undefined) this.starved++;
    if (resampler) {
      this.#single[0] = this.#raw;
      resampler.push(this.#single, 0, needed);
      this.#single[0] = output;
      resampler.pull(this.#single, this.#block);
    }
    if (this.#gain !== OPEN || goal !== OPEN) fade(output, this.#gain, goal);
    reader.fill(this.#lengthOf(reader));
  }
  readonly #single: Float32Array[] = [this.#raw];

  #advance(): void {
    this.#positionS += (this.#block / this.#rate) * this.#speed;
    if (this.#loop && this.#lengthS > 0) this.#positionS %= this.#lengthS;
  }
}

/** A straight ramp over the block. */
function fade(block: Float32Array, from: number, to: number): void {
  const step = (to - from) / block.length;
  for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) * (from + step * (i + 1));
}
