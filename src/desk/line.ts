import { type Actor, allows } from './actor.ts';
import type { Desk } from './desk.ts';
import { nearest } from './nearest.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { readNumber } from './value.ts';
import type { Answer, Context, Verb, Verbs, View } from './verb.ts';

/** A line that was understood: `toggle ch/7/mute`, `recall "Verse 2" over 4s as "X-Touch"`. */
export interface Line {
  readonly verb: Verb;
  readonly args: Readonly<Record<string, string>>;
  readonly overMs?: number;
  /** Surface whose bank, layer and selection are meant. */
  readonly as?: string;
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

const LINE_LIMIT = 1000;

/** Splits a line at spaces; quotes keep spaces, a backslash keeps the next letter. */
export function words(line: string): Word[] | Refusal {
  const split = firstWords(line, Number.POSITIVE_INFINITY);
  return isRefusal(split) ? split : split.words;
}

/** The first words of a line, and what is written behind them. */
function firstWords(line: string, limit: number): { words: Word[]; rest: string } | Refusal {
  if (line.length > LINE_LIMIT) return { code: 'malformed', got: `${line.length} characters`, want: `a line of at most ${LINE_LIMIT}` };
  const found: Word[] = [];
  const pattern = /\s*(?:(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')(,?)|([^\s"']+))(?=\s|$)/gy;
  let end = 0;
  while (found.length < limit && end < line.length && line.slice(end).trim() !== '') {
    pattern.lastIndex = end;
    const match = pattern.exec(line);
    if (!match) return { code: 'malformed', got: line.slice(end).trim().slice(0, 40), want: 'a word; is a quote missing?' };
    const quoted = match[1] ?? match[2];
    // A comma right behind a quote belongs to the list: `safe "Lead Vox", ch/1`.
    if (quoted === undefined) found.push({ text: match[4] ?? '', quoted: false });
    else found.push({ text: quoted.replace(/\\(.)/g, '$1') + (match[3] ?? ''), quoted: true });
    end = pattern.lastIndex;
  }
  return { words: found, rest: line.slice(end).trim() };
}

/** The one parser of what buttons, cues, scripts and people say. */
export function parseLine(verbs: Verbs, line: string): Line | Refusal {
  const begin = firstWords(line, 1);
  if (isRefusal(begin)) return begin;
  const [first] = begin.words;
  if (!first) return { code: 'malformed', got: line, want: 'a verb' };
  const verb = findVerb(verbs, first.text);
  if (isRefusal(verb)) return verb;
  if (verb.args.at(-1)?.type === 'text') return withText(verb, begin.rest);
  const rest = words(begin.rest);
  if (isRefusal(rest)) return rest;
  const clauses = takeClauses(verb, rest);
  if (isRefusal(clauses)) return clauses;
  const args = bind(verb, clauses.words);
  if (isRefusal(args)) return args;
  const { overMs, as } = clauses;
  return { verb, args, ...(overMs === undefined ? {} : { overMs }), ...(as === undefined ? {} : { as }) };
}

/** A verb whose last argument is the rest of the line, as it is written: `over` and `as` are part of it. */
function withText(verb: Verb, line: string): Line | Refusal {
  const split = firstWords(line, verb.args.length - 1);
  if (isRefusal(split)) return split;
  const text: Word[] = split.rest === '' ? [] : [{ text: split.rest, quoted: false }];
  const args = bind(verb, [...split.words, ...text]);
  return isRefusal(args) ? args : { verb, args };
}

export function findVerb(verbs: Verbs, name: string): Verb | Refusal {
  const verb = verbs.get(name);
  if (verb) return verb;
  const names = verbs.list().map((known) => known.name);
  const want = nearest(name, names);
  return { code: 'unknown-verb', got: name.slice(0, 40), ...(want ? { want } : {}) };
}

interface Clauses {
  readonly words: readonly Word[];
  readonly overMs?: number;
  readonly as?: string;
}

/** Takes `over TIME` and `as SURFACE` from the end. */
function takeClauses(verb: Verb, given: readonly Word[]): Clauses | Refusal {
  let rest = [...given];
  let overMs: number | undefined;
  let as: string | undefined;
  for (;;) {
    const at = rest.findLastIndex((word) => !word.quoted && (word.text === 'as' || (verb.over === true && word.text === 'over')));
    const keyword = rest[at];
    // `flip as "X-Touch"`; but `layer as` means a layer of that name.
    const isArgument = at === 0 && verb.args[0] !== undefined && !verb.args[0].optional;
    if (!keyword || isArgument || at < rest.length - 3) break;
    const said = rest.slice(at + 1);
    const text = said.map((word) => word.text).join(' ');
    if (said.length === 0) return { code: 'malformed', got: keyword.text, want: `${keyword.text} with something behind it` };
    if (keyword.text === 'as') as = text;
    else {
      overMs = readNumber(/^[\d.]+$/.test(text) ? `${text}s` : text, 'ms');
      if (!(overMs >= 0)) return { code: 'malformed', got: text, want: 'a time such as 4s, 250ms or 2 min' };
    }
    rest = rest.slice(0, at);
  }
  return { words: rest, ...(overMs === undefined ? {} : { overMs }), ...(as === undefined ? {} : { as }) };
}

function bind(verb: Verb, given: readonly Word[]): Record<string, string> | Refusal {
  const args: Record<string, string> = {};
  const rest = [...given];
  for (const argument of verb.args) {
    if (rest.length === 0) {
      if (argument.optional) continue;
      return { code: 'malformed', got: verb.name, want: `complete: ${usage(verb)}` };
    }
    // A value takes the rest of the line: `set ch/7/name Kick In`.
    const taken = argument.type === 'value' ? rest.splice(0) : rest.splice(0, 1);
    // A list of targets may have spaces: `mute ch/7, ch/9`.
    while (argument.type === 'target' && taken.at(-1)?.text.endsWith(',') && rest.length > 0) taken.push(...rest.splice(0, 1));
    args[argument.name] = taken.map((word) => word.text).join(' ');
  }
  const extra = rest[0];
  return extra ? { code: 'malformed', got: extra.text, want: `part of it: ${usage(verb)}` } : args;
}

/** `set TARGET VALUE [over TIME]` */
export function usage(verb: Verb): string {
  const args = verb.args.map(({ name, optional }) => (optional ? `[${name.toUpperCase()}]` : name.toUpperCase()));
  return [verb.name, ...args, ...(verb.over ? ['[over TIME]'] : [])].join(' ');
}

export interface Saying {
  readonly desk: Desk;
  readonly actor: Actor;
  readonly context?: Context;
  readonly dry?: boolean;
  /** The views there are, by the names of their surfaces: `as "X-Touch"` chooses one. */
  readonly views?: (name: string) => View | undefined;
}

/** The context of a line that says `as NAME`: that surface's bank and selection, and no strip of any other. */
function contextAs(name: string, { views }: Saying): Context | Refusal {
  const view = views?.(name);
  if (!view) return { code: 'malformed', got: name.slice(0, 80), want: 'the name of a surface that is here' };
  return { view, ...(view.selected === undefined ? {} : { selected: view.selected }) };
}

/** Runs a verb with arguments that a door has already taken apart (HTTP, WebSocket). Checks names, role and what is missing. */
export function runVerb(
  verb: Verb,
  given: Readonly<Record<string, string>>,
  saying: Saying,
  overMs?: number,
  as?: string,
): Answer | Refusal {
  const { desk, actor, dry = false, views } = saying;
  if (!allows(actor.role, verb.role)) return { code: 'role', got: `${actor.name} (${actor.role})`, want: verb.role };
  const known = verb.args.map((argument) => argument.name);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    return { code: 'malformed', got: name, want: near ? `an argument; did you mean ${near}?` : `an argument: ${usage(verb)}` };
  }
  for (const argument of verb.args) {
    if (!argument.optional && given[argument.name] === undefined)
      return { code: 'malformed', got: verb.name, want: `complete: ${usage(verb)}` };
  }
  if (overMs !== undefined && !verb.over) return { code: 'malformed', got: 'over', want: `part of it: ${usage(verb)}` };
  const chosen = as === undefined ? (saying.context ?? {}) : contextAs(as, saying);
  if (isRefusal(chosen)) return chosen;
  const context = views && !chosen.views ? { ...chosen, views } : chosen;
  return verb.run({ desk, actor, args: given, dry, context, ...(overMs === undefined ? {} : { overMs }) });
}

/** Understands and runs a line. */
export function say(verbs: Verbs, text: string, saying: Saying): Answer | Refusal {
  const line = parseLine(verbs, text);
  return isRefusal(line) ? line : runVerb(line.verb, line.args, saying, line.overMs, line.as);
}
