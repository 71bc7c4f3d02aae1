/**
 * The least that can stand between a surface and an OSC app: the same MIDI child in front of it, a pitch bend in becomes a packet out,
 * a packet in a pitch bend out, and nothing is known, checked or kept.
 * Started by bench with a port's full name, the UDP port to send to, the MIDI child, and where its hardware is.
 */
import { createSocket } from 'node:dgram';
import { pathToFileURL } from 'node:url';
import { decodeOsc } from '../../src/wire/formats/osc.ts';
import { encodeOsc } from '../../src/wire/formats/osc-encode.ts';
import { midiParts } from '../../src/wire/ports/midi/part.ts';

const [full = '', port = '0', child = '', rig = ''] = process.argv.slice(2);
const udp = createSocket('udp4');
const end = { full, nth: 0 };
const link = midiParts(pathToFileURL(child), { DESKBRIDGE_FAKE_MIDI: rig })(
  { t: 'link', input: end, output: end },
  {
    onSays: (says) => {
      if (says.t === 'open') process.send?.({ port: udp.address().port });
    },
    onBytes: ([status = 0, low = 0, high = 0]) => {
      if (status >> 4 === 0xe) udp.send(encodeOsc(`/ch/${(status & 0xf) + 1}/fader`, 'f', [low + high * 128]), Number(port), '127.0.0.1');
    },
    onEnd: (reason) => {
      throw new Error(`the MIDI child ended: ${reason}`);
    },
  },
);
udp.on('message', (bytes) => {
  const said = decodeOsc(bytes);
  if (said.kind !== 'message') return;
  const raw = Math.round((Number(said.args[0]) + 60) * 200);
  link.write(new Uint8Array([0xe0 + Number(said.address.split('/')[2]) - 1, raw & 0x7f, raw >> 7]));
});
udp.bind(0, '127.0.0.1');
