import { Verbs } from './desk/verb.ts';
import { deskVerbs } from './desk/verbs.ts';
import { transportVerbs } from './engines/embedded/verbs.ts';
import { viewVerbs } from './mapping/verbs.ts';
import { type CueEdit, cueEditVerbs } from './scenes/cues/edit-verbs.ts';
import { type CueHost, cueVerbs } from './scenes/cues/verbs.ts';
import { historyVerbs } from './scenes/history-verbs.ts';
import { lastVerbs } from './scenes/last-verbs.ts';
import type { PresetLibrary } from './scenes/presets.ts';
import type { SceneHostOf } from './scenes/scene-host.ts';
import { sceneListVerbs } from './scenes/scene-list-verbs.ts';
import { type SendHost, sendVerbs } from './scenes/sends/verbs.ts';
import { stripVerbs } from './scenes/strip-verbs.ts';
import { sceneVerbs } from './scenes/verbs.ts';

/** What verbs need that a running daemon alone has; without it they are listed, and refuse. */
export interface Hosts {
  readonly presets?: () => PresetLibrary | undefined;
  readonly scenes?: SceneHostOf;
  readonly cues?: () => CueHost | undefined;
  readonly cueEdit?: () => CueEdit | undefined;
  readonly sends?: () => SendHost | undefined;
}

/** The one list of everything that can be asked of the house; each room brings its own. */
export const houseVerbs = ({
  presets = () => undefined,
  scenes = () => undefined,
  cues = () => undefined,
  cueEdit = () => undefined,
  sends = () => undefined,
}: Hosts = {}): Verbs =>
  new Verbs()
    .add(deskVerbs)
    .add(transportVerbs)
    .add(viewVerbs)
    .add(stripVerbs(presets))
    .add(sceneVerbs(scenes))
    .add(sceneListVerbs(scenes, cueEdit))
    .add(historyVerbs(scenes))
    .add(lastVerbs(scenes))
    .add(cueVerbs(cues))
    .add(cueEditVerbs(cueEdit))
    .add(sendVerbs(sends));
