/** What plays: 16-bit stereo frames, one after the other. */
export interface Player {
  play(payload: DataView): void;
  stop(): void;
}
