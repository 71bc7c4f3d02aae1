import { embedded } from './embedded/engine-type.ts';

/** One line an engine. Configuration, documents, listing and the conformance run come from these rows. */
export const ENGINES = [embedded] as const;
