import { join } from 'node:path';
import type { DeskClock } from '../desk/clock.ts';
import type { CuePlace } from '../scenes/cues/cue-state.ts';
import type { CueRunner } from '../scenes/cues/runner.ts';
import { FileMemory } from './memory.ts';

/** Where the cue list stood. The dot keeps it apart from the memories of engines. */
export const placePath = (show: string): string => join(show, 'state', 'cues.place.json');

export interface PlaceOptions {
  readonly clock: DeskClock;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** Lets the list go on where it stood when the show ran last, and keeps where it stands from now on. @returns the end, when all is on the disk */
export function keepPlace(show: string, runner: CueRunner, { say, warn, clock }: PlaceOptions): () => Promise<void> {
  const memory = new FileMemory(placePath(show), { clock, say: warn });
  const known = readPlace(memory.load());
  if (known) runner.pickUp(known);
  const { standby, current } = runner.place;
  if (current !== undefined)
    say(`the cue list goes on behind cue ${current}: ${standby === undefined ? 'at its end' : `next is ${standby}`}`);
  let kept = JSON.stringify(runner.place);
  const unwatch = runner.watch(() => {
    const now = JSON.stringify(runner.place);
    if (now === kept) return;
    kept = now;
    memory.save(() => runner.place);
  });
  return () => {
    unwatch();
    return memory.flush();
  };
}

/** undefined for what is none: the list then begins at its top. */
function readPlace(content: unknown): CuePlace | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  const numberIn = (key: 'standby' | 'current'): string | undefined => {
    const number: unknown = Reflect.get(content, key);
    return typeof number === 'string' ? number : undefined;
  };
  return { standby: numberIn('standby'), current: numberIn('current') };
}
