import type { ChaseSettings } from './chase.ts';
import type { Doing } from './doings.ts';
import type { MscSettings } from './msc-ear.ts';
import type { When } from './trigger.ts';

export interface TriggerSettings {
  /** undefined: show control is not listened to. */
  readonly msc: MscSettings | undefined;
  /** Number we have for machine control, 0..126. */
  readonly mmcId: number;
  /** undefined: timecode is not followed. */
  readonly timecode: ChaseSettings | undefined;
  /** Of clock triggers that name none; undefined: the machine's. */
  readonly zone: string | undefined;
}

/** A trigger and what it starts. */
export interface Bound {
  readonly when: When;
  readonly does: { readonly cue: string } | Doing;
}

export const nameOf = ({ does }: Pick<Bound, 'does'>): string => ('cue' in does ? `cue ${does.cue}` : does.text);
