import { nearest } from '../desk/nearest.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Profile } from '../surfaces/profile.ts';
import { isMappingFault, type MappingFiles } from './mappings.ts';

interface Read {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly mappings: ReadonlyMap<string, { readonly mapping: Mapping; readonly profile: Profile }>;
}

/** All profiles and mappings, read ahead: a port that comes finds its own at once. Of a file with a mistake the last good reading stays. */
export class SurfaceShelf {
  readonly #files: MappingFiles;
  readonly #say: (line: string) => void;
  #read: Read = { profiles: new Map(), mappings: new Map() };
  /** Mistakes that have been told already. */
  #told = new Set<string>();

  private constructor(files: MappingFiles, say: (line: string) => void) {
    this.#files = files;
    this.#say = say;
  }

  static async open(files: MappingFiles, say: (line: string) => void): Promise<SurfaceShelf> {
    const shelf = new SurfaceShelf(files, say);
    await shelf.reload();
    return shelf;
  }

  profiles(): readonly Profile[] {
    return [...this.#read.profiles.values()];
  }

  /** @returns undefined where none of that name can be read, which is said */
  profile(name: string): Profile | undefined {
    const found = this.#read.profiles.get(name);
    if (!found) this.#say(this.#missing('profile', name, this.#read.profiles.keys()));
    return found;
  }

  /** What the controls of a unit mean. @param name of the file; that of the profile if left out */
  mapping({ profile, label }: Profile, name = profile): Mapping | undefined {
    const found = this.#read.mappings.get(name);
    if (found?.mapping.profile === profile) return found.mapping;
    this.#say(
      found
        ? `mapping "${name}" is for a ${found.profile.label}, not for a ${label}`
        : this.#missing('mapping', name, this.#read.mappings.keys()),
    );
    return undefined;
  }

  /** Reads all files again; mistakes are told once. */
  async reload(): Promise<void> {
    const told = new Set<string>();
    const profiles = new Map<string, Profile>();
    const mappings = new Map<string, { readonly mapping: Mapping; readonly profile: Profile }>();
    for (const { name } of await this.#files.profiles()) {
      const found = await this.#files.profile(name);
      const good = isMappingFault(found) ? this.#read.profiles.get(name) : found.profile;
      if (isMappingFault(found)) told.add(found.says);
      if (good) profiles.set(name, good);
    }
    for (const { name } of await this.#files.mappings()) {
      const found = await this.#files.mapping(name);
      const good = isMappingFault(found) ? this.#read.mappings.get(name) : found;
      if (isMappingFault(found)) told.add(found.says);
      if (good) mappings.set(name, good);
    }
    for (const says of told) if (!this.#told.has(says)) this.#say(says);
    this.#told = told;
    this.#read = { profiles, mappings };
  }

  #missing(what: string, name: string, known: Iterable<string>): string {
    const near = nearest(name, known);
    return `no ${what} "${name.slice(0, 64)}"${near ? `; did you mean "${near}"?` : ''}`;
  }
}
