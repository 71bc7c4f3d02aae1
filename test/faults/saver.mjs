// Saves a growing number as fast as the show room can, at both ends of a file of some size. Argument: the file.
import { readFileSync } from 'node:fs';
import { writeWhole } from '../../dist/show/atomic.js';

const [path] = process.argv.slice(2);
let count = 0;
try {
  count = JSON.parse(readFileSync(path, 'utf8')).first;
} catch {
  // The first run finds none.
}
process.stdout.write('begins\n');
for (;;) {
  count += 1;
  const fault = await writeWhole(path, JSON.stringify({ first: count, between: 'x'.repeat(60_000), last: count }));
  if (fault) throw new Error(fault.says);
}
