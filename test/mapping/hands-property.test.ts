import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildLayout } from '../../src/desk/layout.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { PrintedScale } from '../../src/mapping/travel.ts';
import { actor, CONSOLE, deskKit, SMALL } from '../desk/desk-kit.ts';
import { surfaceKit, X_TOUCH } from './mapping-kit.ts';

type Step =
  | { readonly do: 'touch' | 'release'; readonly fader: number }
  | { readonly do: 'move'; readonly fader: number; readonly position: number }
  | { readonly do: 'key'; readonly key: string }
  | { readonly do: 'foreign' | 'console'; readonly channel: number; readonly levelDb: number }
  | { readonly do: 'wait'; readonly ms: number };

const fader = fc.integer({ min: 0, max: 8 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('touch' as const, 'release' as const), fader }),
  fc.record({ do: fc.constant('move' as const), fader, position: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    do: fc.constant('key' as const),
    key: fc.constantFrom(
      'bank-left',
      'bank-right',
      'channel-left',
      'channel-right',
      'flip',
      'view-busses',
      'view-inputs',
      'view-user',
      'select 2',
      'assign-send',
      'global-view',
    ),
  }),
  fc.record({
    do: fc.constantFrom('foreign' as const, 'console' as const),
    channel: fc.integer({ min: 1, max: 20 }),
    levelDb: fc.integer({ min: -90, max: 10 }),
  }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 600 }) }),
);

const layout = buildLayout(describeMixer({ ...SMALL, channels: 20 }));
const scale = new PrintedScale(X_TOUCH);

/** What stands under each fader by the view alone: worked out here a second time, from the words of the mapping. */
function pathUnder(kit: ReturnType<typeof surfaceKit>, index: number): string | undefined {
  const { view } = kit.surface;
  if (index === 8) return 'main/fader';
  const strip = view.strips[index];
  const knob =
    view.mode === 'send' ? (view.selected ? `${view.selected}/send/${index + 1}/level` : undefined) : strip ? `${strip}/pan` : undefined;
  if (view.flip) return knob;
  if (!strip) return undefined;
  if (view.mode !== 'sends') return `${strip}/fader`;
  return view.selected?.startsWith('bus/') ? `${strip}/send/${view.selected.slice(4)}/level` : undefined;
}

function run(kit: ReturnType<typeof surfaceKit>, all: readonly Step[], held: Map<number, string | undefined>): void {
  const anna = actor('Anna');
  for (const one of all) {
    if (one.do === 'touch') {
      if (!held.has(one.fader)) held.set(one.fader, pathUnder(kit, one.fader));
      kit.surface.touch(one.fader, true);
    } else if (one.do === 'release') {
      held.delete(one.fader);
      kit.surface.touch(one.fader, false);
    } else if (one.do === 'move') kit.surface.move(one.fader, one.position);
    else if (one.do === 'key') kit.press(one.key);
    else if (one.do === 'foreign') kit.say(`set ch/${one.channel}/fader ${one.levelDb}`, anna);
    else if (one.do === 'console') {
      const entry = kit.desk.model.entries[kit.id(`ch/${one.channel}/fader`)];
      if (entry) kit.desk.report(CONSOLE, 'foh', [[entry.parameter.id, one.levelDb]]);
    } else if (one.do === 'wait') kit.clock.advance(one.ms);
  }
}

test('in any order of touch, move, bank, flip, mode and foreign changes each fader is told the place of the value under it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (all) => {
      const kit = surfaceKit(deskKit({}, layout));
      const held = new Map<number, string | undefined>();
      for (const one of all) {
        run(kit, [one], held);
        expect(kit.face.unflushed).toBe(0);
        for (let index = 0; index < 9; index++) {
          const path = pathUnder(kit, index);
          const entry = path === undefined ? undefined : kit.desk.find(path);
          const place = entry && !isRefusal(entry) ? scale.positionOf(entry, kit.desk.wanted(entry.id)) : 0;
          expect([index, path, kit.face.faders.get(index)]).toEqual([index, path, place]);
        }
      }
    }),
    { numRuns: 60 },
  );
}, 30_000);

test('a finger moves what it came for, and nothing else, until it goes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fader, fc.double({ min: 0, max: 1, noNaN: true }), (all, index, position) => {
      const kit = surfaceKit(deskKit({}, layout));
      const before = pathUnder(kit, index);
      kit.surface.touch(index, true);
      run(
        kit,
        all.filter((one) => !('fader' in one && one.fader === index)),
        new Map(),
      );
      const was = kit.desk.model.entries.map(({ id }) => kit.desk.wanted(id));
      kit.surface.move(index, position);
      const moved = kit.desk.model.entries.filter(
        ({ id, parameter }) => kit.desk.wanted(id) !== was[id] && parameter.leaf.is === undefined,
      );
      expect(moved.map(({ path }) => path).filter((path) => path !== before)).toEqual([]);
      expect(kit.desk.holder(kit.id(before ?? ''))?.actor).toBe(kit.hand);
    }),
    { numRuns: 60 },
  );
}, 30_000);
