import { readFileSync } from 'node:fs';
import type { Actor } from '../../src/desk/actor.ts';
import { transportVerbs } from '../../src/engines/embedded/verbs.ts';
import { MappedSurface } from '../../src/mapping/mapped-surface.ts';
import { readMapping } from '../../src/mapping/mapping-file.ts';
import { viewVerbs } from '../../src/mapping/verbs.ts';
import type { Hands, PageSurface, SurfaceState } from '../../src/remote/hands.ts';
import { mcuCodec } from '../../src/surfaces/mcu/codec.ts';
import { SurfaceSession } from '../../src/surfaces/session.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { type RemoteKit, remoteKit } from '../remote/remote-kit.ts';
import { xTouch } from '../surfaces/kit.ts';

const FILE = 'behringer-x-touch.yaml';
const TEXT = readFileSync(new URL(`../../mappings/${FILE}`, import.meta.url), 'utf8');

/** Surfaces in the browser as the house attaches them: codec, session and the shipped mapping, one each. */
class PageHands implements Hands {
  kit: RemoteKit | undefined;
  readonly names = new Set<string>();

  list(): readonly SurfaceState[] {
    return [];
  }
  watch(): () => void {
    return () => {};
  }
  attach(_profile: string, actor: Actor, send: (bytes: Uint8Array) => void): PageSurface {
    const { kit } = this;
    if (!kit) throw new Error('a page came before the house stood');
    const read = readMapping(TEXT, FILE, { verbs: kit.verbs, profile: xTouch });
    if (!('good' in read)) throw new Error(JSON.stringify(read.errors));
    const name = this.names.has('X-Touch') ? 'X-Touch 2' : 'X-Touch';
    this.names.add(name);
    const { desk, meters, verbs } = kit;
    const clock = systemClock;
    const mapped = new MappedSurface({ desk, meters, verbs, clock, actor, profile: xTouch, mapping: read.good, name, say: () => {} });
    const session = new SurfaceSession({ profile: xTouch, codec: mcuCodec(xTouch), clock, hand: mapped, send });
    mapped.connect(session);
    session.up();
    return {
      name,
      hear: (bytes) => session.hear(bytes),
      close: () => {
        session.stop();
        mapped.stop();
        this.names.delete(name);
      },
    };
  }
}

/** A daemon's doors with virtual surfaces behind them, and a desk the test looks into. */
export async function surfaceHost(number = 0) {
  const hands = new PageHands();
  const kit = await remoteKit({ hands, number });
  kit.verbs.add(transportVerbs).add(viewVerbs);
  hands.kit = kit;
  return kit;
}
