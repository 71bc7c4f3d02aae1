import { readFileSync } from 'node:fs';

/** The compiled kernel, as the build leaves it. */
export const kernelBytes = (): Uint8Array => readFileSync(new URL('../../dist/audio/kernel/kernel.wasm', import.meta.url));
