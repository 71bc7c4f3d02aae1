import { explain, isRefusal, type Refusal } from '../desk/refusal.ts';
import { formatValue } from '../desk/value.ts';
import type { Answer, Argument, Call, Verb } from '../desk/verb.ts';
import { meant } from '../desk/verbs.ts';
import { fadeRows } from './fade-rows.ts';
import { planAnswer, planData, tellMoved, tellPlan } from './plan-text.ts';
import { recallVersion } from './recall-version.ts';
import { readRecallWords } from './recall-words.ts';
import { runVerbs } from './run-verbs.ts';
import { CURVES, type Curve } from './scene.ts';
import { type SceneHost, type SceneHostOf, withHost } from './scene-host.ts';
import { pathPatterns } from './scene-settings.ts';
import { DEFAULT_CURVE } from './scene-words.ts';
import { storeVerbs } from './store-verbs.ts';

const NAME: Argument = { name: 'name', type: 'word', says: 'of the scene or its number, in quotes if it has spaces' };
const SCOPE: Argument = {
  name: 'scope',
  type: 'value',
  optional: true,
  says: 'only PATTERNS, except PATTERNS, preamps (gain and 48 V too), resume (fades go on when a hand lets go), version N (as it was), seen MARK (what that preview showed)',
};

function recall(host: SceneHost, call: Call): Answer | Refusal {
  const { recalls } = host;
  const { desk, actor, args, dry, overMs } = call;
  const words = args.scope === undefined ? {} : readRecallWords(args.scope);
  if (isRefusal(words)) return words;
  const { seen, version, only, except, ...said } = words;
  // What is mistyped would be left alone, or not, without a word.
  const [wanted, left] = [pathPatterns(desk, only ?? []), pathPatterns(desk, except ?? [])];
  if (isRefusal(wanted)) return wanted;
  if (isRefusal(left)) return left;
  const options = {
    ...said,
    ...(only ? { only: wanted } : {}),
    ...(except ? { except: left } : {}),
    ...(overMs === undefined ? {} : { overMs }),
  };
  if (version !== undefined && seen !== undefined)
    return { code: 'malformed', got: 'seen', want: 'for a version; recall it with its words' };
  if (version !== undefined) return recallVersion(host, call, version, options);
  const name = args.name ?? '';
  const shown = seen === undefined ? '' : ' as it was shown';
  if (dry) {
    const preview = seen === undefined ? recalls.preview(name, options) : recalls.planSeen(name, seen, options);
    if (isRefusal(preview)) return preview;
    const { plan, ...rest } = { moved: [], dropped: [], seen, ...preview };
    const found = { ...planData(plan), seen: rest.seen, moved: rest.moved, dropped: rest.dropped };
    return planAnswer(plan, `would recall "${plan.scene}"${shown}: ${tellPlan(plan)}${tellMoved(rest)}`, found);
  }
  const recalled = recalls.recall(actor, name, options, seen);
  if (isRefusal(recalled)) return recalled;
  const { id, plan, moved, dropped } = recalled;
  const says = `recalls "${plan.scene}"${shown}: ${tellPlan(plan)}${tellMoved(recalled)}`;
  return planAnswer(plan, says, { id, moved, dropped, ...planData(plan) });
}

/** `-inf`, `-inf linear`: a level and, if it is said, along what the fade goes. */
function readGoal(text: string): { readonly to: string; readonly curve: Curve } {
  const words = text.trim().split(/\s+/);
  const curve = CURVES.find((known) => known === words.at(-1));
  return curve && words.length > 1 ? { to: words.slice(0, -1).join(' '), curve } : { to: text, curve: DEFAULT_CURVE };
}

/** `ch/1/fader, ch/2/fader`; of many their number: `12 levels`. */
function several(paths: readonly string[]): string {
  if (paths.length <= 3) return paths.join(', ');
  return `${paths.length} ${paths.every((path) => LEVEL.test(path)) ? 'levels' : 'values'}`;
}

const LEVEL = /\/(?:fader|level)$/;

function fade({ recalls }: SceneHost, call: Call): Answer | Refusal {
  const { desk, actor, args, dry, overMs } = call;
  const onStrip = meant(call, 'fader');
  const entries = isRefusal(onStrip) ? meant(call) : onStrip;
  if (isRefusal(entries)) return entries;
  if (overMs === undefined) return { code: 'malformed', got: 'fade', want: 'with its time: fade main/fader -inf over 5s' };
  const { to, curve } = readGoal(args.value ?? '');
  const [ids, time] = [entries.map(({ id }) => id), { ms: overMs, curve }];
  // A dry run refuses, leaves and takes along what the fade itself does.
  const { rows, refusals } = fadeRows(desk, actor, ids, to, time);
  const changes = rows.flatMap(({ id, path, to: value }) => {
    const [parameter, from] = [desk.model.entries[id]?.parameter, desk.wanted(id)];
    return parameter && value !== from ? [{ path, from: formatValue(parameter, from), to: formatValue(parameter, value) }] : [];
  });
  const [first] = rows;
  const parameter = first && desk.model.entries[first.id]?.parameter;
  const goal = parameter ? formatValue(parameter, first.to) : to;
  const way = `to ${goal} over ${Number((overMs / 1000).toFixed(2))} s`;
  const kept = refusals.length > 0 ? `; left: ${refusals.map(explain).join('; ')}` : '';
  if (dry) {
    const [refusal] = refusals;
    if (!first && refusal) return refusal;
    const says = changes.length === 0 ? `nothing to fade: ${several(entries.map(({ path }) => path))} at ${goal}` : undefined;
    return { says: (says ?? `would fade ${several(changes.map(({ path }) => path))} ${way}`) + kept, changes, refusals };
  }
  const faded = recalls.fade(actor, ids, to, time);
  if (isRefusal(faded)) return faded;
  return {
    says: `fades ${several(faded.paths)} ${way}${kept}`,
    changes: changes.filter(({ path }) => faded.paths.includes(path)),
    refusals: faded.refusals,
    found: { id: faded.id, paths: faded.paths },
  };
}

/** The verbs of scenes: whole without a host, too, for help, completion and the reading of files; then each refuses. */
export const sceneVerbs = (hostOf: SceneHostOf = () => undefined): readonly Verb[] => [
  ...storeVerbs(hostOf),
  {
    name: 'recall',
    says: 'brings a scene back: mutes first, unmutes last, safes and hands left alone',
    example: 'recall "Verse 2" over 4s',
    role: 'mixer',
    args: [NAME, SCOPE],
    over: true,
    run: withHost(hostOf, recall),
  },
  {
    name: 'fade',
    says: 'moves levels in time, along the fader (s) or linear, db, gain, equal-power',
    example: 'fade main/fader -inf over 5s',
    role: 'mixer',
    args: [
      { name: 'target', type: 'target', says: 'a path, a strip, its name or a pattern: main/fader, ch/1..8' },
      { name: 'value', type: 'value', says: 'where to, and along what: -inf, -10 dB linear' },
    ],
    over: true,
    run: withHost(hostOf, fade),
  },
  ...runVerbs(hostOf),
];
