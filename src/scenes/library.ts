import type { Refusal } from '../desk/refusal.ts';
import type { Scene } from './scene.ts';

/** A mistake in a file of the show, as pages and commands tell it; what stood in it before, if anything, runs on. */
export interface FileFault {
  /** In the show folder: `scenes/012 Verse 2.yaml`, `cues.yaml`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly says: string;
  /** Until it is mended: `the last good "Verse 2" stays`, `it is not there`. */
  readonly meanwhile: string;
}

/** `scenes/012 Verse 2.yaml:3:3: no parameter "ch/1/fadr"; until it is mended the last good "Verse 2" stays` */
export const tellFault = ({ file, line, column, says, meanwhile }: FileFault): string =>
  `${file}:${line}:${column}: ${says}; until it is mended ${meanwhile}`;

/** A scene that was removed: its versions are there, and it can be brought back. */
export interface GoneScene {
  readonly name: string;
  /** Empty for none. */
  readonly number: string;
  /** Newest first. */
  readonly versions: readonly SceneVersion[];
}

/** A kept earlier content of a scene. */
export interface SceneVersion {
  /** Names it: `2026-11-25T20-41-16`. */
  readonly version: string;
  readonly atMs: number;
}

/**
 * The scenes of a show, at hand: reading never waits for the disk. The show room keeps them as files; tests keep them in memory.
 * Names are compared without regard to capitals; a number is a name too.
 */
export interface SceneLibrary {
  /** In the order of their numbers. */
  list(): readonly Scene[];
  /** @returns the scene, or `unknown-path` with the nearest name */
  find(nameOrNumber: string): Scene | Refusal;
  /** Patterns the whole show leaves alone at every recall. */
  readonly safes: readonly string[];
  /** They count at once. Resolves when they are durable on disk, or with why not. */
  setSafes(patterns: readonly string[]): Promise<Refusal | undefined>;
  /** Puts a scene in the list, without a number at the end of it (the same name: instead of it, the old one becomes a version). Resolves when it is durable on disk, or with why not. */
  store(scene: Scene): Promise<Refusal | undefined>;
  remove(name: string): Promise<Refusal | undefined>;
  /** Another name, number or both; its versions go along. */
  rename(name: string, to: Partial<Pick<Scene, 'name' | 'number'>>): Promise<Refusal | undefined>;
  /** Newest first, at most 20; of a removed scene too. */
  versions(name: string): Promise<readonly SceneVersion[]>;
  version(name: string, version: string): Promise<Scene | Refusal>;
  /** A version is the content again, to the letter; the present content becomes a version. A removed scene is there again. */
  restore(name: string, version: string): Promise<Refusal | undefined>;
  /** What was removed, newest first. */
  gone(): Promise<readonly GoneScene[]>;
  /** Files that cannot be read as they are now. */
  faults(): readonly FileFault[];
  /** A file was added, edited or taken away, or has mistakes now. @returns ends the watching */
  watch(changed: () => void): () => void;
}

/** As a person reads a name: capitals and outer spaces do not matter. */
export const asRead = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/** Broken text, line ends, what turns the direction of writing, and what nobody sees: two names that look the same must be the same. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** Whether a name cannot be read as it stands. Joiners and marks of direction stay: emoji and whole scripts need them. */
export const isUnreadable = (name: string): boolean => UNSEEN.test(name);

type Named = Pick<Scene, 'name' | 'number'>;

/** By its name; else by its number, `12` for `012`, where no other has it. */
export function findScene<T extends Named>(list: readonly T[], nameOrNumber: string): T | undefined {
  const [name, number] = [asRead(nameOrNumber), nameOrNumber.trim()];
  const found = list.find((scene) => asRead(scene.name) === name) ?? only(list.filter((scene) => scene.number === number));
  if (found || !/^\d+(?:\.\d+)?$/.test(number)) return found;
  return only(list.filter((scene) => scene.number !== '' && Number(scene.number) === Number(number)));
}

/** Of two that have one number neither is meant. */
const only = <T>(found: readonly T[]): T | undefined => (found.length === 1 ? found[0] : undefined);
