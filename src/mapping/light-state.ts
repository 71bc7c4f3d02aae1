/** What a light shows now, and the parameters it depends on. */
export interface LightState {
  readonly ids: readonly number[];
  /** It follows cues and scenes. */
  readonly isOfCues?: boolean;
  isOn(): boolean;
  /** Not simply on: the light blinks. */
  isElsewhere?(): boolean;
}
