// Compiles the kernel to dist/audio/kernel/kernel.wasm; does nothing when that is newer than every source here.
import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const target = join(root, 'dist/audio/kernel/kernel.wasm');

const age = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const newest = Math.max(...readdirSync(here).map((name) => age(join(here, name))));

if (age(target) <= newest) {
  // Here, not above: an install without development packages that has the kernel must not need the compiler.
  const { default: asc } = await import('assemblyscript/asc');
  mkdirSync(dirname(target), { recursive: true });
  // Beside and then renamed: whoever reads at the same time sees the old kernel or the new one.
  const fresh = `${target}.${process.pid}`;
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--baseDir', root, '-o', relative(root, fresh)];
  const { error, stderr } = await asc.main([relative(root, join(here, 'kernel.ts')), ...options]);
  if (error) {
    console.error(stderr.toString());
    console.error(`kernel: ${error.message}`);
    process.exit(1);
  }
  renameSync(fresh, target);
}
