import { Socket } from 'node:net';
import midi from '@julusian/midi';
import easymidi from 'easymidi';
import { MidiReader } from '../../formats/midi.ts';
import { sendWhole } from './easy-send.ts';
import { BYTES_FD, type FullName, type MidiTask } from './part.ts';
import { faultOf, sayAndEnd, sayToParent } from './to-parent.ts';

/** Waiting for a parent that is busy: five thousand moves, two seconds of a flood. What comes then is lost, whole messages each. */
const QUEUE_BYTES = 16_384;
/** RtMidi keeps a system exclusive message that never ends; before that eats the machine, a new process begins. */
const MEMORY_BYTES = 300e6;
const MEMORY_LOOK_MS = 5000;

/** Opens one port; its bytes pass both ways until the process ends. */
export function link(task: Extract<MidiTask, { t: 'link' }>): void {
  const wire = new Socket({ fd: BYTES_FD });
  wire.on('error', () => process.exit(0));
  if (task.output) speak(wire, task.output);
  else wire.resume();
  if (task.input) hear(wire, task.input);
  setInterval(() => {
    if (process.memoryUsage.rss() > MEMORY_BYTES) sayAndEnd('a message without an end filled its memory');
  }, MEMORY_LOOK_MS).unref();
  sayToParent({ t: 'open' });
}

/**
 * The input is that of easymidi's own base. easymidi's throws inside its callback when a long system exclusive message comes in
 * pieces, which ends the process, and it drops what it has no name for; here every byte passes as it came.
 */
function hear(wire: Socket, name: FullName): void {
  const input = new midi.Input();
  input.ignoreTypes(false, false, false);
  const queue: Buffer[] = [];
  let queuedBytes = 0;
  let dropped = 0;
  let telling = false;
  const pass = (): void => {
    wire.write(queue.length === 1 && queue[0] ? queue[0] : Buffer.concat(queue));
    queue.length = 0;
    queuedBytes = 0;
    if (dropped === 0 || telling) return;
    telling = true;
    sayToParent({ t: 'dropped', messages: dropped }, () => {
      telling = false;
    });
    dropped = 0;
  };
  // Nothing may throw in here: it would end the process.
  input.on('messageBuffer', (_sinceLast, message) => {
    if (queuedBytes + wire.writableLength + message.length > QUEUE_BYTES) {
      dropped += 1;
      return;
    }
    if (queue.length === 0) setImmediate(pass);
    queue.push(message);
    queuedBytes += message.length;
  });
  input.openPort(portOf(input, name));
}

function portOf(list: { getPortCount(): number; getPortName(port: number): string }, { full, nth }: FullName): number {
  const ports = Array.from({ length: list.getPortCount() }, (_, port) => port).filter((port) => list.getPortName(port) === full);
  const port = ports[nth];
  if (port === undefined) throw new Error('it is not there any more');
  return port;
}

/** easymidi's output costs a client it never gives back, and so lives as long as this process. */
function speak(wire: Socket, { full, nth }: FullName): void {
  // easymidi numbers ports of one and the same name: `X-Touch`, `X-Touch1`.
  const output = new easymidi.Output(nth === 0 ? full : `${full}${nth}`);
  const reader = new MidiReader();
  wire.on('data', (bytes: Buffer) => {
    try {
      for (const message of reader.read(bytes)) sendWhole(output, message);
    } catch (error) {
      sayAndEnd(faultOf(error));
    }
  });
}
