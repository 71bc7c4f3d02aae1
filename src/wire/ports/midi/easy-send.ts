import type { Channel, Output } from 'easymidi';

type Out = Pick<Output, 'send'>;
type Send = (out: Out, channel: Channel, first: number, second: number) => void;

/** How easymidi calls the messages of a channel, by the upper half of the status. */
const CHANNEL: Readonly<Record<number, Send>> = {
  8: (out, channel, note, velocity) => out.send('noteoff', { channel, note, velocity }),
  9: (out, channel, note, velocity) => out.send('noteon', { channel, note, velocity }),
  10: (out, channel, note, pressure) => out.send('poly aftertouch', { channel, note, pressure }),
  11: (out, channel, controller, value) => out.send('cc', { channel, controller, value }),
  12: (out, channel, number) => out.send('program', { channel, number }),
  13: (out, channel, pressure) => out.send('channel aftertouch', { channel, pressure }),
  14: (out, channel, low, high) => out.send('pitch', { channel, value: low | (high << 7) }),
};

/** And those of the system, by the lower half; tune request (6) has no name there that its types know. */
const SYSTEM: Readonly<Record<number, Send>> = {
  1: (out, _, quarter) => out.send('mtc', { type: quarter >> 4, value: quarter & 0x0f }),
  2: (out, _, low, high) => out.send('position', { value: low | (high << 7) }),
  3: (out, _, song) => out.send('select', { song }),
  8: (out) => out.send('clock'),
  10: (out) => out.send('start'),
  11: (out) => out.send('continue'),
  12: (out) => out.send('stop'),
  14: (out) => out.send('activesense'),
  15: (out) => out.send('reset'),
};

const SYSEX = 0xf0;
/** easymidi takes none without content: F0 7E F7. */
const SHORTEST_SYSEX = 4;

/** Sends one whole message by the name it has in easymidi; what has none is left out. */
export function sendWhole(out: Out, message: Uint8Array): void {
  const [status = 0, first = 0, second = 0] = message;
  if (status === SYSEX) {
    if (message.length >= SHORTEST_SYSEX) out.send('sysex', [...message]);
    return;
  }
  const send = status < SYSEX ? CHANNEL[status >> 4] : SYSTEM[status & 0x0f];
  // Four bits are a channel.
  send?.(out, (status & 0x0f) as Channel, first, second);
}
