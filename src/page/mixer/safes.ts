import { link } from '../link/link.ts';
import { coverOf } from './cover.ts';

/** Whether every recall leaves the whole strip alone. Reading it follows it. */
export const isSafe = (strip: string): boolean =>
  coverOf(link.show.value?.safes ?? [], strip, link.param(`${strip}/name`).text.value) !== undefined;
