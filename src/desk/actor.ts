/** What moves parameters. `engine` is the console itself: a hand on its own surface, its own scene. */
export type ActorKind = 'surface' | 'tablet' | 'script' | 'scene' | 'cue' | 'engine';

/** What a remote may do; each includes those before it. Hands on local surfaces are `mixer`. */
export const ROLES = ['viewer', 'mixer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who acts. One object per connection or device for as long as it lives: holds and undo belong to it. */
export interface Actor {
  /** Unique while the daemon runs. */
  readonly id: string;
  readonly kind: ActorKind;
  /** As a person would say it: `X-Touch (left)`, `Anna's iPad`, `curl`. */
  readonly name: string;
  /** Where it came from: `osc 127.0.0.1:9000`, `http 127.0.0.1`, `midi X-Touch`. */
  readonly origin: string;
  readonly role: Role;
}

export const allows = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);
