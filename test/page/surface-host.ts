import { readFileSync } from 'node:fs';
import type { Actor } from '../../src/desk/actor.ts';
import type { Refusal } from '../../src/desk/refusal.ts';
import { transportVerbs } from '../../src/engines/embedded/verbs.ts';
import { readMapping } from '../../src/mapping/mapping-file.ts';
import { viewVerbs } from '../../src/mapping/verbs.ts';
import type { Hands, PageSurface, SurfaceState } from '../../src/remote/hands.ts';
import { cueVerbs } from '../../src/scenes/cues/verbs.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import { SurfaceSeat } from '../../src/surface-seat.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { type RemoteKit, remoteKit } from '../remote/remote-kit.ts';
import { xTouch } from '../surfaces/kit.ts';

const FILE = 'behringer-x-touch.yaml';
const TEXT = readFileSync(new URL(`../../mappings/${FILE}`, import.meta.url), 'utf8');

/** Surfaces in the browser as the house attaches them: codec, session and the shipped mapping, one each. */
class PageHands implements Hands {
  kit: RemoteKit | undefined;
  readonly names = new Set<string>();
  /** Frames of hands, in hex. */
  readonly heard: string[] = [];
  isFull = false;
  #actors = 0;

  list(): readonly SurfaceState[] {
    return [];
  }
  watch(): () => void {
    return () => {};
  }
  attach(_profile: string, owner: Actor, send: (bytes: Uint8Array) => void): PageSurface | Refusal {
    if (this.isFull) return { code: 'busy', got: '32 surfaces in browsers', want: 'are the most; close one' };
    const { kit } = this;
    if (!kit) throw new Error('a page came before the house stood');
    const read = readMapping(TEXT, FILE, { verbs: kit.verbs, profile: xTouch });
    if (!('good' in read)) throw new Error(JSON.stringify(read.errors));
    const name = this.names.has('X-Touch') ? 'X-Touch 2' : 'X-Touch';
    this.names.add(name);
    const { desk, meters, verbs } = kit;
    const views = () => undefined;
    const house = { desk, meters, verbs, clock: systemClock, views, say: () => {} };
    // As at the desk: what a surface moves is moved by the surface, not by the page that shows it.
    const actor: Actor = { ...owner, id: `surface ${++this.#actors}`, kind: 'surface', name };
    const seat = new SurfaceSeat(house, { name, actor, profile: xTouch, mapping: read.good, send, changed: () => {} });
    seat.up();
    return {
      name,
      hear: (bytes) => {
        this.heard.push([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' '));
        seat.hear(bytes);
      },
      close: () => {
        seat.stop();
        this.names.delete(name);
      },
    };
  }
}

/** A daemon's doors with virtual surfaces behind them, and a desk the test looks into. */
export async function surfaceHost(number = 0) {
  const hands = new PageHands();
  const kit = await remoteKit({ hands, number });
  kit.verbs
    .add(transportVerbs)
    .add(viewVerbs)
    .add(sceneVerbs())
    .add(cueVerbs(() => undefined));
  hands.kit = kit;
  return Object.assign(kit, { hands, heard: hands.heard });
}
export type SurfaceHost = Awaited<ReturnType<typeof surfaceHost>>;
