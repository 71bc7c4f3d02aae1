import { z } from 'zod';

/** YAML 1.2 knows true and false; engineers say on and off. */
export const onOff = z.union([z.boolean(), z.enum(['on', 'off'])], 'on or off').transform((said) => said === true || said === 'on');

/** A time in ms, or as people write it: `20`, `20 ms`, `0.5 s`. */
export const timeMs = (minMs: number, maxMs: number) =>
  z
    .union([z.number(), z.string().regex(/^\s*\d+(?:\.\d+)?\s*(?:ms|s)?\s*$/, 'a time such as 20 ms')])
    .transform((said) => (typeof said === 'number' ? said : Number.parseFloat(said) * (/[^m]s\s*$/.test(said) ? 1000 : 1)))
    .pipe(z.number().min(minMs).max(maxMs));
