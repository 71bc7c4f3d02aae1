import type { Said } from './protocol/client.ts';
import type { Session } from './session.ts';
import { answerSets, stateSets } from './sets.ts';

/** A set over the rate: the newest of each path waits until the rate allows it; then all land in one turn. */
export function putLate(session: Session, message: Said<'set'>): void {
  const { path, ref, hand = false } = message;
  if (path === undefined) return;
  const older = session.late.put({ path, movement: message, hand, ref });
  if (older) session.shared.counts.merged += 1;
  if (older?.ref !== undefined) session.tell({ t: 'ok', ref: older.ref, merged: true });
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
  const late = session.late.take();
  for (const hand of [true, false]) {
    const sets = late.filter((set) => set.hand === hand);
    if (sets.length > 0) answerSets(session, sets, stateSets(session, sets, hand));
  }
}
