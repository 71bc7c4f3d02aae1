import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ParamInfo } from './layout.ts';
import type { Value, Who } from './protocol.ts';

/** A value that this page has stated and the desk has not answered yet. */
export interface Own {
  readonly value: Value;
  /** Of performance.now(), when the first of the unanswered ones was stated. */
  readonly sinceMs: number;
}

/** One parameter as the page knows it. Holds through breaks of the link and through other layouts. */
export class Param {
  readonly path: string;
  readonly info = signal<ParamInfo | undefined>(undefined);
  /** What the desk says; undefined while it is not known or does not exist. */
  readonly value = signal<Value | undefined>(undefined);
  readonly own = signal<Own | undefined>(undefined);
  /** Who else has it in hand. */
  readonly heldBy = signal<Who | undefined>(undefined);
  /** Who moved it last, as far as this page has seen it move. */
  readonly by = signal<Who | undefined>(undefined);
  /** Why it was not moved, for some seconds after a refusal. */
  readonly refusal = signal<string | undefined>(undefined);
  /** What a hand on this page should see: its own value until the desk has answered, else the desk's. */
  readonly shown: ReadonlySignal<Value | undefined> = computed(() => this.own.value?.value ?? this.value.value);
  /** `shown` as a number: -Infinity while it is not known. */
  readonly level: ReadonlySignal<number> = computed(() => {
    const { value } = this.shown;
    return typeof value === 'number' ? value : Number.NEGATIVE_INFINITY;
  });
  readonly on: ReadonlySignal<boolean> = computed(() => this.shown.value === true);
  readonly text: ReadonlySignal<string> = computed(() => {
    const { value } = this.shown;
    return typeof value === 'string' ? value : '';
  });

  constructor(path: string) {
    this.path = path;
  }
}
