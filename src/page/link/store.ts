import { batch, signal } from '@preact/signals';
import { Layout } from './layout.ts';
import { Param } from './param.ts';
import { fromWire, type LayoutBody, type Told, type Value, type Who } from './protocol.ts';

/** May be set, and goes on without anybody. */
const MOVES_ALONE = /(?:^|:)player\/position$/;

/** All values as the daemon tells them. Signals exist only for what somebody looks at. */
export class Store {
  readonly layout = signal<Layout | undefined>(undefined);
  /** Up to here nothing is missing; -1 before everything has been told once. */
  revision = -1;
  /** Rises with every turn that moved what can be moved, and with every hand, for what wants to look again; a song that plays is no turn. */
  readonly turns = signal(0);
  readonly #params = new Map<string, Param>();
  #values: (Value | undefined)[] = [];
  #holds = new Map<string, Who>();
  #me = '';

  /** The signals of a parameter, also of one that does not exist (yet). The same object each time. */
  param(path: string): Param {
    const known = this.#params.get(path);
    if (known) return known;
    const param = new Param(path);
    this.#params.set(path, param);
    this.#fill(param);
    return param;
  }

  /** Parameters that were looked at. */
  watched(): Iterable<Param> {
    return this.#params.values();
  }

  value(path: string): Value | undefined {
    const info = this.layout.peek()?.get(path);
    return info && this.#values[info.id];
  }

  greet(hello: Told<'hello'>): void {
    this.#me = hello.actor;
  }

  /** Another layout: every id means something else. */
  relayout(body: LayoutBody): void {
    const layout = new Layout(body);
    this.revision = -1;
    this.#values = new Array<Value | undefined>(layout.params.length).fill(undefined);
    batch(() => {
      this.layout.value = layout;
      for (const param of this.#params.values()) this.#fill(param);
    });
  }

  snapshot({ ids, values, rev }: Told<'snapshot'>): void {
    const params = this.layout.peek()?.params ?? [];
    for (const [index, value] of values.entries()) {
      const info = params[ids?.[index] ?? index];
      if (info) this.#values[info.id] = fromWire(value, info.type === 'number');
    }
    this.revision = rev;
    batch(() => {
      for (const param of this.#params.values()) this.#fill(param);
    });
  }

  /** @returns whether this page made one of these changes */
  changes({ by, c, rev }: Told<'changes'>): boolean {
    const layout = this.layout.peek();
    if (!layout) return false;
    let isTurn = false;
    batch(() => {
      for (const [target, value, maker = 0] of c) {
        const info = typeof target === 'string' ? layout.get(target) : layout.params[target];
        if (!info) continue;
        if (!info.readOnly && !MOVES_ALONE.test(info.path)) isTurn = true;
        const read = fromWire(value, info.type === 'number');
        this.#values[info.id] = read;
        const param = this.#params.get(info.path);
        if (!param) continue;
        param.value.value = read;
        param.by.value = by[maker];
      }
      if (isTurn) this.turns.value++;
    });
    if (this.revision >= 0) this.revision = rev;
    return by.some(({ actor }) => actor === this.#me);
  }

  holds({ held, free }: Told<'holds'>): void {
    const pathOf = (target: string | number): string =>
      typeof target === 'string' ? target : (this.layout.peek()?.params[target]?.path ?? '');
    batch(() => {
      for (const target of free) this.#hold(pathOf(target), undefined);
      for (const [target, who] of held) this.#hold(pathOf(target), who);
      this.turns.value++;
    });
  }

  /** The link is lost: who holds what is not known any more, and what was stated and not answered was not done. */
  forget(): void {
    batch(() => {
      for (const path of [...this.#holds.keys()]) this.#hold(path, undefined);
      for (const param of this.#params.values()) param.own.value = undefined;
    });
  }

  #hold(path: string, who: Who | undefined): void {
    if (who) this.#holds.set(path, who);
    else this.#holds.delete(path);
    const param = this.#params.get(path);
    if (param) param.heldBy.value = who && who.actor !== this.#me ? who : undefined;
  }

  #fill(param: Param): void {
    const info = this.layout.peek()?.get(param.path);
    param.info.value = info;
    param.value.value = info && this.#values[info.id];
    const who = this.#holds.get(param.path);
    param.heldBy.value = who && who.actor !== this.#me ? who : undefined;
  }
}
