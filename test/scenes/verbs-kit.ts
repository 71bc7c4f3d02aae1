import { say } from '../../src/desk/line.ts';
import { explain, isRefusal } from '../../src/desk/refusal.ts';
import { type Answer, Verbs } from '../../src/desk/verb.ts';
import { deskVerbs } from '../../src/desk/verbs.ts';
import type { Scene } from '../../src/scenes/scene.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import { actor } from '../desk/desk-kit.ts';
import { recallKit } from './recall-kit.ts';

export const ANNA = actor('Anna');

/** A desk with scenes, and Anna who says lines to it. */
export function house(scenes: readonly Scene[] = []) {
  const kit = recallKit(scenes);
  const verbs = new Verbs().add(deskVerbs).add(sceneVerbs(() => ({ recalls: kit.recalls, library: kit.shelf })));
  const ask = (line: string, dry = false) => say(verbs, line, { desk: kit.desk, actor: ANNA, dry });
  const does = (line: string, dry = false): Answer => {
    const answer = ask(line, dry);
    if (isRefusal(answer)) throw new Error(explain(answer));
    return answer;
  };
  const refused = (line: string): string => {
    const answer = ask(line);
    return isRefusal(answer) ? explain(answer) : '';
  };
  return { ...kit, ask, does, refused };
}
