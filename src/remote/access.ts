import { createHash, timingSafeEqual } from 'node:crypto';
import { allows, type Role } from '../desk/actor.ts';
import { CLIENT_MESSAGES, type ClientMessage } from './protocol/client.ts';

/** Who a credential belongs to. */
export interface Credential {
  readonly role: Role;
  /** What the log calls it: `Anna's iPad`. */
  readonly name?: string;
  /** Id of the paired device it is. */
  readonly device?: string;
}

export interface AccessOptions {
  /** Of run.json: opens everything. */
  readonly token: string;
  /** Tokens of paired devices; none known yet if left out. */
  readonly credential?: (token: string) => Credential | undefined;
  /** Names this daemon is reached by, besides loopback: `foh.local`, `192.168.1.10`. */
  readonly hosts?: readonly string[];
  /** Pages of other addresses that may use the API: `https://desk.example`. */
  readonly origins?: readonly string[];
}

/** A request, as far as it matters who asks. */
export interface Caller {
  readonly address: string;
  /** Address of ours that was called. */
  readonly local: string;
  /** Headers as Node gives them; absent ones undefined. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly authorization: string | undefined;
  /** `X-Forwarded-For` or `Forwarded`: it came through a proxy on this machine, from anywhere. */
  readonly forwarded: string | undefined;
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** Who may do what. Refuses by default: this machine is admin, others show a credential. */
export class Access {
  readonly #options: AccessOptions;
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;
  readonly #local: Buffer;

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#hosts = new Set([...LOOPBACK_NAMES, ...(options.hosts ?? [])].map((name) => bracketed(name.toLowerCase())));
    this.#origins = new Set(options.origins ?? []);
    this.#local = digest(options.token);
  }

  /** DNS rebinding: a stranger's page may point its own name at this machine, but cannot change the name in the request. */
  hostAllowed({ host, local }: Caller): boolean {
    const name = host === undefined ? undefined : /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(host)?.[1];
    if (name === undefined) return false;
    // The very address that was called cannot be another's name.
    return this.#hosts.has(name.toLowerCase()) || (local !== '' && name === bracketed(local));
  }

  /** A browser says which page asks; programs say nothing. Only pages served by this very address may. */
  originAllowed({ host, origin }: Caller): boolean {
    if (origin === undefined) return true;
    return this.#origins.has(origin) || origin === `http://${host}` || origin === `https://${host}`;
  }

  /** What a caller may do without showing more; undefined if it has to show a credential. */
  credentialOf(caller: Caller): Credential | undefined {
    const token = /^Bearer ([\x21-\x7e]{1,256})$/i.exec(caller.authorization ?? '')?.[1];
    if (token !== undefined) return this.credential(token);
    return this.isLocal(caller) ? { role: 'admin' } : undefined;
  }

  /** On this machine itself, by a name that only it has: what comes through a proxy or a tunnel here asks by another. */
  isLocal({ address, forwarded, host = '' }: Caller): boolean {
    return LOOPBACK.test(address) && forwarded === undefined && LOOPBACK_HOST.test(host);
  }

  credential(token: string): Credential | undefined {
    if (timingSafeEqual(digest(token), this.#local)) return { role: 'admin' };
    return this.#options.credential?.(token);
  }
}

/** Whether a role may say this message; a verb's own role is looked at when it runs. */
export const maySay = (role: Role, message: ClientMessage['t']): boolean => allows(role, CLIENT_MESSAGES[message].role);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const bracketed = (name: string): string => (name.includes(':') && !name.startsWith('[') ? `[${name}]` : name);
