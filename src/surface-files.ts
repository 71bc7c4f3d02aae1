import type { Line } from './desk/line.ts';
import type { Action, Mapping } from './mapping/mapping.ts';
import { type OtherLine, sceneIn, spoken } from './scenes/scene-uses.ts';
import { isMappingFault, type MappingFiles } from './show/mappings.ts';
import type { Profile } from './surfaces/profile.ts';

interface Read {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly mappings: ReadonlyMap<string, { readonly mapping: Mapping; readonly profile: Profile }>;
}

/** Profiles and mappings as they stand on the disk, at hand when a surface is plugged in. A file with a mistake keeps its last good content. */
export class SurfaceFiles {
  readonly #files: MappingFiles;
  readonly #say: (line: string) => void;
  /** What was said last of a file that has a mistake. */
  readonly #said = new Map<string, string>();
  #reading: Promise<void> = Promise.resolve();
  #read: Read = { profiles: new Map(), mappings: new Map() };

  private constructor(files: MappingFiles, say: (line: string) => void) {
    this.#files = files;
    this.#say = say;
  }

  /** @param say a file that cannot be used, with its line; once for each time it becomes so */
  static async load(files: MappingFiles, say: (line: string) => void): Promise<SurfaceFiles> {
    const loaded = new SurfaceFiles(files, say);
    await loaded.reload();
    return loaded;
  }

  /** Reads all of them again, one time after the other: what was read first never comes out last. */
  reload(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readAll());
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    const profiles = new Map(this.#read.profiles);
    const mappings = new Map(this.#read.mappings);
    for (const { name } of await this.#files.profiles()) {
      const found = await this.#files.profile(name);
      this.#tell(`profile ${name}`, found);
      if (!isMappingFault(found)) profiles.set(name, found.profile);
    }
    for (const { name } of await this.#files.mappings()) {
      const found = await this.#files.mapping(name);
      this.#tell(`mapping ${name}`, found);
      if (!isMappingFault(found)) mappings.set(name, found);
    }
    this.#read = { profiles, mappings };
  }

  profiles(): readonly Profile[] {
    return [...this.#read.profiles.values()];
  }

  profile(name: string): Profile | undefined {
    return this.#read.profiles.get(name);
  }

  /** What the controls of a unit mean. @param name of the file; if left out that of the profile, else the first that is for it */
  mapping({ profile }: Profile, name?: string): Mapping | undefined {
    const { mappings } = this.#read;
    if (name !== undefined) return mappings.get(name)?.mapping;
    const same = mappings.get(profile);
    if (same?.profile.profile === profile) return same.mapping;
    return [...mappings.values()].find((one) => one.profile.profile === profile)?.mapping;
  }

  /** What keys say, and in which file. A scene by its number is left out: F1 means whatever stands at 1. */
  lines(): readonly OtherLine[] {
    return [...this.#read.mappings].flatMap(([name, { mapping }]) =>
      linesOf(mapping)
        .filter((line) => !/^[\d.]+$/.test(sceneIn(line) ?? ''))
        .map((line) => ({ where: `mapping ${name}`, text: textOf(line), line })),
    );
  }

  #tell(file: string, found: object): void {
    const line = isMappingFault(found) ? found.says : '';
    if ((this.#said.get(file) ?? '') === line) return;
    this.#said.set(file, line);
    if (line !== '') this.#say(line);
  }
}

function linesOf({ buttons, strip, modes }: Mapping): Line[] {
  const keys = [buttons, strip.keys, ...[...modes.values()].flatMap((mode) => [mode.buttons, mode.strip.keys])];
  return keys.flatMap((some) => [...some.values()].flatMap(saidBy));
}

const saidBy = ({ press, double, hold }: Action): Line[] => [press, double, hold].flatMap((line) => line ?? []);

const textOf = ({ verb, args }: Line): string => [verb.name, ...Object.values(args).map(spoken)].join(' ');
