/** Where the mixer's sound goes. Written by our clock; the port never makes the mixer wait. */
export interface SoundOut {
  readonly name: string;
  /** One block, interleaved stereo, -1..1; copied before it returns. */
  write(block: Float32Array): void;
  /** Sound that waits between here and the device, ms, when the system tells; the clock is slewed to keep it. */
  latencyMs(): number | undefined;
  /** Ends it; sound that was written is still played. */
  close(): Promise<void>;
}

/** Where live inputs come from. */
export interface SoundIn {
  readonly name: string;
  readonly channels: number;
  close(): Promise<void>;
}

export interface SoundWant {
  /** Hz */
  readonly sampleRate: number;
  readonly latencyMs: number;
  /** It ended by itself, with the reason in plain words. Called once. */
  readonly onLost: (reason: string) => void;
}

/** Whole interleaved frames; valid during the call. */
export type InputReader = (frames: Float32Array, channels: number) => void;

/** Why a way of making sound is not there, in plain words. */
export interface NotThere {
  readonly why: string;
}

export const isNotThere = (value: unknown): value is NotThere => typeof value === 'object' && value !== null && 'why' in value;

/** One way of making sound: a sound server or the kernel's devices, through its standard command-line clients. */
export interface SoundSystem {
  readonly name: string;
  /** Is somebody there to talk to? Quick, writes nothing, never throws. */
  probe(): Promise<NotThere | undefined>;
  openOut(want: SoundWant): Promise<SoundOut | NotThere>;
  openIn(want: SoundWant & { readonly channels: number }, read: InputReader): Promise<SoundIn | NotThere>;
}
