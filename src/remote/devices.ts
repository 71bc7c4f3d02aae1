import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '../desk/actor.ts';
import type { Clock, Timer } from '../wire/pace/clock.ts';
import type { Credential } from './access.ts';
import { cleanName } from './actors.ts';

/** A device with a token of its own, as it is kept: of the token only its SHA-256 (256 random bits need no slower one). */
export interface KnownDevice {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly hash: string;
  /** Wall clock (ms). */
  readonly created: number;
  readonly seen: number | null;
}

/** Where devices are kept. */
export interface DeviceStore {
  /** Those of the last run. */
  readonly known: readonly KnownDevice[];
  /** @returns why they could not be kept, in a sentence */
  save(devices: readonly KnownDevice[]): Promise<string | undefined>;
}

const MOST = 256;
/** Being seen is no reason to write more often than this (ms). */
const SEEN_MS = 60_000;

/** What opens doors without a file: nothing. */
export const NO_STORE: DeviceStore = { known: [], save: async () => undefined };

/** Paired devices: who has a token, and what it may do. */
export class Devices {
  readonly #clock: Clock;
  readonly #store: DeviceStore;
  readonly #byHash = new Map<string, KnownDevice>();
  #saving: Promise<string | undefined> = Promise.resolve(undefined);
  #timer: Timer | undefined;

  constructor(clock: Clock, store: DeviceStore) {
    this.#clock = clock;
    this.#store = store;
    for (const device of store.known) this.#byHash.set(device.hash, device);
  }

  list(): KnownDevice[] {
    return [...this.#byHash.values()];
  }

  /** Who shows this token. Looked up by its digest, so time tells nothing of a token that is near. */
  credential(token: string): Credential | undefined {
    const device = this.#byHash.get(hashOf(token));
    if (!device) return undefined;
    this.#byHash.set(device.hash, { ...device, seen: this.#clock.wallMs() });
    this.#timer ??= this.#clock.setTimer(SEEN_MS, () => void this.#save());
    return { role: device.role, name: device.name, device: device.id };
  }

  /** A device that showed the PIN. @returns its token, which nobody can be told again; undefined when there are too many */
  add(
    name: string,
    role: Role,
  ): { readonly device: KnownDevice; readonly token: string; readonly kept: Promise<string | undefined> } | undefined {
    if (this.#byHash.size >= MOST) return undefined;
    const token = randomBytes(32).toString('base64url');
    const device: KnownDevice = {
      id: randomBytes(4).toString('hex'),
      name: this.#freeName(cleanName(name, 'device')),
      role,
      hash: hashOf(token),
      created: this.#clock.wallMs(),
      seen: null,
    };
    this.#byHash.set(device.hash, device);
    return { device, token, kept: this.#save() };
  }

  /** All devices of this id or name. */
  find(text: string): KnownDevice[] {
    const all = this.list();
    const byId = all.filter(({ id }) => id === text);
    return byId.length > 0 ? byId : all.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  }

  /** Its token opens nothing from now on. @returns why the file still has it, if it does */
  revoke({ hash }: KnownDevice): Promise<string | undefined> {
    this.#byHash.delete(hash);
    return this.#save();
  }

  /** When it was seen is written with the rest. */
  async end(): Promise<void> {
    if (this.#timer) await this.#save();
  }

  /** One write after the other, each of what stands when its turn comes. */
  #save(): Promise<string | undefined> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#saving = this.#saving.then(() => this.#store.save(this.list()));
    return this.#saving;
  }

  /** Two iPads are told apart: `iPad`, `iPad 2`. */
  #freeName(name: string): string {
    for (let count = 1; ; count++) {
      const one = count === 1 ? name : `${name} ${count}`;
      if (!this.list().some((device) => device.name.toLowerCase() === one.toLowerCase())) return one;
    }
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
