/** How many intents the desk alone turns into changes in a second, with a watcher, on the whole default layout. */
import type { Actor } from '../../src/desk/actor.ts';
import { Desk } from '../../src/desk/desk.ts';
import { buildLayout } from '../../src/desk/layout.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { DEFAULT_SIZE, describe } from '../../src/engines/embedded/table.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';

const HAND: Actor = { id: 'bench', kind: 'script', name: 'bench', origin: 'bench', role: 'mixer' };
const INTENTS = 200_000;

export function intentsPerSecond(): number {
  const desk = new Desk(systemClock, {
    onFault: (error) => {
      throw error;
    },
  });
  desk.attach('foh', buildLayout(describe(DEFAULT_SIZE)));
  desk.setLink('foh', 'live');
  const faders = Array.from({ length: 32 }, (_, index) => {
    const entry = desk.find(`ch/${index + 1}/fader`);
    if (isRefusal(entry)) throw new Error(`no fader ${index + 1}`);
    return entry.id;
  });
  let changes = 0;
  desk.watch((turn) => {
    changes += turn.changes.length;
  });
  let tookMs = 0;
  for (const round of [INTENTS / 10, INTENTS]) {
    const startMs = performance.now();
    for (let step = 0; step < round; step++) {
      const id = faders[step % 32] ?? 0;
      desk.intend(HAND, [{ kind: 'set', id, value: -40 + (Math.floor(step / 32) % 400) / 10 }], {});
    }
    tookMs = performance.now() - startMs;
  }
  if (changes < INTENTS) throw new Error(`only ${changes} changes came of ${INTENTS} intents`);
  return (INTENTS * 1000) / tookMs;
}
