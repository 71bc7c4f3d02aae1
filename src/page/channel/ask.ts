import { signal } from '@preact/signals';
import type { Param } from '../link/param.ts';
import type { Value } from '../link/protocol.ts';

/** A question to the hand: a new value for one parameter. */
export interface Ask {
  /** What it is, as a person says it: `Vox Ana · EQ 3 frequency`. */
  readonly title: string;
  readonly param: Param;
  /** Sends it. @returns why it was refused, in words, once that is known */
  put(value: Value): Promise<string | undefined>;
}

/** The open question; {@link ./keypad.tsx} shows it. One at a time. */
export const asked = signal<Ask | undefined>(undefined);

/** Opens the keypad, the list, the swatches or the text field, by the type of the parameter. */
export function ask(question: Ask): void {
  const info = question.param.info.peek();
  if (info && !info.readOnly) asked.value = question;
}
