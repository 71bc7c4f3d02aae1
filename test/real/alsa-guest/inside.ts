/**
 * Runs inside the guest, with the built child beside a bundled parent: MIDI on the kernel's own sequencer, and a USB surface whose plug
 * is pulled. Arguments: folder of this file, folder of `dist`.
 */
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { systemClock } from '../../../src/wire/ports/clock.ts';
import { midiParts } from '../../../src/wire/ports/midi/part.ts';
import { sequencerFault } from '../../../src/wire/ports/midi/sequencer.ts';
import { openMidi } from '../../../src/wire/ports/midi.ts';
import { until } from '../../until.ts';
import { Desk } from './desk.ts';
import { clients, pidsWith, UsbSurface } from './surface.ts';
import { check } from './talk.ts';

const [, , here = '', dist = ''] = process.argv;
/** An emulated machine starts Node in 1.5 to 10 s. */
const ROOM_MS = 60_000;
const CYCLES = 100;
const NAME = 'X-Touch:X-Touch MIDI 1';
/** Long enough to come in pieces: ALSA cuts at 256 bytes. */
const SYSEX = [0xf0, 0, 0, 0x66, 0x14, 0x12, 0, ...Array.from({ length: 700 }, (_, i) => 0x20 + (i % 0x5f)), 0xf7];

async function took(what: string, condition: () => unknown): Promise<string> {
  const startMs = performance.now();
  await until(what, condition, ROOM_MS);
  return `${Math.round(performance.now() - startMs)} ms`;
}

const same = (what: string, got: readonly number[], want: readonly number[]): void => {
  if (got.join() !== want.join()) throw new Error(`${what}: ${Buffer.from(got).toString('hex')}`);
};

const surface = new UsbSurface(`${here}/xtouch-gadget`);
const midi = openMidi(
  { onPorts: () => {}, onState: () => {} },
  { clock: systemClock, say: () => {}, part: midiParts(pathToFileURL(`${dist}/wire/ports/midi-child.js`)), fault: () => sequencerFault() },
);

function hold(name: string) {
  const seen = { downs: [] as string[], ups: 0, bytes: [] as number[] };
  const link = midi.open(
    { name, index: 0 },
    {
      onUp: () => {
        seen.ups += 1;
      },
      onBytes: (bytes) => seen.bytes.push(...bytes),
      onDown: (reason) => seen.downs.push(reason),
    },
  );
  return { link, seen };
}

const { link, seen } = hold(NAME);
surface.plug();
await check('a USB surface is found by its name and opened', () => took('the link', () => link.isUp));

await check('what the hand does arrives as it is, a long system exclusive whole', async () => {
  surface.hand([0xe0, 0x10, 0x40, 0x90, 0x68, 0x7f]);
  surface.hand(SYSEX);
  const time = await took('the bytes', () => seen.bytes.length >= 6 + SYSEX.length);
  same('heard', seen.bytes, [0xe0, 0x10, 0x40, 0x90, 0x68, 0x7f, ...SYSEX]);
  return time;
});

await check('what is sent reaches the unit as it is, a long system exclusive whole', async () => {
  link.send(Uint8Array.from([0xe0, 0, 0x40, ...SYSEX, 0xd0, 0x0c]));
  const time = await took('the bytes', () => surface.told.length >= 5 + SYSEX.length);
  same('told', surface.told, [0xe0, 0, 0x40, ...SYSEX, 0xd0, 0x0c]);
  return time;
});

await check('two programs talk over the sequencer and lose nothing', async () => {
  const other = spawn(process.execPath, [`${here}/echo.mjs`], { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    // One start of Node after the other: three at once take the emulated machine longer than a start may take.
    await until('its ports', () => midi.ports.some(({ name }) => name.includes('Echo there')), ROOM_MS);
    const there = hold('RtMidi Input Client:Echo there');
    await until('the way there', () => there.link.isUp, ROOM_MS);
    const back = hold('RtMidi Output Client:Echo back');
    await until('the way back', () => back.link.isUp, ROOM_MS);
    const tripsMs: number[] = [];
    for (let value = 0; value < 500; value++) {
      const startMs = performance.now();
      there.link.send(Uint8Array.of(0xe0, value & 0x7f, value >> 7));
      await until('the answer', () => back.seen.bytes.length >= 3 * (value + 1), 5000);
      tripsMs.push(performance.now() - startMs);
      same('came back', back.seen.bytes.slice(-3), [0xe0, value & 0x7f, value >> 7]);
    }
    there.link.close();
    back.link.close();
    tripsMs.sort((a, b) => a - b);
    return `500 there and back, p50 ${tripsMs[250]?.toFixed(1)} ms, max ${tripsMs.at(-1)?.toFixed(0)} ms`;
  } finally {
    other.kill();
  }
});

await check('unplugged it is told lost, and sending is silent', async () => {
  surface.unplug();
  const time = await took('the loss', () => !link.isUp);
  link.send(Uint8Array.of(0x90, 0, 0x7f));
  same('reasons', [seen.downs.length], [1]);
  return `${time} after the kernel had dropped it: ${seen.downs.join()}`;
});

await check('plugged in again it is found by its name and hears', async () => {
  surface.plug();
  const time = await took('the link', () => link.isUp);
  seen.bytes.length = 0;
  surface.hand([0xe0, 0x7f, 0x7f]);
  await until('the hand', () => seen.bytes.length === 3, ROOM_MS);
  return `${time} after the kernel had it`;
});

await check('a plug that is out for less than a look at the names is noticed too', async () => {
  const { ups } = seen;
  surface.replug();
  const time = await took('the link again', () => link.isUp && seen.ups > ups);
  seen.bytes.length = 0;
  await took('the hand', () => {
    surface.hand([0xe0, 0x70, 0x7f]);
    return seen.bytes.length >= 3;
  });
  return time;
});

await check('a native crash of the process that holds it is healed', async () => {
  const { ups } = seen;
  for (const pid of pidsWith('"t":"link"')) process.kill(pid, 'SIGSEGV');
  const time = await took('the link again', () => link.isUp && seen.ups > ups);
  seen.bytes.length = 0;
  surface.hand([0xe0, 0, 0]);
  await until('the hand', () => seen.bytes.length === 3, ROOM_MS);
  return `${time}: ${seen.downs.at(-1)}`;
});

await check(`after ${CYCLES} times out and in no more ALSA clients are in use, and it hears`, async () => {
  const before = clients();
  const startMs = performance.now();
  for (let cycle = 0; cycle < CYCLES; cycle++) await surface.cycle();
  const cyclesMs = performance.now() - startMs;
  surface.plug();
  seen.bytes.length = 0;
  await took('the hand', () => {
    if (link.isUp) surface.hand([0xe0, 0x10, 0x20]);
    return seen.bytes.length >= 3;
  });
  await until(`${before} clients as before, not ${clients()}`, () => clients() <= before, ROOM_MS);
  return `${clients()} clients, ${before} before; ${(cyclesMs / CYCLES).toFixed(0)} ms a cycle, opened ${seen.ups} times in all`;
});

await midi.stop();

// ---- the whole daemon, without a word of configuration for the surface ----

/** Of an X-Touch's display, its first text: a repaint begins with it or holds it. */
const PAINT = [0xf0, 0, 0, 0x66, 0x14, 0x12].join();
const isPainted = (): boolean => surface.told.join().includes(PAINT);
const desk = new Desk(dist);

await check('the daemon recognises the surface, and paints it', async () => {
  surface.forget();
  await desk.ready(ROOM_MS);
  const time = await took('the paint', isPainted);
  const found = await desk.surface();
  if (found?.state !== 'live') throw new Error(JSON.stringify(found));
  return `${found.model} ${time} after the doors`;
});

await check('a touched fader moves its strip; a change of the desk moves the motor', async () => {
  const before = await desk.level('ch/1/fader');
  let place = 0x30;
  await took('the strip', async () => {
    // A hand goes on until it sees that it is followed: what comes while the motor is on its way is the motor's.
    surface.hand([0x90, 0x68, 0x7f, 0xe0, 0x00, place++ & 0x7f, 0x90, 0x68, 0x00]);
    return (await desk.level('ch/1/fader')) !== before;
  });
  surface.forget();
  await desk.say('set ch/2/fader -20');
  return took('the motor', () => surface.told.some((byte, at) => byte === 0xe1 && at + 2 < surface.told.length));
});

await check('its cable pulled it is told lost; plugged in it is live and painted again', async () => {
  surface.unplug();
  const lost = await took('the loss', async () => (await desk.surface())?.state === 'lost');
  surface.plug();
  const live = await took('the return', async () => (await desk.surface())?.state === 'live');
  const painted = await took('the paint', isPainted);
  return `lost ${lost}, live ${live}, painted ${painted} more`;
});

desk.end();
process.exit(0);
