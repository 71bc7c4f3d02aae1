import type { Refusal } from '../desk/refusal.ts';
import type { Scene } from './scene.ts';

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
  setSafes(patterns: readonly string[]): void;
  /** Puts a scene in the list (the same name: instead of it, the old one becomes a version). Resolves when it is durable on disk, or with why not. */
  store(scene: Scene): Promise<Refusal | undefined>;
  remove(name: string): Promise<Refusal | undefined>;
  rename(name: string, to: string): Promise<Refusal | undefined>;
  /** Newest first, at most 20. */
  versions(name: string): Promise<readonly SceneVersion[]>;
  version(name: string, version: string): Promise<Scene | Refusal>;
  /** A file was added, edited or taken away. @returns ends the watching */
  watch(changed: () => void): () => void;
}
