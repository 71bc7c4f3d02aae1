import type { Said } from './protocol/client.ts';
import type { LateSets } from './rate.ts';
import type { Session } from './session.ts';
import { answerSets, hearSet, stateSets } from './sets.ts';

type Place = Said<'set'> & { readonly path: string | number };

/** A set that says where to, not how far: a newer one makes an older one needless. */
export const isPlace = (message: Said<'set'>): message is Place =>
  message.path !== undefined && message.sets === undefined && (message.value !== undefined || message.position !== undefined);

function keep(session: Session, into: LateSets, message: Place): void {
  const { path, ref, hand = false } = message;
  const older = into.put({ path, movement: message, hand, ref });
  if (older) session.shared.counts.merged += 1;
  if (older?.ref !== undefined) session.tell({ t: 'ok', ref: older.ref, merged: true });
}

/**
 * The first set of a piece of the stream moves at once. What follows in the same piece waits for its end, newest of each path:
 * no timer, no turn of the loop.
 */
export function moveFresh(session: Session, message: Place): void {
  if (session.isReading) {
    keep(session, session.fresh, message);
    return;
  }
  session.isReading = true;
  queueMicrotask(() => {
    session.isReading = false;
    sayFresh(session);
  });
  hearSet(session, message);
}

/** What came is said now, before anything else that this client said after it. */
export function sayFresh(session: Session): void {
  if (session.fresh.size === 0 || session.isEnded) return;
  try {
    sayAll(session, session.fresh);
  } catch (error) {
    // A fault of ours: this client's sets are lost, the show goes on.
    session.shared.counts.faults += 1;
    session.shared.house.say(`fault while setting for ${session.actor.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A set over the rate: the newest of each path waits until the rate allows it; then all land in one turn. */
export function putLate(session: Session, message: Place): void {
  keep(session, session.late, message);
  arm(session);
}

function arm(session: Session): void {
  session.lateTimer ??= session.shared.house.clock.setTimer(Math.max(1, session.rate.waitMs), () => sayLate(session));
}

function sayLate(session: Session): void {
  session.lateTimer = undefined;
  if (!session.rate.take(1, session.shared.house.clock.nowMs())) {
    arm(session);
    return;
  }
  sayAll(session, session.late);
}

function sayAll(session: Session, sets: LateSets): void {
  const late = sets.take();
  for (const hand of [true, false]) {
    const own = late.filter((set) => set.hand === hand);
    if (own.length > 0) answerSets(session, own, stateSets(session, own, hand));
  }
}
