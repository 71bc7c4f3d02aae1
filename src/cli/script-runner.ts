import type { Unit } from '../desk/law.ts';
import { own } from '../desk/own.ts';
import { readNumber } from '../desk/value.ts';
import type { PlannedChange } from '../desk/verb.ts';
import { type Budget, type Condition, type SaidLine, type Script, type Step, writeCondition } from './script.ts';
import { Rehearsal } from './script-rehearsal.ts';

/** What the desk answered to a line. */
export interface Said {
  readonly says: string;
  readonly changes: readonly PlannedChange[];
  /** What was refused, as sentences. */
  readonly refused: readonly string[];
  readonly found?: unknown;
}

/** How a script reaches the desk. */
export interface ScriptDoor {
  /** @throws Gone when the daemon has gone */
  say(line: string, dry: boolean): Promise<Said>;
  /** From now on `news` hears of this parameter. */
  watch(path: string): void;
  /** Resolves when something that is watched has changed, at the latest after this time. */
  news(ms: number): Promise<void>;
  unitOf(path: string): Unit;
}

export class Gone extends Error {}

export interface ScriptTime {
  nowMs(): number;
  sleep(ms: number): Promise<void>;
}

/** How a script ended, and at which line. */
export interface Ending {
  readonly how: 'done' | 'refused' | 'unmet' | 'budget' | 'gone';
  readonly line: number;
  readonly says: string;
  readonly steps: number;
  /** Values that changed, or would. */
  readonly changed: number;
}

export interface RunOptions {
  readonly door: ScriptDoor;
  readonly time: ScriptTime;
  readonly dry: boolean;
  readonly budget: Budget;
  /** Told of each step that did something. */
  readonly tell: (line: number, says: string, changes: readonly PlannedChange[]) => void;
}

/** Why a script ends before its last step. */
class Stop extends Error {
  readonly how: Exclude<Ending['how'], 'done'>;
  readonly line: number;

  constructor(how: Exclude<Ending['how'], 'done'>, line: number, says: string) {
    super(says);
    this.how = how;
    this.line = line;
  }
}

/** How long a wait for a value sleeps when nothing is heard. */
const LOOK_MS = 250;

/** Runs a script once, step by step, within its budget. A dry run waits for nothing and goes through each loop once. */
export class ScriptRun {
  readonly #script: Script;
  readonly #options: RunOptions;
  readonly #endMs: number;
  #steps = 0;
  #changed = 0;
  /** What a dry run would have done so far. */
  readonly #rehearsal = new Rehearsal();

  constructor(script: Script, options: RunOptions) {
    this.#script = script;
    this.#options = options;
    this.#endMs = options.time.nowMs() + options.budget.timeMs;
  }

  async run(): Promise<Ending> {
    try {
      await this.#all(this.#script.steps);
      return this.#end('done', 0, `${this.#steps} steps`);
    } catch (error) {
      if (error instanceof Stop) return this.#end(error.how, error.line, error.message);
      if (error instanceof Gone) return this.#end('gone', 0, error.message);
      throw error;
    }
  }

  #end(how: Ending['how'], line: number, says: string): Ending {
    return { how, line, says, steps: this.#steps, changed: this.#changed };
  }

  async #all(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#step(step);
  }

  async #step(step: Step): Promise<void> {
    this.#spend(step.line);
    switch (step.kind) {
      case 'say':
        return this.#say(step.line, step.said);
      case 'set':
        for (const said of step.all) await this.#say(step.line, said);
        return;
      case 'wait':
        return this.#wait(step.line, step.ms);
      case 'until':
        return this.#until(step.line, step.all, step.withinMs);
      case 'expect':
        return this.#expect(step.line, step.all);
      case 'if':
        return this.#all((await this.#unmet(step.line, step.all)) === undefined ? step.yes : step.no);
      case 'repeat':
        return this.#repeat(step);
    }
  }

  /** Counts a step, and ends the script where it has no more. */
  #spend(line: number): void {
    const { budget, time } = this.#options;
    if (this.#steps >= budget.steps) throw new Stop('budget', line, `its budget of ${budget.steps} steps is used up`);
    if (time.nowMs() >= this.#endMs) throw this.#late(line);
    this.#steps += 1;
  }

  #late(line: number): Stop {
    return new Stop('budget', line, `its time of ${this.#options.budget.timeMs / 1000} s is used up`);
  }

  async #say(line: number, told: SaidLine): Promise<void> {
    const { door, dry, tell } = this.#options;
    if (dry) return this.#rehearse(line, told);
    const said = await door.say(told.text, false);
    this.#changed += said.changes.length;
    const [first] = said.refused;
    if (first === undefined || said.changes.length > 0) tell(line, said.says, said.changes);
    if (first !== undefined) throw new Stop('refused', line, said.refused.join('; '));
  }

  /** What a step would do, also where it speaks of what only an earlier step would have made. */
  async #rehearse(line: number, told: SaidLine): Promise<void> {
    const { door, tell } = this.#options;
    const taken = this.#rehearsal.takenBy(told);
    if (taken !== undefined) throw new Stop('refused', line, `"${told.text}" finds nothing: line ${taken} would have taken it away`);
    const own = this.#rehearsal.answer(told);
    const said: Said = own ? { ...own, refused: [] } : await door.say(this.#rehearsal.textOf(told), true);
    const [first] = said.refused;
    const maker = first === undefined ? undefined : this.#rehearsal.excuse(told);
    if (first !== undefined && maker === undefined) {
      if (said.changes.length > 0) tell(line, said.says, said.changes);
      throw new Stop('refused', line, said.refused.join('; '));
    }
    const back = first === undefined && said.changes.length === 0 ? this.#rehearsal.back(told) : [];
    const changes = back.length > 0 ? back : said.changes;
    const says = back.length > 0 ? `would set ${back.map(({ path, from, to }) => `${path} ${from} -> ${to}`).join(', ')}` : said.says;
    this.#changed += changes.length;
    tell(line, maker === undefined ? says : `${told.text}: not known before line ${maker} was done`, changes);
    this.#rehearsal.keep(line, told, changes);
  }

  async #expect(line: number, all: readonly Condition[]): Promise<void> {
    const { dry, tell } = this.#options;
    const unmet = await this.#unmet(line, all);
    if (unmet === undefined) return;
    // What a hand or a fade would have done by then a dry run cannot know.
    if (!dry) throw new Stop('unmet', line, `expected ${unmet}`);
    tell(line, `expects ${unmet} now`, []);
  }

  async #wait(line: number, ms: number): Promise<void> {
    const { time, dry } = this.#options;
    if (dry) return;
    const leftMs = this.#endMs - time.nowMs();
    await time.sleep(Math.max(0, Math.min(ms, leftMs)));
    if (ms > leftMs) throw this.#late(line);
  }

  async #until(line: number, all: readonly Condition[], withinMs: number): Promise<void> {
    const { time, door, dry } = this.#options;
    const endMs = time.nowMs() + withinMs;
    for (;;) {
      const unmet = await this.#unmet(line, all, !dry);
      if (unmet === undefined || dry) return;
      const nowMs = time.nowMs();
      if (nowMs >= this.#endMs) throw this.#late(line);
      if (nowMs >= endMs) throw new Stop('unmet', line, `waited ${withinMs / 1000} s for ${unmet}`);
      await door.news(Math.min(LOOK_MS, endMs - nowMs, this.#endMs - nowMs));
    }
  }

  async #repeat({ line, times, until, steps }: Extract<Step, { kind: 'repeat' }>): Promise<void> {
    const turns = this.#options.dry ? Math.min(1, times) : times;
    for (let turn = 0; turn < turns; turn++) {
      if (until.length > 0 && (await this.#unmet(line, until)) === undefined) return;
      this.#spend(line);
      await this.#all(steps);
    }
  }

  /** The first comparison that does not hold, and what stands there instead; undefined when all hold. */
  async #unmet(line: number, all: readonly Condition[], watched = false): Promise<string | undefined> {
    const { door } = this.#options;
    for (const condition of all) {
      const said = await door.say(`get ${JSON.stringify(this.#rehearsal.pathOf(condition.target))}`, false);
      const found = valuesIn(said.found);
      if (said.refused.length > 0 || found.length === 0) throw new Stop('refused', line, said.refused[0] ?? said.says);
      for (const { path, value, text } of found) {
        if (watched) door.watch(path);
        const would = this.#rehearsal.valueOf(path);
        const unit = door.unitOf(path);
        if (!holds(condition, would ?? value, unit)) return `${writeCondition(condition)}, but ${path} is ${would ?? text}`;
      }
    }
    return undefined;
  }
}

interface Found {
  readonly path: string;
  readonly value: unknown;
  readonly text: string;
}

const valuesIn = (found: unknown): Found[] =>
  Array.isArray(found)
    ? found.filter((one): one is Found => typeof one === 'object' && one !== null && 'path' in one && 'value' in one && 'text' in one)
    : [];

const WORDS: Readonly<Record<string, string>> = { true: 'on', false: 'off', yes: 'on', no: 'off' };
const wordOf = (value: unknown): string => {
  const word = String(value).toLowerCase();
  return own(WORDS, word) ?? word;
};

/** Whether a value compares as wanted: numbers in the unit of the parameter, words without regard to capitals. */
export function holds({ sign, wanted }: Condition, value: unknown, unit: Unit): boolean {
  const [left, right] = [numberOf(value, unit), numberOf(wanted, unit)];
  const areNumbers = !Number.isNaN(left) && !Number.isNaN(right);
  const equal = areNumbers ? left === right : wordOf(value) === wordOf(wanted);
  switch (sign) {
    case '==':
      return equal;
    case '!=':
      return !equal;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '>':
      return left > right;
  }
}

const numberOf = (value: unknown, unit: Unit): number => (typeof value === 'number' ? value : readNumber(String(value), unit));
