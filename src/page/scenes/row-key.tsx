import type { ComponentChildren } from 'preact';
import { looked } from './cue-since.ts';
import { chosen, goTarget, sameTarget, type Target, tapped } from './show.ts';

interface RowProps {
  readonly target: Target;
  readonly state: string;
  readonly number: string;
  readonly name: string;
  readonly small: string;
  readonly children: ComponentChildren;
}

/** A row of a list: a tap shows what it would do, and starts nothing. */
export function RowKey({ target, state, number, name, small, children }: RowProps) {
  const isShown = sameTarget(chosen.value, target);
  const tap = (): void => {
    tapped.value = target;
    if (sameTarget(goTarget.peek(), target)) looked();
  };
  return (
    <button type="button" class={`cue ${state} ${isShown ? 'seen' : ''}`} aria-pressed={isShown} onClick={tap}>
      <span class="n">{number}</span>
      <span class="w">
        <b dir="auto">{name}</b>
        <small>{small}</small>
      </span>
      {children}
    </button>
  );
}
