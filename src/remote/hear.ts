import { findVerb, runVerb, say } from '../desk/line.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer } from '../desk/verb.ts';
import { maySay } from './access.ts';
import { cleanName } from './actors.ts';
import { whenWhole } from './answers.ts';
import { since, waitingFrame } from './change-frames.ts';
import { answerBody, doorError, errorOf } from './errors.ts';
import { readJson } from './json.ts';
import { isPlace, moveFresh, putLate, sayFresh } from './late.ts';
import { type ClientMessage, MAX_SUBSCRIPTIONS, type Said } from './protocol/client.ts';
import { type Goodbye, readClientMessage } from './protocol.ts';
import type { Session } from './session.ts';
import { hearSet, meantBy } from './sets.ts';
import { textFrame } from './ws-frame.ts';

/** Messages that a role did not allow before the client is closed with 4403. */
const OVERSTEPS = 100;

/** What counts as several messages: it makes much work, or a large answer. A batch counts its sets. */
const COSTS: Partial<Readonly<Record<ClientMessage['t'], number>>> = { snapshot: 10, resume: 10, sub: 4, view: 4 };

/** Time of the daemon that one client may take in a second (ms), so that wide verbs and patterns of one leave the others theirs. */
const BUSY_MS = 200;

/** One text message of a client. @returns why it has to go, if it has to */
export function hear(session: Session, text: string): Goodbye | undefined {
  const { counts, house } = session.shared;
  counts.messagesIn += 1;
  const read = readJson(text);
  const message = 'said' in read ? readClientMessage(read.said) : { kind: 'misread' as const, want: `${read.got}: ${read.want}` };
  if ('kind' in message && message.kind === 'misread') {
    counts.misread += 1;
    const ref = 'said' in read ? refIn(read.said) : undefined;
    session.refuse(errorOf({ code: 'malformed', got: text.slice(0, 40), want: `a message of this protocol (${message.want})` }), ref);
    return undefined;
  }
  // The other member of the union has been answered above.
  const said = message as ClientMessage;
  if (session.role === undefined && said.t !== 'auth' && said.t !== 'hello') {
    return { code: 4401, reason: 'show a credential first: {"t":"auth","token":"..."}' };
  }
  if (session.role !== undefined && !maySay(session.role, said.t)) return overstep(session, said);
  // Newest value only, from the door on: of what came in one piece, each fader moves once.
  if (said.t === 'set' && isPlace(said)) {
    if (session.late.size > 0 || !(session.fresh.has(said.path) || session.rate.take(1, house.clock.nowMs())))
      return tooMuch(session, said);
    moveFresh(session, said);
    return undefined;
  }
  sayFresh(session);
  const cost = said.t === 'set' ? (said.sets?.length ?? 1) : (COSTS[said.t] ?? 1);
  const isLook = 'dry' in said && said.dry === true;
  if (!session.rate.take(cost, house.clock.nowMs(), isLook) || (session.late.size > 0 && said.t === 'set')) return tooMuch(session, said);
  // Snapshots have their fixed price: a client that has just come must not be refused because the machine was busy then.
  if (said.t === 'snapshot' || said.t === 'resume') {
    session.inTurn(() => void answer(session, said));
    return undefined;
  }
  const beganMs = house.clock.nowMs();
  const goodbye = answer(session, said);
  session.rate.owe(((house.clock.nowMs() - beganMs) / BUSY_MS) * session.shared.limits.messagesPerS, isLook);
  return goodbye;
}

function refIn(said: unknown): number | undefined {
  const ref = typeof said === 'object' && said !== null && 'ref' in said ? said.ref : undefined;
  return typeof ref === 'number' && Number.isSafeInteger(ref) ? ref : undefined;
}

function overstep(session: Session, said: ClientMessage): Goodbye | undefined {
  const refusal: Refusal = { code: 'role', got: `${session.actor.name} (${session.role})`, want: 'mixer' };
  session.refuse(errorOf(refusal), 'ref' in said ? said.ref : undefined);
  return ++session.overstepped >= OVERSTEPS ? { code: 4403, reason: `the role ${session.role} does not allow this` } : undefined;
}

/** Over the rate: the newest value of each fader is kept, everything else has to be asked again. */
function tooMuch(session: Session, said: ClientMessage): undefined {
  if (said.t === 'set' && isPlace(said)) {
    putLate(session, said);
    return;
  }
  session.shared.counts.busy += 1;
  const { messagesPerS } = session.shared.limits;
  session.refuse(
    errorOf({ code: 'busy', got: 'too many messages', want: `at most ${messagesPerS} per second` }),
    'ref' in said ? said.ref : undefined,
  );
}

function answer(session: Session, said: ClientMessage): Goodbye | undefined {
  switch (said.t) {
    case 'set':
      hearSet(session, said);
      break;
    case 'touch':
      hearTouch(session, said);
      break;
    case 'verb':
    case 'say':
      hearVerb(session, said);
      break;
    case 'sub':
      hearSub(session, said);
      break;
    case 'unsub':
      hearUnsub(session, said);
      break;
    case 'view':
      hearView(session, said);
      break;
    case 'snapshot':
      hearSnapshot(session, said);
      break;
    case 'resume':
      hearResume(session, said);
      break;
    case 'listen':
      hearListen(session, said);
      break;
    case 'surface':
      hearSurface(session, said);
      break;
    case 'hello':
      // A paired device has the name it was paired with: the log and the list of devices mean the same one.
      if (said.name !== undefined && session.device === undefined) session.actor.name = cleanName(said.name, session.actor.name);
      if (said.kind !== undefined) session.actor.kind = said.kind;
      break;
    case 'auth':
      return hearAuth(session, said);
  }
  return undefined;
}

const withRef = (ref: number | undefined) => (ref === undefined ? {} : { ref });

function ok(session: Session, ref: number | undefined): void {
  if (ref !== undefined) session.tell({ t: 'ok', ref, rev: session.shared.house.desk.revision });
}

function okOrRefused(session: Session, ref: number | undefined, refusal: Refusal | undefined): void {
  if (refusal) session.refuse(errorOf(refusal), ref);
  else ok(session, ref);
}

function hearAuth(session: Session, { token }: Said<'auth'>): Goodbye | undefined {
  const credential = session.shared.access.credential(token);
  if (!credential) return { code: 4401, reason: 'this credential is not known' };
  session.role = credential.role;
  session.actor.role = credential.role;
  session.device = credential.device;
  if (!maySay(credential.role, 'surface')) session.surface.end();
  if (credential.name !== undefined) session.actor.name = cleanName(credential.name, session.actor.name);
  session.tell(session.shared.helloOf(session.actor, session.role));
  return undefined;
}

function hearTouch(session: Session, { path, down, ref }: Said<'touch'>): void {
  const { desk } = session.shared.house;
  const entry = meantBy(desk, path, session.isNamed);
  if (isRefusal(entry)) {
    session.refuse(errorOf(entry), ref);
    return;
  }
  okOrRefused(session, ref, desk.touch(session.actor, entry.id, down));
  session.shared.lookAtHolds();
}

function hearVerb(session: Session, said: Said<'verb'> | Said<'say'>): void {
  const { desk, verbs, views } = session.shared.house;
  const { strip, selected } = said.context ?? {};
  const context = { ...(strip === undefined ? {} : { strip }), ...(selected === undefined ? {} : { selected }) };
  const saying = { desk, actor: session.actor, dry: said.dry === true, context, ...(views ? { views } : {}) };
  let done: Answer | Refusal;
  if (said.t === 'say') done = say(verbs, said.line, saying);
  else {
    const verb = findVerb(verbs, said.verb);
    const args = Object.fromEntries(Object.entries(said.args ?? {}).map(([name, value]) => [name, String(value)]));
    done = isRefusal(verb) ? verb : runVerb(verb, args, saying, said.over, said.as);
  }
  whenWhole(done, (answer) => answerVerb(session, answer, said.ref));
}

function answerVerb(session: Session, done: Answer | Refusal, ref: number | undefined): void {
  const { desk } = session.shared.house;
  if (isRefusal(done)) session.refuse(errorOf(done), ref);
  else if (ref !== undefined) session.tell({ t: 'ok', ref, rev: desk.revision, answer: answerBody(done) });
  else for (const refusal of done.refusals) session.refuse(errorOf(refusal), undefined);
}

function hearSub(session: Session, { pattern, rate = 0, heard = false, ref }: Said<'sub'>): void {
  const { snapshots, holds, surfaces, show } = session.shared;
  const entries = snapshots.select(pattern);
  if (isRefusal(entries)) {
    session.refuse(errorOf(entries), ref);
    return;
  }
  if (session.wishes.size >= MAX_SUBSCRIPTIONS && !session.wishes.has(pattern)) {
    session.refuse(errorOf({ code: 'busy', got: `${MAX_SUBSCRIPTIONS} subscriptions`, want: 'are the most; end some' }), ref);
    return;
  }
  const isFirst = session.wishes.size === 0;
  session.wishes.set(pattern, { pattern, rateHz: rate === 'turn' ? 0 : rate, heard });
  session.rewish();
  ok(session, ref);
  if (!isFirst) return;
  session.shared.lookAtHolds();
  const { text } = show;
  const news = [holds.all(session.isNamed), surfaces.text, ...(text === undefined ? [] : [text])];
  // In one write: when a network comes back, hundreds of tablets ask this at once.
  session.outlet.answer(Buffer.concat(news.map(textFrame)));
}

function hearUnsub(session: Session, { pattern, ref }: Said<'unsub'>): void {
  const before = session.wishes.size;
  if (pattern === undefined) session.wishes.clear();
  else session.wishes.delete(pattern);
  if (session.wishes.size < before) session.rewish();
  ok(session, ref);
}

function hearView(session: Session, { points, rate = 25, ref }: Said<'view'>): void {
  const { feeds, house } = session.shared;
  const wish = { points, rateHz: rate };
  const found = feeds.set(session, wish);
  if (isRefusal(found)) {
    session.refuse(errorOf(found), ref);
    return;
  }
  session.meters = points.length > 0 ? wish : undefined;
  session.points = found;
  session.tell({ t: 'view', ...withRef(ref), layout: house.desk.model.number, points: [...found], rate });
}

function hearSnapshot(session: Session, { pattern, layout, ref }: Said<'snapshot'>): void {
  const { snapshots, house } = session.shared;
  const entries = pattern === undefined ? undefined : snapshots.select(pattern);
  if (isRefusal(entries)) {
    session.refuse(errorOf(entries), ref);
    return;
  }
  const withPaths = layout !== house.desk.model.number;
  takeIds(session, entries === undefined);
  session.outlet.answer(entries ? snapshots.part(entries, withPaths, ref) : snapshots.whole(withPaths, ref));
}

/** From now on the client knows ids. @param isTold it is about to be told every value, so what waits for it is void */
function takeIds(session: Session, isTold: boolean): void {
  if (!session.isNamed && !isTold) return;
  session.isNamed = false;
  const { interests } = session.shared;
  interests.set(session, [...session.wishes.values()], false);
  if (isTold) session.forgetMissed();
  else session.catchUp();
}

function hearResume(session: Session, { run, layout, rev, ref }: Said<'resume'>): void {
  const { snapshots, house } = session.shared;
  const { desk } = house;
  takeIds(session, true);
  const known = run === snapshots.run && layout === desk.model.number && rev <= desk.revision;
  if (known) session.outlet.answer(waitingFrame(desk, since(desk, rev), [], false, desk.revision, ref));
  else session.outlet.answer(snapshots.whole(layout !== desk.model.number || run !== snapshots.run, ref));
}

function hearListen(session: Session, { source, ref }: Said<'listen'>): void {
  const { listening } = session.shared;
  if (source === null) {
    listening.stop(session);
    ok(session, ref);
    return;
  }
  const form = listening.start(session, source);
  if ('reason' in form) session.refuse(doorError('not-found', form.reason), ref);
  else session.tell({ t: 'listen', ...withRef(ref), source, ...form });
}

function hearSurface(session: Session, { profile, ref }: Said<'surface'>): void {
  if (profile === null) {
    session.surface.end();
    ok(session, ref);
    return;
  }
  const name = session.surface.begin(profile);
  if (isRefusal(name)) session.refuse(errorOf(name), ref);
  else if (ref !== undefined)
    session.tell({
      t: 'ok',
      ref,
      rev: session.shared.house.desk.revision,
      answer: { says: `this is ${name} now`, changes: [], refusals: [], found: { surface: name } },
    });
}
