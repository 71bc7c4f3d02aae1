import { tell } from '../frame/notice.tsx';
import { link } from '../link/link.ts';
import { toWire, type Value } from '../link/protocol.ts';
import type { Ask } from './ask.ts';
import { ask } from './ask.ts';

/** Why nothing can be moved at the moment, in words. */
function closed(path: string): string {
  if (link.state.peek() !== 'live') return 'no link to the daemon: nothing was sent';
  if (link.isLocked.peek()) return 'this screen is locked';
  if (link.role.peek() === 'viewer') return 'this screen may only look';
  const holder = link.param(path).heldBy.peek();
  return holder ? `${holder.who} has it in hand` : 'the mixer does not answer';
}

/** States one value from a key or a step; where it may not be, says why. */
export function state(path: string, value: Value): void {
  if (!link.set(path, value)) tell(closed(path));
}

/** States one value and tells what became of it. @returns why it was refused, in words */
export async function put(path: string, value: Value): Promise<string | undefined> {
  if (!link.may(path)) return closed(path);
  const outcome = await link.ask({ t: 'set', path, value: toWire(value) });
  return outcome.done ? undefined : outcome.error.message.replace(`${path}: `, '');
}

/** Several values in one turn, which one undo takes back. Values that are there already are left out. */
export async function putAll(values: readonly (readonly [path: string, value: Value])[]): Promise<string | undefined> {
  const news = values.filter(([path, value]) => link.param(path).info.peek() && link.param(path).shown.peek() !== value);
  const [first] = news;
  if (!first) return undefined;
  const barred = news.find(([path]) => !link.may(path));
  if (barred) return closed(barred[0]);
  const outcome = await link.ask({ t: 'set', sets: news.map(([path, value]) => ({ path, value: toWire(value) })) });
  return outcome.done ? undefined : outcome.error.message;
}

/** Asks the hand for a new value of a parameter. */
export function askFor(title: string, path: string): void {
  const question: Ask = { title, param: link.param(path), put: (value) => put(path, value) };
  ask(question);
}

/** A finger that moves parameters: takes them in hand together, so that one undo takes all of it back. */
export class Grip {
  readonly #paths: readonly string[];
  #isHeld = false;

  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** @returns false where one of them may not be moved */
  take(): boolean {
    const barred = this.#paths.find((path) => !link.may(path));
    if (barred !== undefined) {
      tell(closed(barred));
      return false;
    }
    this.#isHeld = true;
    for (const path of this.#paths) link.touch(path, true);
    if (this.#paths.length < 2) return true;
    // Said in one message they are one gesture of the desk, and what follows stays in it.
    const sets = this.#paths.flatMap((path) => {
      const value = link.param(path).shown.peek();
      return value === undefined ? [] : [{ path, value: toWire(value) }];
    });
    void link.ask({ t: 'set', hand: true, sets });
    return true;
  }

  set(path: string, value: number): void {
    if (this.#isHeld) link.set(path, value, true);
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    for (const path of this.#paths) link.touch(path, false);
  }
}
