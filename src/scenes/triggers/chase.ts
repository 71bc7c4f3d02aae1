import type { DeskClock } from '../../desk/clock.ts';
import { type MtcEvent, MtcReader } from '../../wire/formats/mtc.ts';
import {
  formatTimecode,
  frameCount,
  frameOf,
  framesPerDay,
  framesPerSecond,
  type Timecode,
  type TimecodeRate,
  timecodeAt,
} from '../../wire/formats/timecode.ts';
import type { TimecodeTrigger } from './trigger.ts';

export interface ChaseSettings {
  /** What the list was made for; another one is told. */
  readonly rate?: TimecodeRate | undefined;
  /** How long time goes on without a signal. */
  readonly freewheelMs: number;
  /** After a jump forward the last cue before the landing point fires. */
  readonly catchUp: boolean;
}

export interface ChaseOptions<Cue> {
  readonly clock: DeskClock;
  readonly settings: ChaseSettings;
  readonly fire: (cue: Cue) => void;
  readonly tell: (text: string) => void;
}

/** `none` nothing yet · `still` located · `running` · `turned` backwards or winding · `lost` no signal */
export type ChaseState = 'none' | 'still' | 'running' | 'turned' | 'lost';

interface Waiting<Cue> {
  readonly at: TimecodeTrigger;
  readonly cue: Cue;
  fired: boolean;
}

/** A value may be so far from the expected one: clocks of two machines. */
const TOLERANCE_FRAMES = 2;
/** How often freewheeling is looked at. */
const LOOK_MS = 20;
/** Speeds between these are play. */
const [SLOWEST, FASTEST] = [0.5, 2];
/** Over how many messages the speed is measured. */
const SPEED_PIECES = 32;

/**
 * Follows MIDI timecode and fires what it passes: once, in order, only while time runs forward. Whatever was jumped over does not fire, and
 * a cue is armed again only when time goes back before it.
 */
export class Chase<Cue> {
  readonly #options: ChaseOptions<Cue>;
  #settings: ChaseSettings;
  readonly #reader = new MtcReader();
  #waiting: Waiting<Cue>[] = [];
  #state: ChaseState = 'none';
  #rate: TimecodeRate = '25';
  /** Frame at which piece 0 of the messages now coming was sent. */
  #base = 0;
  /** The newest whole message of play, and when it was complete: where time must be, however many messages were lost since. */
  #last: { readonly frame: number; readonly atMs: number } | undefined;
  /** Newest position, in frames. */
  #position = 0;
  /** What stands at or before this frame has been passed. */
  #passed = -1;
  #pieces: number[] = [];
  #heardMs = 0;
  #timer: { cancel(): void } | undefined;
  #told = '';

  constructor(options: ChaseOptions<Cue>) {
    this.#options = options;
    this.#settings = options.settings;
  }

  /** Other settings from now on; where time is stays known. */
  adjust(settings: ChaseSettings): void {
    this.#settings = settings;
  }

  get state(): ChaseState {
    return this.#state;
  }
  /** The newest time; undefined before the first. */
  get time(): Timecode | undefined {
    return this.#state === 'none' ? undefined : timecodeAt(this.#position, this.#rate);
  }

  /** Other cues from now on; one that has fired at the same time before stays fired. */
  set(cues: readonly { readonly at: TimecodeTrigger; readonly cue: Cue }[]): void {
    const fired = new Set(this.#waiting.filter((one) => one.fired).map(({ at }) => keyOf(at)));
    this.#waiting = cues.map(({ at, cue }) => ({ at, cue, fired: fired.has(keyOf(at)) }));
  }

  /** @param message whole MIDI message. @returns whether it was timecode */
  hear(message: Uint8Array): boolean {
    const event = this.#reader.hear(message);
    if (!event) return false;
    if (event.kind === 'full') this.#locate(event.at);
    else if (event.kind === 'turn') this.#enter('turned');
    else if (event.kind === 'break' || event.kind === 'bad') this.#pieces = [];
    else if (event.kind !== 'ignored') this.#piece(event);
    return true;
  }

  /** MMC LOCATE: the display moves, cues after the place are armed, nothing fires. */
  locate(at: Timecode): void {
    this.#locate(at);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  // ---- inside ----

  #piece(event: Extract<MtcEvent, { kind: 'piece' | 'time' }>): void {
    this.#heardMs = this.#options.clock.nowMs();
    this.#pieces = [...this.#pieces.slice(1 - SPEED_PIECES), this.#heardMs];
    if (event.kind === 'time') this.#whole(event.at, event.direction);
    else if (this.#state === 'running' && this.#reader.direction === 1) {
      const piece = this.#reader.piece ?? 0;
      this.#base = this.#baseNow(piece);
      this.#advance(this.#base + piece / 4);
      // One of these eight was lost: time goes on all the same.
      if (piece === 7) this.#base = this.#wrapped(this.#base + 2);
    }
  }

  #whole(at: Timecode, direction: 1 | -1): void {
    const frame = frameOf(at);
    if (direction === -1) {
      this.#rate = at.rate;
      this.#back(frame);
      this.#enter('turned');
      return;
    }
    const isOther = at.rate !== this.#rate || this.#state === 'none';
    this.#rate = at.rate;
    this.#warnRate();
    if (!this.#isPlay()) {
      if (isOther || frame < this.#passed) this.#rearm(frame);
      this.#passed = frame;
      this.#position = frame;
      this.#enter('turned');
    } else if (this.#state === 'running' && !isOther && this.#isNear(frame)) {
      this.#base = frame;
      this.#advance(frame + 1.75);
    } else this.#begin(frame, isOther);
    this.#last = { frame, atMs: this.#heardMs };
    // Piece 0 of the next messages comes two frames on.
    this.#base = this.#wrapped(frame + 2);
  }

  /** A new run: what stands at or after its first message fires, though it took some frames to be sure. */
  #begin(frame: number, isOther: boolean): void {
    // More than a whole message and the rest of one before it: time ran already, but was no play.
    const isFresh = this.#state !== 'running' && this.#reader.run <= 15;
    const first = isFresh ? Math.ceil(frame + 1.75 - (this.#reader.run - 1) / 4) : frame;
    this.#land(first, isOther);
    this.#passed = first - 1;
    this.#base = frame;
    this.#enter('running');
    this.#advance(frame + 1.75);
  }

  /** Time is somewhere else: behind it cues are armed again, what was jumped over is not fired. */
  #land(frame: number, isOther: boolean): void {
    const from = this.#passed;
    if (isOther || frame < from - TOLERANCE_FRAMES) this.#rearm(frame);
    if (!this.#settings.catchUp || frame <= from + TOLERANCE_FRAMES) return;
    const over = this.#sorted().filter(({ frame: at, one }) => at > from && at < frame && !one.fired);
    for (const { one } of over) one.fired = true;
    const last = over.at(-1)?.one;
    if (last) this.#options.fire(last.cue);
  }

  #locate(at: Timecode): void {
    const isOther = at.rate !== this.#rate || this.#state === 'none';
    this.#rate = at.rate;
    const frame = frameOf(at);
    this.#position = frame;
    if (isOther || frame < this.#passed) this.#back(frame);
    this.#enter('still');
  }

  /** Time went back to a frame: what stands there will be passed again. */
  #back(frame: number): void {
    this.#rearm(frame);
    this.#passed = frame - 1;
    this.#position = frame;
  }

  #rearm(frame: number): void {
    for (const one of this.#waiting) if (this.#frameOf(one.at) >= frame) one.fired = false;
  }

  #advance(to: number): void {
    const day = framesPerDay(this.#rate);
    const frame = Math.floor(to) % day;
    if (this.#passed - frame > day / 2) {
      // Midnight: time goes on from zero.
      this.#pass(this.#passed, day - 1);
      this.#rearm(0);
      this.#passed = -1;
    }
    if (frame <= this.#passed) return;
    this.#pass(this.#passed, frame);
    this.#passed = frame;
    this.#position = frame;
  }

  /** Fires what stands after one frame, up to another. */
  #pass(after: number, upTo: number): void {
    for (const { frame, one } of this.#sorted()) {
      if (frame <= after || frame > upTo || one.fired) continue;
      one.fired = true;
      this.#options.fire(one.cue);
    }
  }

  #sorted(): { frame: number; one: Waiting<Cue> }[] {
    return this.#waiting.map((one) => ({ frame: this.#frameOf(one.at), one })).sort((a, b) => a.frame - b.frame);
  }

  /** Numbers as they are; a frame that the rate does not have is the beginning of the next second. */
  #frameOf(at: TimecodeTrigger): number {
    const { hours, minutes, seconds, frames } = at;
    const rate = this.#rate;
    if (frames < frameCount(rate)) return frameOf({ hours, minutes, seconds, frames, rate });
    return frameOf({ hours, minutes, seconds, frames: frameCount(rate) - 1, rate }) + 1;
  }

  #isNear(frame: number): boolean {
    const day = framesPerDay(this.#rate);
    const isAt = (expected: number): boolean => {
      const away = Math.abs(frame - expected) % day;
      return Math.min(away, day - away) <= TOLERANCE_FRAMES;
    };
    if (isAt(this.#base)) return true;
    return this.#last !== undefined && isAt(this.#last.frame + ((this.#heardMs - this.#last.atMs) * framesPerSecond(this.#rate)) / 1000);
  }

  /** Frame of the messages now coming: the one that was counted, or, where messages were lost meanwhile, the one that time says. */
  #baseNow(piece: number): number {
    if (!this.#last) return this.#base;
    const sinceFrames = ((this.#heardMs - this.#last.atMs) * framesPerSecond(this.#rate)) / 1000;
    const late = this.#last.frame + 1.75 + sinceFrames - (this.#base + piece / 4);
    return Math.abs(late) <= TOLERANCE_FRAMES ? this.#base : this.#wrapped(this.#base + 2 * Math.round(late / 2));
  }

  #isPlay(): boolean {
    const [first = 0] = this.#pieces;
    const last = this.#pieces.at(-1) ?? 0;
    const steps = this.#pieces.length - 1;
    if (steps < 7 || last <= first) return true;
    const speed = (steps * 250) / framesPerSecond(this.#rate) / (last - first);
    return speed >= SLOWEST && speed <= FASTEST;
  }

  #wrapped(frame: number): number {
    return frame % framesPerDay(this.#rate);
  }

  #enter(state: ChaseState): void {
    if (state !== 'running') this.#pieces = [];
    this.#state = state;
    this.#timer?.cancel();
    if (state === 'running') this.#look();
  }

  /** Time goes on for a moment without a signal, and then stands. */
  #look(): void {
    const { clock } = this.#options;
    const settings = this.#settings;
    this.#timer = clock.setTimer(LOOK_MS, () => {
      const silentMs = clock.nowMs() - this.#heardMs;
      const frames = (Math.min(silentMs, settings.freewheelMs) * framesPerSecond(this.#rate)) / 1000;
      if (silentMs > LOOK_MS) this.#advance(this.#heardAt() + frames);
      if (silentMs <= settings.freewheelMs) return this.#look();
      this.#state = 'lost';
      this.#reader.reset();
      this.#pieces = [];
    });
  }

  /** Position at the newest message. */
  #heardAt(): number {
    const piece = this.#reader.piece ?? 0;
    // After the last piece the base is that of the next messages.
    return piece === 7 ? this.#base - 0.25 : this.#base + piece / 4;
  }

  #warnRate(): void {
    const wanted = this.#settings.rate;
    const text =
      wanted === undefined || wanted === this.#rate
        ? ''
        : `timecode runs at ${this.#rate}, the cues are made for ${wanted}: numbers are compared as they are`;
    if (text !== '' && text !== this.#told) this.#options.tell(text);
    this.#told = text;
  }
}

const keyOf = ({ hours, minutes, seconds, frames }: TimecodeTrigger): string =>
  formatTimecode({ hours, minutes, seconds, frames, rate: '30' });
