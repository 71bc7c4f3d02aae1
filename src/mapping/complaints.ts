import { nearest } from '../desk/nearest.ts';
import type { Place, Wrong } from '../wire/formats/yaml-issues.ts';
import { pathFault } from './paths.ts';

/** What is wrong with a file, collected while it is read. */
export class Complaints {
  readonly wrong: Wrong[] = [];

  add(place: Place, says: string, key = false, part?: string): void {
    this.wrong.push({ place, says, key, ...(part === undefined ? {} : { part }) });
  }

  /** A key must be one of those the unit has. @param isKey the key at the place is meant, not its value */
  key(place: Place, name: string, known: readonly string[], what: string, isKey = true, also: readonly string[] = []): void {
    if (known.includes(name)) return;
    const all = [...also, ...known];
    const near = nearest(name, all);
    const rest = near ? `did you mean "${near}"?` : all.length > 0 ? `there are ${all.join(', ')}` : 'there is none';
    this.add(place, `no ${what} "${name.slice(0, 60)}"; ${rest}`, isKey);
  }

  /** A path must be made of words of the model. @returns it as it is */
  path<Path extends string | undefined>(place: Place, path: Path): Path {
    const fault = path === undefined ? undefined : pathFault(path);
    if (fault) this.add(place, fault);
    return path;
  }
}
