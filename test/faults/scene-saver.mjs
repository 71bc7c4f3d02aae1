// Stores scenes as fast as the show room can, each with a growing number in all its values; now and then one gets another name. Argument: the show.
import { SceneFolder } from '../../dist/show/scenes.js';

const [show] = process.argv.slice(2);
const clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  setTimer: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};
const library = await SceneFolder.open(show, { clock, say: (line) => process.stderr.write(`${line}\n`) });
const [found] = library.list();
let name = found?.name ?? 'Verse 1';
let count = Number(found?.values.get('ch/1/delay/time')?.value ?? 0);
process.stdout.write('begins\n');
for (;;) {
  count += 1;
  const values = new Map();
  for (let strip = 1; strip <= 64; strip++) values.set(`ch/${strip}/delay/time`, { value: count });
  const scene = { name, number: '012', fade: undefined, safe: [], only: [], preamps: false, note: 'x'.repeat(10_000), values };
  const refusal = await library.store(scene);
  if (refusal) throw new Error(JSON.stringify(refusal));
  if (count % 3 === 0) {
    const to = name === 'Verse 1' ? 'Verse 2' : 'Verse 1';
    const refused = await library.rename(name, { name: to });
    if (refused) throw new Error(JSON.stringify(refused));
    name = to;
  }
}
