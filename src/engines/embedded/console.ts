import type { Layout, Parameter } from '../../desk/layout.ts';
import { isRefusal } from '../../desk/refusal.ts';
import { readValue, type Stored, type Value, writeValue } from '../../desk/value.ts';
import type { Write } from '../engine.ts';
import type { FirstMix, Memory } from '../ports.ts';

const VERSION = 1;

/** What the console remembers on disk: values by path, as people write them. */
interface Remembered {
  readonly version: typeof VERSION;
  readonly values: Readonly<Record<string, Value>>;
}

/**
 * The embedded mixer's own memory, like that of a console: it has a state whether or not anybody is connected, and comes up
 * as it was left. Only values that differ from a fresh console are written, so that a file stays small and readable.
 */
export class Console {
  readonly layout: Layout;
  readonly #values: Stored[];
  readonly #memory: Memory;
  /** What could not be taken over from the file or the first mix, in plain lines. */
  readonly complaints: string[] = [];

  constructor(layout: Layout, memory: Memory, first: FirstMix = []) {
    this.layout = layout;
    this.#memory = memory;
    this.#values = layout.parameters.map((parameter) => parameter.start);
    const content = memory.load();
    const remembered = readMemory(content);
    if (content !== undefined && remembered === undefined) memory.reject('it is not the memory of this mixer, version 1');
    for (const [path, value] of remembered ?? first) this.#recall(path, value);
    // A recording was ended by whatever ended the daemon; it does not go on by itself.
    const record = layout.byPath.get('player/record');
    if (record) this.#values[record.id] = 0;
    if (remembered === undefined && first.length > 0) this.#save();
  }

  value(id: number): Stored {
    return this.#values[id] ?? 0;
  }

  /** All values, in the order of the layout. */
  *all(): Generator<readonly [number, Stored]> {
    for (let id = 0; id < this.#values.length; id++) yield [id, this.value(id)];
  }

  /** Takes writes; they are remembered at once and on disk soon. */
  write(writes: readonly Write[]): void {
    for (const { id, value } of writes) this.#values[id] = value;
    if (writes.some(({ id }) => isKept(this.layout.parameters[id]))) this.#save();
  }

  flush(): Promise<void> {
    return this.#memory.flush();
  }

  #recall(path: string, value: Value): void {
    const parameter = this.layout.byPath.get(path);
    if (!parameter) {
      this.complaints.push(`memory: ${path} does not exist on this mixer; it is left out`);
      return;
    }
    if (!isKept(parameter)) return;
    const stored = readValue(parameter, value, true);
    if (isRefusal(stored)) this.complaints.push(`memory: ${path} cannot be ${String(value)}; it is left as on a fresh mixer`);
    else this.#values[parameter.id] = stored;
  }

  #save(): void {
    this.#memory.save(() => this.#content());
  }

  #content(): Remembered {
    const values: Record<string, Value> = {};
    for (const parameter of this.layout.parameters) {
      const stored = this.value(parameter.id);
      if (stored !== parameter.start && isKept(parameter)) values[parameter.path] = writeValue(parameter, stored);
    }
    return { version: VERSION, values };
  }
}

const isKept = (parameter: Parameter | undefined): boolean => {
  const is = parameter?.leaf.is;
  return parameter !== undefined && is !== 'derived' && is !== 'transient' && is !== 'trigger';
};

function readMemory(content: unknown): [string, Value][] | undefined {
  if (typeof content !== 'object' || content === null || !('values' in content)) return undefined;
  if (!('version' in content) || content.version !== VERSION) return undefined;
  const { values } = content;
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return undefined;
  return Object.entries(values).filter((entry): entry is [string, Value] => ['number', 'string', 'boolean'].includes(typeof entry[1]));
}
