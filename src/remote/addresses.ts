import { hostname, networkInterfaces } from 'node:os';

type Interfaces = ReturnType<typeof networkInterfaces>;

const LOOPBACK = /^(?:127(?:\.\d+){3}|::1|localhost)$/i;
/** Every address of this machine. */
const ANY: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
/** Networks inside this machine: nobody with a tablet is there. */
const INSIDE = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|podman)/;

export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** Addresses under which others reach a port that is bound to `host`, the likeliest first. */
export function reachedBy(host: string, interfaces: Interfaces = networkInterfaces()): string[] {
  if (isLoopback(host)) return [];
  if (!ANY.has(host)) return [host];
  const found: { readonly address: string; readonly rank: number }[] = [];
  for (const [name, addresses] of Object.entries(interfaces)) {
    for (const { address, family, internal } of addresses ?? []) {
      // Link-local ones need the name of an interface behind them, which browsers do not take.
      if (internal || /^(?:fe80:|169\.254\.)/i.test(address) || (family === 'IPv6' && host !== '::')) continue;
      found.push({ address, rank: Number(INSIDE.test(name)) * 2 + Number(family === 'IPv6') });
    }
  }
  return found.sort((one, two) => one.rank - two.rank).map(({ address }) => address);
}

/** Names that this machine has on a network without being told: `foh`, `foh.local`. */
export function ownNames(host: string, name = hostname()): string[] {
  if (isLoopback(host)) return [];
  const [first = ''] = name.toLowerCase().split('.', 1);
  return [...new Set([name.toLowerCase(), first, `${first}.local`])].filter((one) => /^[a-z0-9][a-z0-9.-]*$/.test(one));
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** `http://192.168.1.10:8480` */
export const urlOf = (address: string, port: number): string => `http://${bracketed(address)}:${port}`;

/** Where this machine itself reaches a port that is bound to `host`. */
export const ownUrl = (host: string, port: number): string => urlOf(host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port);
