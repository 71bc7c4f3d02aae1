import type { Route } from '../../src/remote/protocol/http.ts';
import type { RemoteKit } from './remote-kit.ts';

/** Name of the device that `bodyFor` pairs. */
const DEVICE = 'Route iPad';

/** An address with names of things that are there. */
const fill = (address: string): string =>
  address.replace('{path}', 'ch/1/fader').replace('{name}', 'get').replace('{device}', encodeURIComponent(DEVICE));

/** A body that a route takes, with what it asks for made ready. */
function bodyFor({ remote }: RemoteKit, { method, address }: Route): object | undefined {
  if (address === '/api/v1/pair/exchange') return { pin: remote.pairing.open('mixer').pin, name: DEVICE };
  if (method === 'GET' || method === 'DELETE') return undefined;
  if (method === 'PUT') return { value: 0 };
  if (address === '/api/v1/pair') return { role: 'viewer' };
  return address.endsWith('say') ? { line: 'get ch/1/fader' } : { target: 'ch/1/fader' };
}

/** Asks a route as it wants to be asked. */
export function askRoute(kit: RemoteKit, route: Route, headers: Record<string, string> = {}): Promise<Response> {
  const body = bodyFor(kit, route);
  return kit.http(fill(route.address), {
    method: route.method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
