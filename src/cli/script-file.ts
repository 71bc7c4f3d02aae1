import { isNode, LineCounter, parseDocument } from 'yaml';
import { type Line, parseLine } from '../desk/line.ts';
import { nearest } from '../desk/nearest.ts';
import { explain, isRefusal } from '../desk/refusal.ts';
import { readNumber } from '../desk/value.ts';
import type { Verbs } from '../desk/verb.ts';
import { type Reading, readYaml } from '../wire/formats/yaml-file.ts';
import type { Place, Wrong } from '../wire/formats/yaml-issues.ts';
import {
  type Budget,
  type Condition,
  LARGEST_BUDGET,
  readCondition,
  type SaidLine,
  type Script,
  type Step,
  USUAL_BUDGET,
} from './script.ts';

const FORMS = ['say', 'set', 'wait', 'expect', 'if', 'repeat'] as const;
const DEPTH_LIMIT = 8;
const LINE_LIMIT = 1000;
/** A wait for a value without a time of its own. */
const WITHIN_MS = 10_000;

/**
 * Reads a script. Never throws, whatever the file holds.
 * @param file its name, as errors show it
 */
export function readScript(text: string, file: string, verbs: Verbs): Reading<Script> {
  const lineOf = lines(text);
  return readYaml(text, file, (given) => new Reader(verbs, lineOf).script(given));
}

/** Line of a place of the file, for what is told while it runs. */
function lines(text: string): (place: Place) => number {
  let find: ((place: Place) => number) | undefined;
  return (place) => {
    if (!find) {
      const lineCounter = new LineCounter();
      const document = parseDocument(text, { lineCounter });
      find = (at) => {
        const node: unknown = document.getIn(at, true);
        return isNode(node) && node.range ? lineCounter.linePos(node.range[0]).line : 1;
      };
    }
    return find(place);
  };
}

type Block = Readonly<Record<string, unknown>>;
const isBlock = (value: unknown): value is Block => typeof value === 'object' && value !== null && !Array.isArray(value);
const show = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).slice(0, 60);

class Reader {
  readonly #verbs: Verbs;
  readonly #lineOf: (place: Place) => number;
  readonly #wrong: Wrong[] = [];

  constructor(verbs: Verbs, lineOf: (place: Place) => number) {
    this.#verbs = verbs;
    this.#lineOf = lineOf;
  }

  script(given: unknown): { good: Script } | { wrong: readonly Wrong[] } {
    if (!isBlock(given)) return { wrong: [{ place: [], says: 'a script is a block with steps: [ ... ]', key: false }] };
    this.#known(given, [], ['run', 'limits', 'steps']);
    const budget = this.#budget(given.limits);
    const steps = this.#steps(given.steps, ['steps'], 0);
    if (this.#wrong.length > 0) return { wrong: this.#wrong };
    return { good: { name: show(given.run ?? ''), budget, steps } };
  }

  #complain(place: Place, says: string, key = false, part?: string): void {
    this.#wrong.push({ place, says, key, ...(part === undefined ? {} : { part }) });
  }

  #known(block: Block, place: Place, keys: readonly string[]): void {
    for (const key of Object.keys(block)) {
      if (keys.includes(key)) continue;
      const near = nearest(key, keys);
      this.#complain(
        [...place, key],
        `no "${key.slice(0, 40)}" here; ${near ? `did you mean "${near}"?` : `there are ${keys.join(', ')}`}`,
        true,
      );
    }
  }

  #budget(given: unknown): Budget {
    if (given === undefined) return USUAL_BUDGET;
    if (!isBlock(given)) {
      this.#complain(['limits'], 'limits: { steps: 500, time: 2 min }');
      return USUAL_BUDGET;
    }
    this.#known(given, ['limits'], ['steps', 'time']);
    const steps = given.steps ?? USUAL_BUDGET.steps;
    if (typeof steps !== 'number' || !Number.isInteger(steps) || steps < 1 || steps > LARGEST_BUDGET.steps)
      this.#complain(['limits', 'steps'], `steps: ${show(steps)} is not a number of 1..${LARGEST_BUDGET.steps}`);
    const timeMs = given.time === undefined ? USUAL_BUDGET.timeMs : readTime(given.time);
    if (!(timeMs > 0 && timeMs <= LARGEST_BUDGET.timeMs))
      this.#complain(['limits', 'time'], `time: ${show(given.time)} is not a time such as 30s or 5 min, at most 24 h`);
    return { steps: Number(steps), timeMs };
  }

  #steps(given: unknown, place: Place, depth: number): Step[] {
    if (!Array.isArray(given) || given.length === 0) {
      this.#complain(place, `${String(place.at(-1))}: a list of steps such as [ mute ch/1, wait 2s ]`, given === undefined);
      return [];
    }
    if (depth > DEPTH_LIMIT) {
      this.#complain(place, `steps inside steps, more than ${DEPTH_LIMIT} deep`, true);
      return [];
    }
    return given.flatMap((one: unknown, index) => this.#step(one, [...place, index], depth) ?? []);
  }

  #step(given: unknown, place: Place, depth: number): Step | undefined {
    if (typeof given === 'string') return this.#text(given, place);
    if (!isBlock(given)) {
      this.#complain(place, `${show(given)} is not a step`);
      return undefined;
    }
    const form = FORMS.find((known) => known in given);
    if (form === undefined) {
      this.#known(given, place, FORMS);
      return undefined;
    }
    const inside = form === 'if' ? ['if', 'then', 'else'] : form === 'repeat' ? ['repeat', 'do'] : [form];
    this.#known(given, place, inside);
    const at = [...place, form];
    switch (form) {
      case 'say':
        return this.#say(String(given.say), at);
      case 'wait':
        return this.#wait(String(given.wait), at);
      case 'expect':
        return { line: this.#lineOf(at), kind: 'expect', all: this.#conditions(given.expect, at) };
      case 'set':
        return this.#set(given.set, at);
      case 'if': {
        const yes = this.#steps(given.then, [...place, 'then'], depth + 1);
        const no = given.else === undefined ? [] : this.#steps(given.else, [...place, 'else'], depth + 1);
        return { line: this.#lineOf(at), kind: 'if', all: this.#conditions(given.if, at), yes, no };
      }
      case 'repeat':
        return this.#repeat(given, place, depth);
    }
  }

  /** A step in one line: `wait 2s`, `expect ch/1/mute == on`, or what is said to the desk. */
  #text(text: string, place: Place): Step | undefined {
    const [, word = '', rest = ''] = /^\s*(\S*)\s*(.*)$/s.exec(text) ?? [];
    if (word === 'wait') return this.#wait(rest, place);
    if (word === 'expect') return { line: this.#lineOf(place), kind: 'expect', all: this.#conditions(rest, place) };
    return this.#say(text, place);
  }

  #say(text: string, place: Place): Step | undefined {
    const line = parseLine(this.#verbs, text);
    if (!isRefusal(line)) return { line: this.#lineOf(place), kind: 'say', said: saidLine(text, line) };
    this.#complain(place, explain(line), false, line.got);
    return undefined;
  }

  #set(given: unknown, place: Place): Step | undefined {
    if (!isBlock(given) || Object.keys(given).length === 0) {
      this.#complain(place, 'set: { ch/1/fader: -10, ch/1/mute: on }');
      return undefined;
    }
    const all = Object.entries(given).flatMap(([path, value]) => {
      const text = `set ${quoted(path)} ${quoted(String(value))}`;
      const line = parseLine(this.#verbs, text);
      if (!isRefusal(line)) return [saidLine(text, line)];
      this.#complain([...place, path], explain(line));
      return [];
    });
    return { line: this.#lineOf(place), kind: 'set', all };
  }

  #wait(text: string, place: Place): Step | undefined {
    if (text.length > LINE_LIMIT) {
      this.#complain(place, `wait: ${text.length} characters; at most ${LINE_LIMIT}`);
      return undefined;
    }
    const line = this.#lineOf(place);
    const until = /^\s*until\s+(.+?)(?:\s+within\s+(.+))?\s*$/s.exec(text);
    if (!until) {
      const ms = readTime(text);
      if (ms >= 0) return { line, kind: 'wait', ms };
      this.#complain(place, `wait: "${show(text)}" is not a time such as 2s, or until ch/1/fader <= -20 within 5s`, false, text);
      return undefined;
    }
    const [, condition = '', time] = until;
    const withinMs = time === undefined ? WITHIN_MS : readTime(time);
    if (!(withinMs >= 0)) this.#complain(place, `within: "${show(time)}" is not a time such as 5s`, false, time);
    return { line, kind: 'until', all: this.#conditions(condition, place), withinMs };
  }

  #repeat(given: Block, place: Place, depth: number): Step {
    const at = [...place, 'repeat'];
    const steps = this.#steps(given.do, [...place, 'do'], depth + 1);
    const { repeat } = given;
    const until = /^\s*until\s+(.+)$/s.exec(String(repeat))?.[1];
    const endless = { line: this.#lineOf(at), kind: 'repeat', times: Number.POSITIVE_INFINITY, steps } as const;
    if (until !== undefined) return { ...endless, until: this.#conditions(until, at) };
    if (repeat === 'forever') return { ...endless, until: [] };
    const times = Number(repeat);
    if (typeof repeat !== 'number' || !Number.isInteger(times) || times < 0)
      this.#complain(at, `repeat: ${show(repeat)} is not a number of times, forever, or until ch/1/fader <= -20`);
    return { ...endless, times, until: [] };
  }

  #conditions(given: unknown, place: Place): Condition[] {
    const list: readonly unknown[] = Array.isArray(given) ? given : [given];
    return list.flatMap((one) => {
      const text = String(one);
      const condition = text.length > LINE_LIMIT ? undefined : readCondition(text);
      if (condition) return [condition];
      this.#complain(place, `"${show(one)}" is not a comparison such as ch/1/fader <= -20 or ch/1/mute == on`);
      return [];
    });
  }
}

function saidLine(text: string, { verb, args }: Line): SaidLine {
  const [first] = verb.args;
  const target = first?.type === 'target' ? args[first.name] : undefined;
  return { text, verb: verb.name, args, ...(target === undefined ? {} : { target }) };
}

const quoted = (word: string): string => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`);

/** `2s`, `250ms`, `2 min`, `1 h`; a number alone is seconds. NaN when it is none. */
export function readTime(given: unknown): number {
  const text = String(given).trim();
  const [, figure, word] = /^(\d+(?:\.\d+)?)\s*(min|h)$/.exec(text) ?? [];
  if (figure !== undefined) return Number(figure) * (word === 'h' ? 3_600_000 : 60_000);
  return readNumber(/^\d+(?:\.\d*)?$/.test(text) ? `${text}s` : text, 'ms');
}
