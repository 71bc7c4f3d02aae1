/**
 * The MIDI child as it is, on a fake of the native library under it: what a rig in the test's process plugs in is what it finds.
 * Started instead of the real one by DESKBRIDGE_MIDI_CHILD; finds its rig by DESKBRIDGE_FAKE_MIDI.
 */
import { EventEmitter, once } from 'node:events';
import Module, { createRequire } from 'node:module';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const rig = connect(process.env.DESKBRIDGE_FAKE_MIDI ?? '');
rig.on('error', () => process.exit(1));
const tell = (what) => rig.write(`${JSON.stringify(what)}\n`);
/** @type {{ full: string, input: boolean, output: boolean }[]} */
let ports = [];
const listening = new Set();

const lines = createInterface({ input: rig });
lines.on('line', (line) => {
  const { plugged, hear, hex } = JSON.parse(line);
  if (plugged) ports = plugged;
  else for (const input of listening) if (input.full === hear) input.take(Buffer.from(hex, 'hex'));
});
lines.on('close', () => process.exit(1));

class Lists extends EventEmitter {
  constructor(side) {
    super();
    this.side = side;
  }

  get names() {
    return ports.filter((port) => port[this.side]).map(({ full }) => full);
  }

  getPortCount() {
    return this.names.length;
  }

  getPortName(port) {
    return this.names[port] ?? '';
  }

  openPort(port) {
    this.full = this.getPortName(port);
    if (this.full === '') throw new Error('Internal RtMidi error');
    tell({ open: this.full, side: this.side });
  }

  closePort() {}
  destroy() {}
}

class Input extends Lists {
  constructor() {
    super('input');
  }

  ignoreTypes() {}

  openPort(port) {
    super.openPort(port);
    listening.add(this);
  }

  /** Whole messages, one after the other, as the native library gives them. */
  take(bytes) {
    for (const message of whole(bytes)) this.emit('messageBuffer', 0, message);
  }
}

class Output extends Lists {
  constructor() {
    super('output');
  }

  sendMessage(bytes) {
    // A message to a port that is gone is lost in silence.
    if (this.names.includes(this.full)) tell({ sent: this.full, hex: Buffer.from(bytes).toString('hex') });
  }
}

/** Cut before each status byte, except the end of a system exclusive message. */
function whole(bytes) {
  const starts = [...bytes.keys()].filter((at) => at === 0 || (bytes[at] >= 0x80 && bytes[at] !== 0xf7));
  return starts.map((start, i) => bytes.subarray(start, starts[i + 1] ?? bytes.length));
}

const require = createRequire(import.meta.url);
const file = require.resolve('@julusian/midi');
const fake = Object.assign(new Module(file), { filename: file, loaded: true });
fake.exports = { Input, Output, input: Input, output: Output };
require.cache[file] = fake;

tell({ pid: process.pid, task: JSON.parse(process.argv[2] ?? '{}') });
await once(lines, 'line');
await import('../../dist/wire/ports/midi-child.js');
