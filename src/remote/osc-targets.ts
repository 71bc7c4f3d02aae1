import type { Desk } from '../desk/desk.ts';
import type { Entry, Model } from '../desk/model.ts';
import { isRefusal } from '../desk/refusal.ts';
import { isWild } from './osc-select.ts';
import { addressOf, type Form, meantBy } from './osc-values.ts';

/** More spellings than a desk has parameters; then all are looked up anew. */
const KEPT = 16_384;

/** One parameter, as an address with a value means it. */
export interface Target {
  readonly entry: Entry;
  readonly form: Form;
  /** The value says whether a finger is down. */
  readonly touch: boolean;
  /** Under which peers are told it. */
  readonly told: string;
}

/**
 * Addresses that mean one parameter, looked up once a layout for all peers: a hand says the same few again and again, and reading an
 * address costs more than what it sets. Only what is found is kept, so no stranger fills it.
 */
export class OscTargets {
  readonly #desk: Desk;
  readonly #isOther: (address: string) => boolean;
  readonly #known = new Map<string, Target>();
  #model: Model | undefined;

  /** @param isOther says which addresses are commands, not parameters */
  constructor(desk: Desk, isOther: (address: string) => boolean) {
    this.#desk = desk;
    this.#isOther = isOther;
  }

  /** Undefined for everything else: commands, patterns, what does not exist. */
  find(address: string): Target | undefined {
    const { model } = this.#desk;
    if (this.#model !== model || this.#known.size >= KEPT) this.#known.clear();
    this.#model = model;
    return this.#known.get(address) ?? this.#lookUp(model, address);
  }

  #lookUp(model: Model, address: string): Target | undefined {
    if (this.#isOther(address)) return undefined;
    const { path, form, touch } = meantBy(model, address);
    const entry = isWild(path) ? undefined : this.#desk.find(path);
    if (!entry || isRefusal(entry)) return undefined;
    const target = { entry, form, touch, told: addressOf(entry, form) };
    this.#known.set(address, target);
    return target;
  }
}
