import { Verbs } from './desk/verb.ts';
import { deskVerbs } from './desk/verbs.ts';
import { transportVerbs } from './engines/embedded/verbs.ts';
import { viewVerbs } from './mapping/verbs.ts';

/** The one list of everything that can be asked of the house; each room brings its own. */
export const houseVerbs = (): Verbs => new Verbs().add(deskVerbs).add(transportVerbs).add(viewVerbs);
