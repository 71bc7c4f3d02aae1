import WebSocket from 'ws';
import type { ClientMessage } from '../remote/protocol/client.ts';
import type { ServerMessage } from '../remote/protocol/server.ts';
import { type Daemon, headersOf } from './client.ts';

export interface Hearing {
  message(message: ServerMessage): void;
  frame?(bytes: DataView): void;
}

/** Said at the beginning of a connection; the rest of what is told follows from these. */
export type Opening = readonly ClientMessage[];

/**
 * A connection to the daemon for as long as it lasts.
 * @returns why it ended, when it does
 */
export function listenTo(daemon: Daemon, opening: Opening, hearing: Hearing): Promise<string> {
  const socket = new WebSocket(`${daemon.url.replace(/^http/, 'ws')}/ws`, { headers: headersOf(daemon), perMessageDeflate: false });
  return new Promise((resolve) => {
    let reason = '';
    socket.on('open', () => {
      for (const message of [{ t: 'hello', name: 'command line', kind: 'script' } as const, ...opening])
        socket.send(JSON.stringify(message));
    });
    socket.on('message', (bytes: Buffer, binary) => {
      if (binary) hearing.frame?.(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      // The daemon's own messages, of the same version as this command.
      else hearing.message(JSON.parse(bytes.toString()) as ServerMessage);
    });
    socket.on('error', (error) => {
      reason = 'code' in error && error.code === 'ECONNREFUSED' ? `no daemon answers at ${daemon.url}` : error.message;
    });
    socket.on('close', (code, text) => resolve(reason || `the daemon ended the connection (${code}${text.length > 0 ? `, ${text}` : ''})`));
  });
}
