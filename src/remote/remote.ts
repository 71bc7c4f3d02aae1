import { randomBytes } from 'node:crypto';
import { getRequestListener } from '@hono/node-server';
import type { Timer } from '../wire/pace/clock.ts';
import type { HttpPort } from '../wire/ports/http.ts';
import { Access, type AccessOptions } from './access.ts';
import { HttpActors } from './actors.ts';
import { ownNames, ownUrl, reachedBy, urlOf } from './addresses.ts';
import { type DeviceStore, Devices, NO_STORE } from './devices.ts';
import { HoldsNews } from './holds-news.ts';
import { newCounts, type RemoteCounts, type RemoteHouse, type RemoteLimits, USUAL_LIMITS } from './house.ts';
import { newDoor } from './http-door.ts';
import { serveHouse } from './http-house.ts';
import { servePairing } from './http-pairing.ts';
import { serveParams } from './http-params.ts';
import { Interests } from './interests.ts';
import { Listening } from './listening.ts';
import { MeterFeeds } from './meter-feeds.ts';
import { Metrics } from './metrics.ts';
import { readPages } from './pages.ts';
import { Pairing } from './pairing.ts';
import { MAX_SUBSCRIPTIONS } from './protocol/client.ts';
import { BATCH_LIMIT } from './protocol/moves.ts';
import { CAPABILITIES, PROTOCOL } from './protocol.ts';
import type { Shared } from './shared.ts';
import { ShowNews } from './show-news.ts';
import { Slices } from './slices.ts';
import { Snapshots } from './snapshots.ts';
import { statusBody } from './status.ts';
import { SurfacesNews } from './surfaces-news.ts';
import { WsDoor } from './ws-door.ts';
import { textFrame } from './ws-frame.ts';

export interface RemoteOptions extends AccessOptions {
  /** Opened by the bridge; the door serves it and closes it. */
  readonly port: HttpPort;
  readonly limits?: Partial<RemoteLimits>;
  /** Where paired devices are kept; for this run only if left out. */
  readonly devices?: DeviceStore;
  /** A PIN stands all the time. */
  readonly lan?: boolean;
  /** A test draws its own PINs. */
  readonly drawPin?: () => string;
}

/** The open door. */
export interface Remote {
  /** Where this machine reaches it: `http://127.0.0.1:8480` */
  readonly url: string;
  /** Where others do, the likeliest first; none if it serves this machine only. */
  readonly pages: () => readonly string[];
  readonly pairing: Pairing;
  readonly counts: RemoteCounts;
  /** WebSocket clients. */
  readonly clients: number;
  /** Other limits from now on; who is connected keeps its rate of messages. */
  setLimits(limits: Partial<RemoteLimits>): void;
  /** Ends all connections and gives the port back; holds of its clients are free. */
  stop(): Promise<void>;
}

/** How often it is looked who holds what, which meters have fallen silent and who is behind; and who has to go (ms). */
const LOOK_MS = 100;
const CHECK_MS = 1000;

/** Serves HTTP and WebSocket on one port. */
export async function openRemote(house: RemoteHouse, options: RemoteOptions): Promise<Remote> {
  const { port } = options;
  const devices = new Devices(house.clock, options.devices ?? NO_STORE);
  const pairing = new Pairing({
    clock: house.clock,
    ...(options.lan ? { standing: 'mixer' as const } : {}),
    ...(options.drawPin ? { draw: options.drawPin } : {}),
  });
  const { address: host, port: number } = port.local;
  const pages = (): string[] => [...reachedBy(host), ...(options.hosts ?? [])].map((address) => urlOf(address, number));
  const shared = sharedOf(house, { ...options, credential: (token) => options.credential?.(token) ?? devices.credential(token) });
  const door = new WsDoor(shared);
  shared.lookAtHolds = () => lookAtHolds(shared, door);
  const metrics = new Metrics(shared, () => door.sessions);
  const openedMs = house.clock.nowMs();
  const files = await readPages();
  const actors = new HttpActors(shared.limits.callers, (actor) => house.desk.actorLost(actor));
  const app = newDoor(shared, actors, files);
  serveParams(app, shared);
  servePairing(app, shared, { pairing, devices, pages, sessions: () => door.sessions, close: (device) => door.revoke(device) });
  serveHouse(app, shared, {
    status: () => statusBody(shared, door.sessions, openedMs),
    metrics: () => metrics.text(),
    documents: async () => (await import('./documents.ts')).documents(house.status().version),
  });
  // The framework's own Request and Response stay out of the globals that the rest of the house sees.
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const ends = [
    ...watch(shared, door),
    every(house, LOOK_MS, (lateMs) => {
      metrics.late(lateMs);
      shared.lookAtHolds();
      shared.feeds.check();
      door.probe(house.clock.nowMs());
    }),
    every(house, CHECK_MS, () => door.check(house.clock.nowMs())),
    port.serve(
      (request, response) => void listener(request, response),
      (request, socket, head) => door.upgrade(request, socket, head),
    ),
  ];
  return {
    url: ownUrl(host, number),
    pages,
    pairing,
    counts: shared.counts,
    get clients() {
      return door.sessions.size;
    },
    setLimits: (limits) => void Object.assign(shared.limits, limits),
    async stop() {
      for (const end of ends) end();
      metrics.stop();
      pairing.end();
      door.stop();
      await Promise.all([port.close(), devices.end()]);
    },
  };
}

function sharedOf(house: RemoteHouse, options: RemoteOptions): Shared {
  const { desk, meters, clock } = house;
  const limits = { ...USUAL_LIMITS, ...options.limits };
  const snapshots = new Snapshots(desk, randomBytes(6).toString('hex'));
  return {
    house,
    limits,
    counts: newCounts(),
    access: new Access({
      ...options,
      hosts: [options.port.local.address, ...ownNames(options.port.local.address), ...(options.hosts ?? [])],
    }),
    snapshots,
    interests: new Interests(desk, clock, snapshots),
    feeds: new MeterFeeds(desk, meters, clock),
    listening: new Listening(
      () => house.engines(),
      () => desk.model.number,
    ),
    holds: new HoldsNews(desk),
    slices: new Slices(clock),
    surfaces: new SurfacesNews(house.hands),
    show: new ShowNews(house.show, house.clock),
    helloOf: (actor, role) => ({
      t: 'hello',
      protocol: PROTOCOL,
      version: house.status().version,
      run: snapshots.run,
      actor: actor.id,
      role: role ?? null,
      layout: desk.model.number,
      rev: desk.revision,
      capabilities: [...CAPABILITIES],
      limits: {
        payloadBytes: limits.payloadBytes,
        bufferBytes: limits.bufferBytes,
        messagesPerS: limits.messagesPerS,
        subscriptions: MAX_SUBSCRIPTIONS,
        batch: BATCH_LIMIT,
        pingMs: limits.pingMs,
      },
      engines: role === undefined ? [] : desk.links().map((link) => ({ ...link })),
    }),
    lookAtHolds: () => {},
  };
}

/** What happens in the house reaches the clients in the same turn. */
function watch({ house, interests, feeds, holds, surfaces, show }: Shared, door: WsDoor): (() => void)[] {
  const { desk, meters } = house;
  return [
    desk.watch((turn) => interests.turn(turn)),
    desk.watchLayout(() => {
      interests.clear();
      feeds.clear();
      holds.clear();
      for (const session of door.sessions) session.relayout();
    }),
    desk.watchLinks((link) => {
      for (const session of door.sessions) if (session.role !== undefined) session.tell({ t: 'link', ...link });
    }),
    meters.watch((role) => feeds.published(role)),
    surfaces.watch((text) => tellAll(door, text)),
    show.watch((text) => tellAll(door, text)),
  ];
}

/** To all who have asked to be told changes. */
function tellAll({ sessions }: WsDoor, text: string): void {
  const frame = textFrame(text);
  for (const session of sessions) if (session.wishes.size > 0) session.outlet.answer(frame);
}

function lookAtHolds({ holds }: Shared, door: WsDoor): void {
  const news = holds.look();
  if (!news) return;
  for (const session of door.sessions) if (session.wishes.size > 0) session.outlet.answer(session.isNamed ? news.names : news.ids);
}

/** Again and again, the next one only after the last: a process that was paused does not catch up in a burst. */
function every({ clock }: RemoteHouse, periodMs: number, run: (lateMs: number) => void): () => void {
  let dueMs = 0;
  let timer = arm();
  function arm(): Timer {
    dueMs = clock.nowMs() + periodMs;
    return clock.setTimer(periodMs, () => {
      run(clock.nowMs() - dueMs);
      timer = arm();
    });
  }
  return () => timer.cancel();
}
