import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { decodeOsc } from '../../src/wire/formats/osc.ts';
import { encodeOsc } from '../../src/wire/formats/osc-encode.ts';
import { isFault } from '../../src/wire/ports/fault.ts';
import { openUdp, type UdpPort } from '../../src/wire/ports/udp.ts';
import { MidiRig } from '../fake-midi/rig.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';
import { cleanEnvironment, deskbridge, type Served, startDaemon } from './daemon.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function lights(): Promise<{ port: UdpPort; heard: string[] }> {
  const port = await openUdp({ port: 0 });
  if (isFault(port)) throw new Error(port.reason);
  ends.push(() => port.close());
  const heard: string[] = [];
  port.read((bytes) => {
    const packet = decodeOsc(bytes);
    heard.push('address' in packet ? [packet.address, packet.tags, ...packet.args].join(' ') : packet.kind);
  });
  return { port, heard };
}

async function hook(): Promise<{ base: string; heard: string[] }> {
  const heard: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      heard.push(`${request.method} ${request.url} ${body}`);
      // One that never answers.
      if (request.url === '/never') return;
      response.writeHead(request.url === '/wrong' ? 500 : 200).end('so it is');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const at = server.address();
  return { base: `http://127.0.0.1:${at !== null && typeof at === 'object' ? at.port : 0}`, heard };
}

const ENGINES = 'engines: { foh: { type: embedded } }\n';

interface House {
  readonly show: string;
  readonly daemon: Served;
  readonly rig: MidiRig;
  readonly run: (...words: string[]) => ReturnType<typeof deskbridge>;
  readonly osc: (address: string, tags?: string, args?: readonly (number | string)[]) => void;
}

async function house(settings: string, cues: string): Promise<House> {
  const rig = await MidiRig.start();
  ends.push(() => rig.stop());
  const environment = cleanEnvironment(scratch(), rig.env);
  const show = scratch();
  writeFileSync(join(show, 'desk.yaml'), ENGINES + settings);
  writeFileSync(join(show, 'cues.yaml'), cues);
  const daemon = await startDaemon(show, environment);
  const there = { ...environment, DESKBRIDGE_SHOW: show };
  const { port } = await lights();
  return {
    show,
    daemon,
    rig,
    run: (...words) => deskbridge(words, there),
    osc: (address, tags = '', args = []) => port.send(encodeOsc(address, tags, args), { address: '127.0.0.1', port: daemon.ready.osc }),
  };
}

const hex = (bytes: Iterable<number>): string => Buffer.from([...bytes]).toString('hex');

test('a cue sends OSC, MIDI and HTTP, and what does not arrive is told with the cue and the line', async () => {
  const far = await lights();
  const web = await hook();
  const { run, rig, daemon } = await house(
    `targets:
  lights: { osc: "127.0.0.1:${far.port.local.port}" }
  player: { midi: "UM-ONE", channel: 2 }
  gone: { midi: "Nowhere" }
  hook: { http: "${web.base}" }
  slow: { http: "${web.base}", timeout: 300 ms }
`,
    `- cue: 1
  name: Curtain
  do:
    - send slow /never
    - send gone program 1
    - send hook /wrong
    - send lights /cue/12/go f 0.5 s "with spaces"
    - send player program 14
    - 'send hook POST /go {"cue": 1}'
    - mute ch/1
`,
  );
  const box = 'UM-ONE:UM-ONE MIDI 1 24:0';
  rig.plug(box);
  await until('the port is open', async () => (await run('targets')).out.includes('open (UM-ONE'));
  expect([far.heard, web.heard, rig.told(box)]).toEqual([[], [], []]);

  const dry = await run('go', '--dry-run');
  expect(dry.code).toBe(10);
  expect(dry.out).toContain('send lights /cue/12/go');
  expect((await run('send', 'lights', '/x', 's', 'two words', '--dry-run')).out).toMatch(
    /^would send to lights .*2F 78 00 00 2C 73 00 00 74 77 6F/,
  );
  expect([far.heard, web.heard]).toEqual([[], []]);

  // What cannot be sent at all is answered at once; the cue goes on with the others.
  expect(await run('go')).toMatchObject({
    code: 6,
    out: 'started cue 1 Curtain\n',
    err: expect.stringMatching(/^gone is not in order \(no MIDI port/),
  });
  await until('the light desk has it', () => far.heard.includes('/cue/12/go fs 0.5 with spaces'));
  await until('the player has it', () => hex(rig.told(box)) === 'c10d');
  await until('the hook has it', () => web.heard.includes('POST /go {"cue": 1}'));
  expect((await run('get', 'ch/1/mute')).out).toBe('ch/1/mute on\n');
  await daemon.says(/cue 1: send gone program 1: gone is not in order \(no MIDI port with the name/);
  await daemon.says(/cue 1: send hook \/wrong: hook is not in order \(it answered 500 [^)]*so it is/);
  await daemon.says(/cue 1: send slow \/never: slow is not in order \(no answer within 0.3 s/);
});

test('a send from a shell ends with what became of it', async () => {
  const web = await hook();
  const { run } = await house(`targets: { hook: { http: "${web.base}" }, dead: { osc: "127.0.0.1:9" } }\n`, '');
  expect((await run('completion', 'names', 'send')).out).toBe('hook\ndead\n');
  expect((await run('completion', 'names', 'mute')).out).toBe('');
  expect(await run('send', 'hook', 'POST', '/go', '{"a": 1}')).toMatchObject({ code: 0 });
  expect(web.heard).toEqual(['POST /go {"a": 1}']);
  expect(await run('send', 'hook', '/wrong')).toMatchObject({ code: 6, err: expect.stringContaining('it answered 500') });
  expect(await run('send', 'dead', '/x')).toMatchObject({ code: 6, err: 'dead is not in order (nothing listens at 127.0.0.1:9)\n' });
  expect((await run('send', 'hook', '/../x')).code).toBe(6);
  expect((await run('send', 'hook', 'http://127.0.0.1:1/')).code).toBe(6);
  expect(web.heard).toHaveLength(2);
});

test('OSC addresses that mean nothing else start cues: without a value, with 1, and not with 0; a storm is cut', async () => {
  const { run, osc, daemon } = await house(
    '',
    '- { cue: 1, do: mute ch/1, when: osc /cue/16 }\n- { cue: 2, do: mute ch/2, when: osc /any/button }\n- { cue: 3, do: mute ch/3, when: osc /ch/4/mute }\n',
  );
  const muted = async (strip: number): Promise<boolean> => (await run('get', `ch/${strip}/mute`)).out.endsWith('on\n');
  osc('/any/button', 'f', [0]);
  osc('/cue/16');
  await until('cue 1 has run', () => muted(1));
  expect(await muted(2)).toBe(false);
  osc('/any/button', 'f', [1]);
  await until('cue 2 has run', () => muted(2));
  // A parameter stays a parameter.
  osc('/ch/4/mute', 'i', [1]);
  await until('the parameter is set', () => muted(4));
  expect(await muted(3)).toBe(false);
  for (let count = 0; count < 60; count++) osc('/cue/16');
  await daemon.says(/osc \/cue\/16 \(cue 1\): more than 10 times in a second/);
  expect(daemon.child.exitCode).toBeNull();
});

test('triggers and targets of desk.yaml change while the daemon runs', async () => {
  const far = await lights();
  const { show, run, rig, daemon } = await house('triggers: { midi: [Keys] }\n', '- { cue: 1, do: mute ch/1, when: midi program 1 }\n');
  const [keys, pads] = ['Keys:Keys MIDI 1 24:0', 'Pads:Pads MIDI 1 28:0'];
  rig.plug(keys);
  rig.plug(pads);
  await daemon.says(/listens to Keys:Keys MIDI 1 for triggers/);
  expect((await run('send', 'lights', '/go')).code).toBe(6);
  writeFileSync(
    join(show, 'desk.yaml'),
    `${ENGINES}triggers: { midi: [Pads], msc: on, do: { "midi note 60": mute ch/2 } }\ntargets: { lights: { osc: "127.0.0.1:${far.port.local.port}" } }\n`,
  );
  await daemon.says(/desk\.yaml changed: .*triggers\/midi.*applied/);
  await daemon.says(/listens to Pads:Pads MIDI 1 for triggers/);
  await until('the first is let go', () => !rig.isHeard(keys));
  rig.play(pads, [0x90, 60, 100]);
  await until('the note mutes', async () => (await run('get', 'ch/2/mute')).out === 'ch/2/mute on\n');
  rig.play(pads, [0xf0, 0x7f, 0x00, 0x02, 0x10, 0x01, 0x31, 0xf7]);
  await until('show control starts the cue', async () => (await run('get', 'ch/1/mute')).out === 'ch/1/mute on\n');
  expect((await run('send', 'lights', '/go')).code).toBe(0);
  await until('it is there', () => far.heard.length === 1);
  expect(daemon.out).not.toContain('next start on');
});

test('a cue that sends what starts it runs once, and one that starts another by a loop of two ports ends', async () => {
  const { run, rig, daemon } = await house(
    'triggers: { midi: [Loop] }\ntargets: { out: { midi: "Loop A" }, back: { midi: "Loop B" } }\n',
    `- { cue: 1, do: [ send out program 1, nudge ch/1/fader -1 ], when: midi program 1 }
- { cue: 2, do: [ send back program 3 ], when: midi program 2 }
- { cue: 3, do: [ send out program 2 ], when: midi program 3 }
`,
  );
  const ports = ['Loop A:Loop A MIDI 1 24:0', 'Loop B:Loop B MIDI 1 28:0'] as const;
  for (const port of ports) rig.plug(port);
  let heard = 0;
  // A cable from each to the other: what we send comes back on both.
  rig.heard = (_full, bytes) => {
    heard += 1;
    for (const port of ports) rig.play(port, bytes);
  };
  await until('both are open', () => ports.every((port) => rig.isHeard(port)));
  await run('set', 'ch/1/fader', '-10');
  rig.play(ports[0], [0xc0, 0]);
  await until('cue 1 has run', async () => (await run('get', 'ch/1/fader')).out === 'ch/1/fader -11.0 dB\n');
  await daemon.says(/C0 00 is sent by what it starts/);
  const before = heard;
  rig.play(ports[0], [0xc0, 1]);
  await until('the loop has begun', () => heard > before);
  await run('targets');
  // The desk answers, and each cue ran at most as often as the guard lets it.
  expect((await run('get', 'ch/1/fader')).out).toBe('ch/1/fader -11.0 dB\n');
  expect(heard - before).toBeLessThan(40);
});

test('a desk that sends to its own OSC door comes to rest, whichever way it starts itself', async () => {
  const { show, run, osc, daemon } = await house(
    '',
    `- { cue: 1, do: [ send self /fire 2, nudge ch/1/fader -0.1 ] }
- { cue: 2, do: [ send self /fire 1, nudge ch/1/fader -0.1 ], when: osc /again }
- { cue: 3, do: [ send self /jump 3, nudge ch/2/fader -0.1 ] }
- { cue: 4, do: [ send self /again, send self /nothing/here 1 ] }
`,
  );
  writeFileSync(
    join(show, 'desk.yaml'),
    `${ENGINES}targets: { self: { osc: "127.0.0.1:${daemon.ready.osc}" } }\ntriggers: { do: { "osc /round": send self /round } }\n`,
  );
  await daemon.says(/desk\.yaml changed: .*applied/);
  for (const fader of ['/ch/1/fader', '/ch/2/fader']) osc(fader, 's', ['0 dB']);
  osc('/round');
  await daemon.says(/osc \/round \(send self \/round\): more than 10 times in a second/);
  osc('/fire', 'i', [1]);
  osc('/jump', 'i', [3]);
  osc('/cue/4/go');
  await daemon.says(/cue 3: more than 50 cues in a second/);
  const level = async (strip: number): Promise<number> =>
    Number.parseFloat((await run('get', `ch/${strip}/fader`)).out.split(' ')[1] ?? '');
  // A command takes long enough for a circle to go round many times.
  const first = await level(2);
  expect(await level(1)).toBeGreaterThan(-2);
  expect(await level(2)).toBe(first);
  expect(first).toBeGreaterThanOrEqual(-5.1);
});
