import type { IncomingMessage } from 'node:http';
import type { Caller } from './access.ts';

const once = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

const plain = (address = ''): string => (address.startsWith('::ffff:') ? address.slice(7) : address);

/** Who asks, as the request says it. `::ffff:127.0.0.1` and `127.0.0.1` are one machine. */
export function callerOf({ headers, socket }: IncomingMessage): Caller {
  return {
    address: plain(socket.remoteAddress),
    local: plain(socket.localAddress),
    host: headers.host,
    origin: once(headers.origin),
    authorization: headers.authorization,
    forwarded: once(headers['x-forwarded-for']) ?? once(headers.forwarded),
  };
}
