import type { PlannedChange } from '../desk/verb.ts';
import type { SaidLine } from './script.ts';

/** What a line of a dry run would do that the desk cannot know. */
export interface Rehearsed {
  readonly says: string;
  readonly changes: readonly PlannedChange[];
}

/** What stands in no scene. */
const NEVER_STORED = /(?:^|\/)solo$|^(?:[a-z][a-z0-9-]*:)?player\//;
/** Verbs that give a value whatever it was, with the leaf that they mean where only a strip is named. */
const SETTERS: Readonly<Record<string, string>> = { set: 'fader', mute: 'mute', unmute: 'mute', solo: 'solo', unsolo: 'solo' };
const asRead = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/**
 * What the steps of a dry run would have made so far: values, names of strips, scenes, presets and cues. The desk itself has none of it, so
 * a later step that speaks of them is answered here, or told as not known yet.
 */
export class Rehearsal {
  /** Values by path, as an engineer says them: what they would be, and what they are. */
  readonly #would = new Map<string, string>();
  readonly #were = new Map<string, string>();
  /** Names that there would be, and would be no more, with the line that does it. */
  readonly #made = new Map<string, number>();
  readonly #gone = new Map<string, number>();
  /** Scenes that would be stored whole, with what would have been set by then. */
  readonly #stored = new Map<string, { readonly line: number; readonly name: string; readonly would: ReadonlyMap<string, string> }>();

  /** A value as it would be; undefined: as it is. */
  valueOf(path: string): string | undefined {
    return this.#would.get(path);
  }

  /** A target with a strip's name that it would have by then as the strip's path. */
  pathOf(target: string): string {
    for (const [path, name] of this.#would) {
      const strip = /^(.+)\/name$/.exec(path)?.[1];
      if (strip === undefined || name.trim() === '') continue;
      const rest =
        asRead(target) === asRead(name) ? '' : asRead(target).startsWith(`${asRead(name)}/`) ? target.slice(name.length) : undefined;
      if (rest !== undefined) return strip + rest;
    }
    return target;
  }

  /** A line for the desk: with paths where it speaks of names that are not there yet. */
  textOf({ text, target }: SaidLine): string {
    const path = target === undefined ? undefined : this.pathOf(target);
    return path === undefined || path === target ? text : text.replace(FIRST, (_all, verb: string) => verb + path);
  }

  /** A step that this dry run answers itself: a recall of what it would have stored. */
  answer({ verb, args }: SaidLine): Rehearsed | undefined {
    const stored = verb === 'recall' && args.scope === undefined ? this.#stored.get(asRead(args.name ?? '')) : undefined;
    if (!stored) return undefined;
    const changes: PlannedChange[] = [];
    for (const [path, from] of this.#would) {
      const to = stored.would.get(path) ?? this.#were.get(path) ?? from;
      if (from !== to && !NEVER_STORED.test(path)) changes.push({ path, from, to });
    }
    const count = changes.length === 0 ? 'nothing to change' : `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
    return { says: `would recall "${stored.name}" as line ${stored.line} would have stored it: ${count}`, changes };
  }

  /** Which earlier line would make what a refused line speaks of. */
  excuse({ args }: SaidLine): number | undefined {
    for (const word of Object.values(args).map(asRead)) {
      const made = this.#made.get(word) ?? [...this.#made].find(([name]) => word.startsWith(`${name}/`))?.[1];
      if (made !== undefined) return made;
    }
    return undefined;
  }

  /** Which earlier line would have taken away what a line speaks of. */
  takenBy({ verb, args }: SaidLine): number | undefined {
    const named = verb === 'recall' ? args.name : (args.scene ?? args.preset ?? args.cue);
    return named === undefined || verb === 'restore-scene' ? undefined : this.#gone.get(asRead(named));
  }

  /** A value that an earlier step would have moved, and this one sets to what it is now: the desk itself sees no change. */
  back({ verb, target }: SaidLine): readonly PlannedChange[] {
    const leaf = SETTERS[verb];
    if (leaf === undefined || target === undefined) return [];
    return [this.pathOf(target), `${this.pathOf(target)}/${leaf}`].flatMap((path) => {
      const [from, to] = [this.#would.get(path), this.#were.get(path)];
      return from === undefined || to === undefined || from === to ? [] : [{ path, from, to }];
    });
  }

  /** A step was answered: what it would do is known from now on. */
  keep(line: number, said: SaidLine, changes: readonly PlannedChange[]): void {
    for (const { path, from, to } of changes) {
      if (!this.#were.has(path)) this.#were.set(path, from);
      this.#would.set(path, to);
      if (path.endsWith('/name') && to.trim() !== '') this.#makes(to, line);
    }
    const { verb, args } = said;
    const taken = verb === 'remove-scene' || verb === 'rename-scene' ? args.scene : verb === 'remove-cue' ? args.cue : undefined;
    if (taken !== undefined) {
      this.#gone.set(asRead(taken), line);
      this.#made.delete(asRead(taken));
      this.#stored.delete(asRead(taken));
    }
    const name = madeBy(said);
    if (name === undefined) return;
    this.#makes(name, line);
    if (verb !== 'store') return;
    // Of a part that is stored over a scene the rest is not known here.
    if (args.scope === undefined) this.#stored.set(asRead(name), { line, name, would: new Map(this.#would) });
    else this.#stored.delete(asRead(name));
  }

  #makes(name: string, line: number): void {
    this.#gone.delete(asRead(name));
    this.#made.set(asRead(name), line);
  }
}

/** The first word behind the verb. */
const FIRST = /^(\s*\S+\s+)(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)/;

/** What there is by this name once a line is done. */
function madeBy({ verb, args }: SaidLine): string | undefined {
  switch (verb) {
    case 'store':
    case 'save-preset':
      return args.name ?? args.preset;
    case 'rename-scene':
      return args.to;
    case 'restore-scene':
      return args.scene;
    case 'set-cue':
    case 'put-cue':
      return args.cue;
    default:
      return undefined;
  }
}
