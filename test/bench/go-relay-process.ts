/**
 * The least that can stand between a Go and a console: a request by HTTP, a packet by OSC or a program change by MIDI comes in, one packet goes
 * out, and nothing is known, checked or kept. The MIDI child in front of it is the daemon's own.
 * Started by bench with a port's full name, the UDP port to send to, the MIDI child, and where its hardware is; tells its ports.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { decodeOsc } from '../../src/wire/formats/osc.ts';
import { encodeOsc } from '../../src/wire/formats/osc-encode.ts';
import { midiParts } from '../../src/wire/ports/midi/part.ts';

const [full = '', port = '0', child = '', rig = ''] = process.argv.slice(2);
const udp = createSocket('udp4');
const pass = (transport: string, cue: number): void => udp.send(encodeOsc('/set', 'si', [transport, cue]), Number(port), '127.0.0.1');

const http = createServer((request, response) => {
  let body = '';
  request.on('data', (bytes: Buffer) => {
    body += bytes.toString();
  });
  request.on('end', () => {
    const { cue } = JSON.parse(body) as { readonly cue: string }; // only the bench speaks to it
    pass('http', Number(cue));
    response.end('{}');
  });
});
udp.on('message', (bytes) => {
  const said = decodeOsc(bytes);
  if (said.kind === 'message') pass('osc', Number(said.args[0]));
});

const bound = [
  new Promise<void>((resolve) => void udp.bind(0, '127.0.0.1', resolve)),
  new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve)),
];
const end = { full, nth: 0 };
midiParts(pathToFileURL(child), { DESKBRIDGE_FAKE_MIDI: rig })(
  { t: 'link', input: end, output: end },
  {
    onSays: (says) => {
      if (says.t !== 'open') return;
      void Promise.all(bound).then(() => {
        const address = http.address();
        process.send?.({ osc: udp.address().port, http: typeof address === 'object' && address ? address.port : 0 });
      });
    },
    onBytes: ([status = 0, program = 0]) => {
      if (status >> 4 === 0xc) pass('midi', program + 1);
    },
    onEnd: (reason) => {
      throw new Error(`the MIDI child ended: ${reason}`);
    },
  },
);
