import { stripPart } from './layout.ts';
import type { LogLine } from './log.ts';
import type { Entry } from './model.ts';
import { byName } from './names.ts';
import { findAll } from './path.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import type { Intent } from './turn.ts';
import { planMove, redo, tellUndone, type Undone, undo, undoneChanges } from './undo.ts';
import { formatValue, readNumber, type Stored, takes, writeValue } from './value.ts';
import type { Answer, Argument, Call, Context, PlannedChange, Verb } from './verb.ts';
import { sentence, why } from './why.ts';

const TARGET: Argument = {
  name: 'target',
  type: 'target',
  says: 'a path, a strip, its name or a pattern, or several by commas: ch/7/fader, "Kick In", ch/1..8, bus/*/mute',
};

/** Puts the strip under the hand in the place of `strip`, and the selected one in that of `selected`. */
export function resolve(target: string, context: Context): string | Refusal {
  for (const name of ['strip', 'selected'] as const) {
    const inside = target.split('/');
    const at = inside.indexOf(name);
    if (at < 0) continue;
    const strip = context[name] ?? (name === 'selected' ? context.view?.selected : undefined);
    if (strip === undefined)
      return { code: 'no-context', got: name, want: `name a strip instead (for instance ${target.replace(name, 'ch/7')})` };
    const isSend = at > 0 && inside[at - 1] === 'send';
    if (isSend && !/^(?:[a-z0-9-]+:)?bus\//.test(strip)) return { code: 'no-context', got: name, want: `select a bus, not ${strip}` };
    // Sends on fader: `strip/send/selected/level` means the number of the selected bus.
    inside[at] = at === 0 ? strip : (strip.split('/')[1] ?? strip);
    return resolve(inside.join('/'), context);
  }
  return target;
}

/** What the target of a call means: relative words and the names of strips become paths. */
export const targetOf = (call: Call, argument = 'target'): string | Refusal => pathBy(call, call.args[argument] ?? '');

function pathBy({ desk, context }: Call, text: string): string | Refusal {
  const target = resolve(text, context);
  return isRefusal(target) ? target : byName(desk, target);
}

/** The parameters a call means: one target, or several by commas; with `leaf` also a strip alone is understood (`mute ch/7,ch/9`). */
export function meant(call: Call, leaf?: string, below = false): Entry[] | Refusal {
  const text = call.args.target ?? '';
  const whole = meantBy(call, text, leaf, below);
  // A name may have a comma in it.
  if (!isRefusal(whole) || !text.includes(',')) return whole;
  const found = new Set<Entry>();
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const entries = meantBy(call, part.trim(), leaf, below);
    if (isRefusal(entries)) return entries;
    for (const entry of entries) found.add(entry);
  }
  return found.size === 0 ? whole : [...found];
}

function meantBy(call: Call, text: string, leaf: string | undefined, below: boolean): Entry[] | Refusal {
  const target = pathBy(call, text);
  if (isRefusal(target)) return target;
  const { model } = call.desk;
  if (leaf !== undefined && !target.endsWith(`/${leaf}`)) {
    const onStrip = findAll(model, `${target}/${leaf}`);
    if (!isRefusal(onStrip)) return onStrip;
    if (stripPart(target.split(':').at(-1) ?? '') !== undefined) return onStrip;
  }
  return findAll(model, target, below);
}

/** States the intents (or plans them), as one gesture, and tells what became of them. */
export function state(call: Call, entries: readonly Entry[], intentOf: (entry: Entry) => Intent, cause: string): Answer | Refusal {
  const { desk, actor, dry } = call;
  const before = new Map<number, Stored>(entries.map((entry) => [entry.id, desk.wanted(entry.id)]));
  const intents = entries.map(intentOf);
  const results = dry ? desk.plan(actor, intents, { cause }) : desk.intend(actor, intents, { cause }).results;
  const changes: PlannedChange[] = [];
  const refusals: Refusal[] = [];
  for (const [index, result] of results.entries()) {
    const entry = entries[index];
    if (!entry) continue;
    if (isRefusal(result)) refusals.push(result);
    else {
      const from = before.get(entry.id) ?? 0;
      if (from !== result.value)
        changes.push({ path: entry.path, from: formatValue(entry.parameter, from), to: formatValue(entry.parameter, result.value) });
    }
  }
  const [first] = refusals;
  // Where nothing at all could be done the refusal is the answer.
  return first && refusals.length === results.length ? first : { says: summary(changes, dry), changes, refusals };
}

function summary(changes: readonly PlannedChange[], dry: boolean): string {
  const [first] = changes;
  if (!first) return 'nothing to change';
  const text = `${first.path} ${first.from} -> ${first.to}`;
  const more = changes.length > 1 ? ` and ${changes.length - 1} more` : '';
  return `${dry ? 'would set ' : ''}${text}${more}`;
}

/** A verb that sets one leaf of strips to a value: mute, unmute, solo ... */
function leafVerb(name: string, leaf: string, value: boolean, says: string): Verb {
  return {
    name,
    says,
    example: `${name} ch/7`,
    role: 'mixer',
    args: [TARGET],
    run(call) {
      const entries = meant(call, leaf);
      if (isRefusal(entries)) return entries;
      const wrong = entries.find((entry) => entry.segments.at(-1) !== leaf);
      if (wrong) return { code: 'unknown-path', got: `${call.args.target}/${leaf}` };
      return state(call, entries, (entry) => ({ kind: 'set', id: entry.id, value }), name);
    },
  };
}

const set: Verb = {
  name: 'set',
  says: 'gives parameters a value, in dB, Hz, ms, on/off or words',
  example: 'set ch/7/fader -10',
  role: 'mixer',
  args: [TARGET, { name: 'value', type: 'value', says: 'with or without its unit' }],
  run(call) {
    const entries = meant(call);
    if (isRefusal(entries)) return entries;
    return state(call, entries, (entry) => ({ kind: 'set', id: entry.id, value: call.args.value ?? '' }), 'set');
  },
};

const nudge: Verb = {
  name: 'nudge',
  says: 'moves parameters by an amount, at least one step of their grid',
  example: 'nudge ch/7/fader +1',
  role: 'mixer',
  args: [TARGET, { name: 'by', type: 'value', says: 'how far, with a sign: +1, -0.5 dB' }],
  run(call) {
    const entries = meant(call);
    if (isRefusal(entries)) return entries;
    const by = (entry: Entry): number => readNumber(call.args.by ?? '', entry.parameter.law.unit);
    return state(call, entries, (entry) => ({ kind: 'nudge', id: entry.id, by: by(entry) }), 'nudge');
  },
};

const toggle: Verb = {
  name: 'toggle',
  says: 'turns switches over',
  example: 'toggle ch/7/mute',
  role: 'mixer',
  args: [TARGET],
  run(call) {
    const entries = meant(call);
    if (isRefusal(entries)) return entries;
    return state(call, entries, (entry) => ({ kind: 'toggle', id: entry.id }), 'toggle');
  },
};

function clearClips({ context: { view }, dry }: Call): Answer | Refusal {
  if (!view) return { code: 'no-context', got: 'clear clip', want: 'say whose: clear clip as "X-Touch"' };
  if (!dry) view.clearClips();
  return { says: `${dry ? 'would take' : 'took'} the clip marks of ${view.name} off`, changes: [], refusals: [] };
}

const clear: Verb = {
  name: 'clear',
  says: 'takes all solos off, or the clip marks of a surface',
  example: 'clear solo',
  role: 'mixer',
  args: [{ name: 'what', type: 'word', says: 'solo or clip' }],
  run(call) {
    if (call.args.what === 'clip') return clearClips(call);
    if (call.args.what !== 'solo') return { code: 'malformed', got: call.args.what ?? '', want: 'solo or clip' };
    const entries = call.desk.model.entries.filter((entry) => entry.segments.at(-1) === 'solo' && call.desk.wanted(entry.id) === 1);
    return state(call, entries, (entry) => ({ kind: 'set', id: entry.id, value: false }), 'clear solo');
  },
};

function takeBack(name: 'undo' | 'redo', run: typeof undo, says: string): Verb {
  return {
    name,
    says,
    example: `${name} any`,
    role: 'mixer',
    args: [{ name: 'whose', type: 'word', optional: true, says: 'any: not only what you did' }],
    run(call) {
      const { whose } = call.args;
      if (whose !== undefined && whose !== 'any') return { code: 'malformed', got: whose, want: 'any, or nothing' };
      if (call.dry) return preview(call, name, whose === 'any');
      const done = run(call.desk, call.actor, whose === 'any');
      if (done === undefined) return { says: `nothing to ${name}`, changes: [], refusals: [] };
      return isRefusal(done) ? done : told(call, name, done);
    },
  };
}

function preview({ desk, actor }: Call, name: 'undo' | 'redo', any: boolean): Answer | Refusal {
  const whose = any ? undefined : actor;
  const gesture = name === 'undo' ? desk.gestures.lastOf(whose) : desk.gestures.lastUndone(whose);
  if (!gesture) return { says: `nothing to ${name}`, changes: [], refusals: [] };
  const would = planMove(desk, actor, gesture, name);
  if (isRefusal(would)) return would;
  return {
    says: `would ${name} ${whatOf(would)}: ${tellUndone(would, true)}`,
    changes: undoneChanges(desk, would),
    refusals: [],
    found: would,
  };
}

const told = ({ desk }: Call, name: string, done: Undone): Answer => ({
  says: `${name} of ${whatOf(done)}: ${tellUndone(done)}`,
  changes: undoneChanges(desk, done),
  refusals: [],
  found: done,
});

/** The step of a cue is called what the cue is called. */
const whatOf = ({ cause, who }: Undone): string => (cause === who ? who : `${cause} by ${who}`);

const get: Verb = {
  name: 'get',
  says: 'tells the value of parameters',
  example: 'get ch/7/fader',
  role: 'viewer',
  args: [TARGET],
  run(call) {
    const entries = meant(call, undefined, true);
    if (isRefusal(entries)) return entries;
    const found = entries.map((entry) => ({
      path: entry.path,
      value: writeValue(entry.parameter, call.desk.wanted(entry.id)),
      text: formatValue(entry.parameter, call.desk.wanted(entry.id)),
      takes: takes(entry.parameter),
    }));
    return { says: found.map(({ path, text }) => `${path} ${text}`).join('\n'), changes: [], refusals: [], found };
  },
};

const whyVerb: Verb = {
  name: 'why',
  says: 'tells who made a parameter what it is, and what silences a strip',
  example: 'why ch/7/mute',
  role: 'viewer',
  args: [TARGET],
  run(call) {
    const target = targetOf(call);
    if (isRefusal(target)) return target;
    const found = why(call.desk, target);
    return isRefusal(found) ? found : { says: found.says, changes: [], refusals: [], found: found.lines satisfies readonly LogLine[] };
  },
};

const LOG_LINES = { usual: 20, most: 1000 } as const;

const log: Verb = {
  name: 'log',
  says: 'tells what was moved, by whom, newest first',
  example: 'log ch/7 50',
  role: 'viewer',
  args: [
    { ...TARGET, optional: true },
    { name: 'lines', type: 'number', optional: true, says: `how many, 1..${LOG_LINES.most}; ${LOG_LINES.usual} if left out` },
  ],
  run(call) {
    const { target, lines: wanted } = call.args;
    const count = Number(wanted ?? LOG_LINES.usual);
    if (!Number.isInteger(count) || count < 1 || count > LOG_LINES.most)
      return { code: 'malformed', got: wanted ?? '', want: `a number of lines, 1..${LOG_LINES.most}` };
    const entries = target === undefined ? undefined : meant(call, undefined, true);
    if (isRefusal(entries)) return entries;
    const paths = entries && new Set(entries.map((entry) => entry.path));
    const found: readonly LogLine[] = call.desk.log.newest(count, (path) => paths?.has(path) ?? true);
    return { says: found.map(sentence).join('\n') || 'nobody has moved it since the log began', changes: [], refusals: [], found };
  },
};

/** The verbs of the desk itself. */
export const deskVerbs: readonly Verb[] = [
  get,
  set,
  nudge,
  toggle,
  leafVerb('mute', 'mute', true, 'mutes strips'),
  leafVerb('unmute', 'mute', false, 'takes mutes off'),
  leafVerb('solo', 'solo', true, 'listens to strips on the monitor'),
  leafVerb('unsolo', 'solo', false, 'takes solos off'),
  clear,
  takeBack('undo', undo, 'takes back your last gesture, or anybody\'s with "any"'),
  takeBack('redo', redo, 'does again what the last undo took back'),
  whyVerb,
  log,
];
