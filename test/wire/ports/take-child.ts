/** Records until it is killed: `take-child.ts FOLDER TRACKS`. Says "ready" when the take is open. */
import { TakeWriter } from '../../../src/wire/ports/take-writer.ts';
import { blocksAt } from './take-kit.ts';

const BLOCK = 128;
/** Blocks of one piece on the disk. */
const AT_ONCE = 64;
const [folder = '', tracks = '4'] = process.argv.slice(2);
const fail = (reason: string): never => {
  console.error(reason);
  process.exit(2);
};
const names = Array.from({ length: Number(tracks) }, (_, n) => `Input ${n + 1}`);
const take = await TakeWriter.open(folder, names, 48_000, { onLost: fail });
if ('why' in take) fail(take.why);
else {
  process.stdout.write('ready\n');
  for (let frame = 0; ; ) {
    for (let n = 0; n < AT_ONCE; n++) {
      take.write(blocksAt(names.length, frame, BLOCK), BLOCK);
      frame += BLOCK;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
