import type { Hono } from 'hono';
import { allows } from '../desk/actor.ts';
import type { Devices, KnownDevice } from './devices.ts';
import { doorError, errorOf } from './errors.ts';
import { type Env, jsonBody, otherMethods, type Request, refuse, refuseWith } from './http-door.ts';
import type { Pairing, Turned } from './pairing.ts';
import { type DeviceBody, exchange, type OpenPinBody, type PairedBody, pairing as pairingBody } from './protocol/devices.ts';
import { explainIssue } from './protocol.ts';
import type { Session } from './session.ts';
import type { Shared } from './shared.ts';

const EXCHANGE = '/api/v1/pair/exchange';
const BODY_BYTES = 1024;
const BACK_AT_START = 'it was revoked, but that could not be written: after a restart the device has its token again';

/** What pairing needs of the door. */
export interface PairingHouse {
  readonly pairing: Pairing;
  readonly devices: Devices;
  /** Addresses of the page for others: `http://192.168.1.10:8480`. */
  readonly pages: () => readonly string[];
  readonly sessions: () => Iterable<Session>;
  /** Ends what a device has open. */
  readonly close: (device: string) => void;
}

/** PINs, tokens and devices. */
export function servePairing(app: Hono<Env>, { house, limits }: Shared, own: PairingHouse): void {
  const { pairing, devices } = own;
  const body = (): OpenPinBody => openPin(own, house.clock.nowMs());

  app.get('/api/v1/pair', (c) => forAdmin(c) ?? c.json(body()));
  app.delete('/api/v1/pair', (c) => {
    const refused = forAdmin(c);
    if (refused) return refused;
    pairing.cancel();
    return c.json(body());
  });
  app.post('/api/v1/pair', async (c) => {
    const refused = forAdmin(c);
    if (refused) return refused;
    const read = await jsonBody(c, BODY_BYTES);
    if (read instanceof Response) return read;
    const parsed = pairingBody.safeParse(read.said);
    if (!parsed.success) return malformed(c, '{"role":"mixer"}', explainIssue(parsed.error));
    pairing.open(parsed.data.role ?? 'mixer');
    return c.json(body());
  });
  otherMethods(app, '/api/v1/pair', ['GET', 'POST', 'DELETE']);

  app.post(EXCHANGE, async (c) => {
    const read = await jsonBody(c, Math.min(BODY_BYTES, limits.payloadBytes));
    if (read instanceof Response) return read;
    const parsed = exchange.safeParse(read.said);
    if (!parsed.success) return malformed(c, '{"pin":"123456","name":"iPad"}', explainIssue(parsed.error));
    return letIn(c, own, parsed.data, (line) => house.say(line));
  });
  otherMethods(app, EXCHANGE, ['POST']);

  app.get('/api/v1/devices', (c) => forAdmin(c) ?? c.json(devices.list().map((device) => deviceBody(device, own.sessions()))));
  otherMethods(app, '/api/v1/devices', ['GET']);

  app.delete('/api/v1/devices/:device', async (c) => {
    const refused = forAdmin(c);
    if (refused) return refused;
    const text = c.req.param('device');
    const found = devices.find(text);
    const [device] = found;
    if (!device) return refuse(c, doorError('not-found', `no device "${text.slice(0, 64)}" is paired`));
    if (found.length > 1) return malformed(c, 'an id', `${found.length} devices have this name: ${found.map(({ id }) => id).join(', ')}`);
    const kept = devices.revoke(device);
    own.close(device.id);
    house.say(`${device.name} (${device.id}) was revoked by ${c.get('actor')().name}`);
    const fault = await kept;
    if (fault !== undefined) house.say(`${fault}: ${BACK_AT_START}`);
    return c.json({ id: device.id, name: device.name, kept: fault === undefined });
  });
  otherMethods(app, '/api/v1/devices/:device', ['DELETE']);
}

/** Whoever is not admin is told so. */
function forAdmin(c: Request): Response | undefined {
  const { name, role } = c.get('actor')();
  return allows(role, 'admin') ? undefined : refuseWith(c, { code: 'role', got: `${name} (${role})`, want: 'admin' });
}

async function letIn(
  c: Request,
  { pairing, devices }: PairingHouse,
  { pin, name }: { readonly pin: string; readonly name: string },
  say: (line: string) => void,
): Promise<Response> {
  const address = c.get('address');
  const shown = pairing.show(pin, address);
  if (typeof shown !== 'string') return turnedAway(c, shown);
  const added = devices.add(name, shown);
  if (!added) return refuseWith(c, { code: 'busy', got: 'too many devices are paired', want: 'revoke some: deskbridge devices' });
  const { device, token } = added;
  say(`${device.name} at ${address} was paired as ${device.role} (${device.id})`);
  const fault = await added.kept;
  if (fault !== undefined) say(`${fault}: ${device.name} has to be paired again after a restart`);
  const answer: PairedBody = { id: device.id, token, name: device.name, role: device.role };
  return c.json(answer);
}

function turnedAway(c: Request, turned: Turned): Response {
  if (turned.why === 'too-many') {
    return refuseWith(c, {
      code: 'busy',
      got: 'too many wrong PINs',
      want: 'whoever is at the desk has to show a fresh one: deskbridge pair',
    });
  }
  const says =
    turned.why === 'none'
      ? 'no PIN stands at present; deskbridge pair shows one'
      : `this PIN is not right, or it was used or ran out; ${turned.left} ${turned.left === 1 ? 'try is' : 'tries are'} left`;
  return refuse(c, doorError('unauthorized', says));
}

function openPin({ pairing, pages }: PairingHouse, nowMs: number): OpenPinBody {
  const { current } = pairing;
  const addresses = pages().map((page) => `${page}/`);
  const [first] = addresses;
  return {
    pin: current?.pin ?? null,
    role: current?.role ?? null,
    leftMs: current ? Math.round(current.untilMs - nowMs) : 0,
    pages: addresses,
    join: current && first !== undefined ? joinUrl(first, current.pin) : null,
  };
}

/** In the fragment: it goes to no server, no proxy and no log. */
export const joinUrl = (page: string, pin: string): string => `${page}#pin=${pin}`;

function deviceBody({ id, name, role, created, seen }: KnownDevice, sessions: Iterable<Session>): DeviceBody {
  const sockets = [...sessions].filter(({ device }) => device === id).length;
  return { id, name, role, created, seen, sockets };
}

const malformed = (c: Request, want: string, says: string): Response =>
  refuse(c, errorOf({ code: 'malformed', got: 'the body', want: `${want} (${says})` }));
