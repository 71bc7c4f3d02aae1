import type { RemoteEngine } from './house.ts';
import type { StatusBody } from './protocol/http.ts';
import type { Session } from './session.ts';
import type { Shared } from './shared.ts';
import { faultsOf } from './show.ts';

/** How the house is, for the page and `deskbridge list`. */
export function statusBody({ house, snapshots, listening }: Shared, sessions: Iterable<Session>, openedMs: number): StatusBody {
  const { desk, clock } = house;
  const { version, show, missing } = house.status();
  return {
    name: 'deskbridge',
    version,
    run: snapshots.run,
    upMs: Math.round(clock.nowMs() - openedMs),
    show,
    layout: desk.model.number,
    rev: desk.revision,
    missing: [...missing],
    faults: house.show ? faultsOf(house.show) : [],
    engines: house.engines().map((engine) => engineBody(house, engine)),
    clients: [...sessions].map((session) => ({
      actor: session.actor.id,
      who: session.actor.name,
      kind: session.actor.kind,
      origin: session.actor.origin,
      role: session.role ?? null,
      bufferedBytes: session.outlet.bufferedBytes,
      droppedFrames: session.outlet.dropped,
      subscriptions: session.wishes.size,
      meterPoints: session.points.length,
      listens: listening.sourceOf(session) ?? null,
    })),
  };
}

function engineBody({ desk, meters, clock }: Shared['house'], engine: RemoteEngine): StatusBody['engines'][number] {
  const { role, state, reason } = desk.link(engine.role);
  const sound = engine.sound?.();
  return {
    role,
    state,
    reason,
    type: engine.type,
    sound: sound ? { output: sound.output, reason: sound.reason, sampleRate: sound.sampleRate } : null,
    canListen: engine.listen !== undefined,
    metersStale: meters.isStale(role, clock.nowMs()),
    figures: { ...engine.figures() },
  };
}
