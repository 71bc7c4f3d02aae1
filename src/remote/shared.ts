import type { Actor, Role } from '../desk/actor.ts';
import type { Access } from './access.ts';
import type { HoldsNews } from './holds-news.ts';
import type { RemoteCounts, RemoteHouse, RemoteLimits } from './house.ts';
import type { Interests } from './interests.ts';
import type { Listening } from './listening.ts';
import type { MeterFeeds } from './meter-feeds.ts';
import type { Told } from './protocol/server.ts';
import type { ShowNews } from './show-news.ts';
import type { Slices } from './slices.ts';
import type { Snapshots } from './snapshots.ts';
import type { SurfacesNews } from './surfaces-news.ts';

/** What all clients of the door have in common. */
export interface Shared {
  readonly house: RemoteHouse;
  readonly limits: RemoteLimits;
  readonly counts: RemoteCounts;
  readonly access: Access;
  readonly snapshots: Snapshots;
  readonly interests: Interests;
  readonly feeds: MeterFeeds;
  readonly listening: Listening;
  readonly holds: HoldsNews;
  readonly slices: Slices;
  readonly surfaces: SurfacesNews;
  readonly show: ShowNews;
  helloOf(actor: Actor, role: Role | undefined): Told<'hello'>;
  /** Tells who holds what, if that has changed. */
  lookAtHolds(): void;
}
