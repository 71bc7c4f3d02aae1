import type { Actor, ActorKind, Role } from '../desk/actor.ts';

/** An actor whose name the client may still tell. */
export interface RemoteActor extends Actor {
  kind: ActorKind;
  name: string;
  role: Role;
}

const NAME_LIMIT = 64;

/** A name a client gave itself, as a log line can carry it: one line, bounded, never empty. */
export function cleanName(text: string, otherwise: string): string {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  return [...name].slice(0, NAME_LIMIT).join('') || otherwise;
}

/** Program behind a request: what it calls itself, else the first product of its user agent. */
export function programOf(header: string | undefined, agent: string | undefined): string {
  return cleanName(header ?? '', cleanName(/^[\w.+-]+/.exec(agent ?? '')?.[0] ?? '', 'http client'));
}

/**
 * Callers of HTTP have no connection that lasts, so each (program, address, role) is one actor for as long as it is remembered:
 * `undo` finds what the same program did some requests ago. The one not heard for longest goes first.
 */
export class HttpActors {
  readonly #actors = new Map<string, Actor>();
  readonly #limit: number;
  readonly #lost: (actor: Actor) => void;
  #count = 0;

  /** @param lost told of each actor that is forgotten */
  constructor(limit: number, lost: (actor: Actor) => void) {
    this.#limit = limit;
    this.#lost = lost;
  }

  of(name: string, address: string, role: Role): Actor {
    const key = `${role} ${address} ${name}`;
    const known = this.#actors.get(key);
    this.#actors.delete(key);
    const actor = known ?? { id: `http ${++this.#count}`, kind: 'script', name, origin: `http ${address}`, role };
    this.#actors.set(key, actor);
    const [oldest] = this.#actors;
    if (this.#actors.size > this.#limit && oldest) {
      this.#actors.delete(oldest[0]);
      this.#lost(oldest[1]);
    }
    return actor;
  }

  get size(): number {
    return this.#actors.size;
  }
}
