import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { Turn } from '../desk/turn.ts';
import type { Meters } from '../meters/meters.ts';
import type { Clock } from '../wire/pace/clock.ts';
import type { ConsoleScene, Engine, EngineHost, Write } from './engine.ts';

/** The engine as an actor: whoever moved something at the console itself. */
export const consoleActor = (engine: Engine): Actor => ({
  id: `engine:${engine.role}`,
  kind: 'engine',
  name: `${engine.role} (${engine.type})`,
  origin: 'console',
  role: 'mixer',
});

/** What a seat tells besides what it says to the desk. */
export interface SeatEars {
  readonly say: (line: string) => void;
  /** The console has recalled a scene of its own. Only while its link is live. */
  readonly recalled?: (role: string, scene: ConsoleScene) => void;
}

/**
 * Seats an engine at the desk: turns become its writes, its word becomes reports. This is the only way between the two.
 * @returns takes it away again; writes nothing
 */
export function seat(desk: Desk, meters: Meters, engine: Engine, clock: Clock, { say, recalled }: SeatEars): () => Promise<void> {
  const actor = consoleActor(engine);
  const { role } = engine;
  const host: EngineHost = {
    clock,
    layout: (layout) => {
      desk.attach(role, layout);
      meters.attach(role, layout);
    },
    link: (state, reason) => desk.setLink(role, state, reason),
    report: (values, cause) => desk.report(actor, role, values, cause),
    recalled: (scene) => {
      if (desk.link(role).state === 'live') recalled?.(role, scene);
    },
    unconfirmed: (ids) => desk.unconfirmed(actor, role, ids),
    meters: (frame) => meters.publish(role, frame, clock.nowMs()),
    say: (line) => say(`${role}: ${line}`),
  };
  const leave = desk.watch((turn) => {
    if (turn.actor === actor || desk.link(role).state !== 'live') return;
    const writes = writesOf(desk, role, turn);
    if (writes.length > 0) engine.send(writes);
  });
  engine.start(host);
  return () => {
    leave();
    return engine.stop();
  };
}

/** The changes of a turn that belong to an engine; derived ones follow there by themselves. */
function writesOf(desk: Desk, role: string, turn: Turn): Write[] {
  const base = desk.model.base.get(role) ?? 0;
  const writes: Write[] = [];
  for (const { id, to } of turn.changes) {
    const entry = desk.model.entries[id];
    if (entry?.role === role && entry.parameter.leaf.is !== 'derived') writes.push({ id: id - base, value: to });
  }
  return writes;
}
