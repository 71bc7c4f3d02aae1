import type { CueRunner } from '../scenes/cues/runner.ts';
import type { FileFault, SceneLibrary } from '../scenes/library.ts';
import type { Recalls } from '../scenes/recalls.ts';

/**
 * What the house lends the remote door of its show: `{ library: SceneFolder, recalls: Recalls, runner?: CueRunner }`, each as it is. The door
 * only looks and is told; everything that is done goes through verbs.
 */
export interface ShowHouse {
  readonly library: Pick<SceneLibrary, 'list' | 'safes' | 'faults' | 'watch'>;
  readonly recalls: Pick<Recalls, 'active' | 'list' | 'watch'>;
  /** The cue list, where there is one. */
  readonly runner?: Pick<CueRunner, 'cues' | 'state' | 'watch'>;
  /** The file of the cue list, where it can have mistakes. */
  readonly cueFile?: { faults(): readonly FileFault[]; watchFaults(changed: () => void): () => void };
  /** What the desk had when it ran last, as long as nobody has answered whether it is wanted. */
  readonly last?: {
    /** Saved then: wall clock, ms. */
    readonly offeredMs: number | undefined;
    /** The scene of the show that is offered instead. */
    readonly offeredScene?: string | undefined;
    watch(answered: () => void): () => void;
  };
}

/** Mistakes in files of the show, as they are now. */
export const faultsOf = ({ library, cueFile }: ShowHouse): FileFault[] => [...library.faults(), ...(cueFile?.faults() ?? [])];
