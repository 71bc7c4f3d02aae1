import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nearest } from '../desk/nearest.ts';
import type { Verbs } from '../desk/verb.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { profileNameIn, readMapping } from '../mapping/mapping-file.ts';
import { readProfile } from '../mapping/profile-file.ts';
import type { Profile } from '../surfaces/profile.ts';
import { type FileError, showErrors } from '../wire/formats/yaml-file.ts';
import { codeOf, diskFault } from './disk-fault.ts';
import { readText } from './read-text.ts';

/** Names of mappings and profiles stand in files and in messages of remotes: nothing else is looked for on the disk. */
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** Larger is no mapping: the shipped ones have 4 KB, and what is read while the show runs must be read at once. */
const SIZE_LIMIT = 64 * 1024;

/** Why a mapping or profile cannot be had; `errors` where its file has mistakes. */
export interface MappingFault {
  readonly says: string;
  readonly errors: readonly FileError[];
}
export const isMappingFault = (found: object): found is MappingFault => 'says' in found;

export interface FoundMapping {
  readonly name: string;
  readonly mapping: Mapping;
  readonly profile: Profile;
  /** Files it was read from. */
  readonly files: readonly string[];
}

export interface MappingListing {
  readonly name: string;
  /** In the show's own folder, before the shipped one. */
  readonly own: boolean;
}

export const mappingsFolder = (show: string): string => join(show, 'mappings');
/** The mappings that come with the package: beside `src` and beside `dist`. */
const SHIPPED = new URL('../../mappings/', import.meta.url).pathname;

/** Finds mappings and profiles by their names: first those of the show, then those that come with the package. */
export class MappingFiles {
  readonly #folders: readonly string[];
  readonly #verbs: Verbs;

  /** @param show its folder; without one there are the shipped files only */
  constructor(verbs: Verbs, show?: string, shipped = SHIPPED) {
    this.#verbs = verbs;
    this.#folders = [...(show === undefined ? [] : [mappingsFolder(show)]), shipped];
  }

  mappings(): Promise<readonly MappingListing[]> {
    return this.#list('');
  }
  profiles(): Promise<readonly MappingListing[]> {
    return this.#list('profiles');
  }

  async profile(name: string): Promise<{ readonly profile: Profile; readonly file: string } | MappingFault> {
    const text = await this.#read(name, 'profiles', 'profile');
    if (isMappingFault(text)) return text;
    const reading = readProfile(text.text, text.file);
    if ('errors' in reading) return broken(reading.errors);
    return { profile: reading.good, file: text.file };
  }

  /** A mapping with the profile it names. */
  async mapping(name: string): Promise<FoundMapping | MappingFault> {
    const text = await this.#read(name, '', 'mapping');
    if (isMappingFault(text)) return text;
    const unit = profileNameIn(text.text);
    const profile = unit === undefined ? undefined : await this.profile(unit);
    if (profile && isMappingFault(profile)) {
      // A profile that is not there is a mistake of the mapping that names it.
      return profile.errors.length > 0 ? profile : { ...profile, says: `${text.file}: ${profile.says}` };
    }
    if (!profile) return broken(errorsWithoutProfile(text.text, text.file, this.#verbs));
    const reading = readMapping(text.text, text.file, { verbs: this.#verbs, profile: profile.profile });
    if ('errors' in reading) return broken(reading.errors);
    return { name, mapping: reading.good, profile: profile.profile, files: [text.file, profile.file] };
  }

  async #read(name: string, inside: string, what: string): Promise<{ readonly text: string; readonly file: string } | MappingFault> {
    if (!NAME.test(name)) {
      return { says: `"${name.slice(0, 64)}" is no name of a ${what}: small letters, digits and "-", at most 64`, errors: [] };
    }
    for (const folder of this.#folders) {
      const file = join(folder, inside, `${name}.yaml`);
      try {
        return { text: await readText(file, SIZE_LIMIT), file };
      } catch (error) {
        if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return { says: diskFault(error, 'read', file).says, errors: [] };
      }
    }
    const known = (await this.#list(inside)).map((one) => one.name);
    const near = nearest(name, known);
    return { says: `no ${what} "${name}"; ${near ? `did you mean "${near}"?` : `there are ${known.join(', ')}`}`, errors: [] };
  }

  async #list(inside: string): Promise<readonly MappingListing[]> {
    const found = new Map<string, boolean>();
    for (const [place, folder] of this.#folders.entries()) {
      // A folder that is not there has no files; one that cannot be read has none for us.
      for (const file of await readdir(join(folder, inside)).catch((): string[] => [])) {
        const name = file.replace(/\.yaml$/, '');
        if (file !== name && NAME.test(name) && !found.has(name)) found.set(name, place < this.#folders.length - 1);
      }
    }
    return [...found].map(([name, own]) => ({ name, own })).sort((one, two) => (one.name < two.name ? -1 : 1));
  }
}

const broken = (errors: readonly FileError[]): MappingFault => ({ says: showErrors(errors), errors });

/** The file does not say its profile: that is among its mistakes. */
function errorsWithoutProfile(text: string, file: string, verbs: Verbs): readonly FileError[] {
  const none = { profile: '', keys: { strip: [], unit: [], unlit: [], lamps: [] } };
  // Only the form is looked at: without a profile the schema refuses before anything of it is read.
  const reading = readMapping(text, file, { verbs, profile: none as unknown as Profile });
  return 'errors' in reading ? reading.errors : [];
}
