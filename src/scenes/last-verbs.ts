import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer, Call, Verb } from '../desk/verb.ts';
import { planAnswer, planData, tellPlan } from './plan-text.ts';
import { planRecall } from './planning.ts';
import { type SceneHost, type SceneHostOf, withHost } from './scene-host.ts';

const ANSWERS = ['take', 'leave'];

/** The verb that shows what a start offers (what the desk had when it ran last, or a scene of the show), and takes or leaves it. */
export function lastVerbs(hostOf: SceneHostOf): readonly Verb[] {
  return [
    {
      name: 'last',
      says: 'what the desk had when it ran last, or the scene that desk.yaml offers: shows what would change; take recalls it, leave forgets it',
      example: 'last take',
      role: 'mixer',
      args: [{ name: 'answer', type: 'word', optional: true, says: 'take or leave; nothing: only show' }],
      over: true,
      run: withHost(hostOf, last),
    },
  ];
}

function last({ last: run, library, recalls }: SceneHost, { desk, actor, args, dry, overMs }: Call): Answer | Refusal {
  const { answer } = args;
  if (answer !== undefined && !ANSWERS.includes(answer)) return { code: 'malformed', got: answer.slice(0, 40), want: 'take or leave' };
  const offer = run?.offer();
  if (!run || !offer)
    return {
      says: 'nothing is offered: live state is as it was when the desk ran last, or somebody has answered',
      changes: [],
      refusals: [],
    };
  const since = `${new Date(offer.atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const what = offer.named ? `scene "${offer.scene.name}"` : `the state of ${since}`;
  if (answer === 'leave') {
    const says = `${dry ? 'would forget' : 'forgets'} ${offer.named ? `the offer of ${what}` : what}`;
    return { says, changes: [], refusals: [], ...(dry ? {} : { later: run.answered() }) };
  }
  const plan = planRecall(desk, offer.scene, { safes: library.safes, ...(overMs === undefined ? {} : { overMs }) });
  if (isRefusal(plan)) return plan;
  if (dry || answer === undefined)
    return planAnswer(
      plan,
      `${offer.named ? `${what} is offered` : `the desk ran last until ${since}`}; to have that${offer.named ? '' : ' again'}: ${tellPlan(plan)}`,
      planData(plan),
    );
  const recalled = recalls.recallPlan(actor, plan);
  if (isRefusal(recalled)) return recalled;
  const done = planAnswer(plan, `recalls ${what}: ${tellPlan(plan)}`, { id: recalled.id, ...planData(plan) });
  return { ...done, later: run.answered() };
}
