import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer, Call } from '../desk/verb.ts';
import { versionOf } from './history-verbs.ts';
import { planAnswer, planData, tellPlan } from './plan-text.ts';
import type { RecallOptions } from './recalls.ts';
import type { SceneHost } from './scene-host.ts';

/** A recall of what a scene was, by the place or time of that version; the file stays as it is. The answer is whole when its `later` is. */
export function recallVersion({ library, recalls }: SceneHost, call: Call, wanted: string, options: RecallOptions): Answer | Refusal {
  const scene = library.find(call.args.name ?? '');
  if (isRefusal(scene)) return scene;
  const answer: { -readonly [Key in keyof Answer]: Answer[Key] } = { says: '', changes: [], refusals: [] };
  const load = async (): Promise<Refusal | undefined> => {
    const found = await versionOf(library, scene, wanted);
    if (isRefusal(found)) return found;
    // By a name of its own: the desk is not as the scene of today says.
    const plan = recalls.plan({ ...found.scene, name: `${scene.name} of ${found.version}` }, options);
    if (isRefusal(plan)) return plan;
    const recalled = call.dry ? undefined : recalls.recallPlan(call.actor, plan, options);
    if (isRefusal(recalled)) return recalled;
    const says = `${recalled ? 'recalls' : 'would recall'} "${plan.scene}": ${tellPlan(plan)}`;
    Object.assign(answer, planAnswer(plan, says, { ...planData(plan), ...(recalled ? { id: recalled.id } : {}) }));
    return undefined;
  };
  answer.later = load();
  return answer;
}
