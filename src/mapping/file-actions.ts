import { type Line, parseLine } from '../desk/line.ts';
import { nearest } from '../desk/nearest.ts';
import { explain, isRefusal } from '../desk/refusal.ts';
import type { Verbs } from '../desk/verb.ts';
import type { Place } from '../wire/formats/yaml-issues.ts';
import type { Complaints } from './complaints.ts';
import type { Action, Cell, Lit } from './mapping.ts';
import { pathFault } from './paths.ts';
import type { ActionText, CellText } from './schema.ts';

/** Lines and knobs of a file: what a control does. */
export class FileActions {
  readonly #complaints: Complaints;
  readonly #verbs: Verbs;
  readonly #names: Readonly<Record<'layers' | 'modes', readonly string[]>>;

  constructor(complaints: Complaints, verbs: Verbs, names: { readonly layers: readonly string[]; readonly modes: readonly string[] }) {
    this.#complaints = complaints;
    this.#verbs = verbs;
    this.#names = names;
  }

  action(said: ActionText, place: Place): Action {
    if (typeof said === 'string') return { press: this.line(said, place), double: undefined, hold: undefined, light: undefined };
    const { press, double, hold, light } = said;
    return {
      press: press === undefined ? undefined : this.line(press, [...place, 'press']),
      double: double === undefined ? undefined : this.line(double, [...place, 'double']),
      hold: hold === undefined ? undefined : this.line(hold, [...place, 'hold']),
      light: light === undefined ? undefined : this.lit(light, [...place, 'light']),
    };
  }

  /** What a light follows: a path alone, or a line. */
  lit(said: string, place: Place): Lit | undefined {
    if (!/\s/.test(said.trim()) && said.includes('/')) return { path: this.#complaints.path(place, said.trim()) };
    const line = this.line(said, place);
    return line && { line };
  }

  cell(said: CellText, place: Place): Cell {
    if (typeof said === 'string') return { turn: this.#complaints.path(place, said), push: undefined, step: undefined, label: undefined };
    const { turn, push, step, label } = said;
    return {
      turn: this.#complaints.path([...place, 'turn'], turn),
      push: push === undefined ? undefined : this.line(push, [...place, 'push']),
      step: step === undefined ? undefined : String(step),
      label,
    };
  }

  /** A line of the file; undefined where it is wrong. */
  line(source: string, place: Place): Line | undefined {
    const line = parseLine(this.#verbs, source);
    if (isRefusal(line)) {
      this.#complaints.add(place, explain(line), false, line.code === 'unknown-verb' ? line.got : undefined);
      return undefined;
    }
    for (const { name, type } of line.verb.args) {
      const target = type === 'target' ? line.args[name] : undefined;
      const fault = target === undefined || target === 'off' ? undefined : pathFault(target, true);
      if (fault) this.#complaints.add(place, fault, false, target);
    }
    this.#known(line, 'layer', this.#names.layers, place);
    this.#known(line, 'mode', [...this.#names.modes, 'off'], place);
    return line;
  }

  /** `layer NAME` and `mode NAME` must name one of this file. */
  #known({ verb, args }: Line, what: 'layer' | 'mode', names: readonly string[], place: Place): void {
    const { name = '' } = args;
    if (verb.name !== what || names.includes(name)) return;
    const near = nearest(name, names);
    this.#complaints.add(place, `no ${what} "${name}"; ${near ? `did you mean "${near}"?` : `there are ${names.join(', ')}`}`, false, name);
  }
}
