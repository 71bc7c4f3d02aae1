import { readFile } from 'node:fs/promises';
import { ENGINES } from '../engines/registry.ts';
import { readConfig } from '../show/config-file.ts';
import { configPath } from '../show/folder.ts';
import { mcuCodec } from '../surfaces/mcu/codec.ts';
import type { Profile } from '../surfaces/profile.ts';
import { fits } from '../surfaces/recognise.ts';
import { MidiReader } from '../wire/formats/midi.ts';
import { titleOf } from '../wire/ports/midi/link.ts';
import type { MidiPort } from '../wire/ports/midi/port-register.ts';
import { print } from './common.ts';
import { type DoctorOptions, DoctorRecord } from './doctor-record.ts';
import type { ExitName } from './exit-codes.ts';
import { knownProfiles, type Look, lookForPorts, profileOf } from './midi-look.ts';

const OPEN_MS = 5000;
const ANSWER_MS = 1000;

interface Ended {
  readonly exit: ExitName;
  readonly says: string;
}

/** Looks at one surface until it is told to stop. @returns why it could not, or undefined */
export async function examine(name: string | undefined, show: string, options: DoctorOptions): Promise<Ended | undefined> {
  const profiles = await knownProfiles(show);
  const own = options.profile === undefined ? undefined : profiles.find(({ profile }) => profile === options.profile);
  if (options.profile !== undefined && !own)
    return { exit: 'config', says: `no profile "${options.profile}"; there are ${names(profiles)}` };
  const look = await lookForPorts((line) => print(line));
  if ('fault' in look) return { exit: 'noDevice', says: `no MIDI: ${look.fault}` };
  try {
    const found = await portOf(name, show, look.ports);
    if (!found) return { exit: 'noDevice', says: missing(name, look.ports, profiles) };
    return await listen(look, found, own ?? profileOf(found, profiles), options);
  } finally {
    await look.midi.stop();
  }
}

const names = (profiles: readonly Profile[]): string => profiles.map(({ profile }) => profile).join(', ');

/** A surface of desk.yaml, or the first port whose name holds the words. */
async function portOf(name: string | undefined, show: string, ports: readonly MidiPort[]): Promise<MidiPort | undefined> {
  if (name === undefined) return undefined;
  const text = await readFile(configPath(show), 'utf8').catch(() => '');
  const reading = readConfig(text, configPath(show), ENGINES);
  const surfaces = 'settings' in reading ? reading.settings.surfaces : 'auto';
  const config = typeof surfaces === 'object' ? surfaces[name] : undefined;
  const words = config?.port ?? name;
  const fitting = ports.filter((port) => titleOf(port) === name || fits({ ports: { has: [words], not: [] } }, port.name));
  return fitting[(config?.unit ?? 1) - 1];
}

function missing(name: string | undefined, ports: readonly MidiPort[], profiles: readonly Profile[]): string {
  const there = ports.map((port) => `  ${titleOf(port)}: ${profileOf(port, profiles)?.label ?? 'no profile knows it'}`);
  const list = there.length > 0 ? `there are\n${there.join('\n')}` : 'there is none at all';
  return `${name === undefined ? 'which one? deskbridge doctor NAME' : `no MIDI port is "${name}"`}; ${list}`;
}

async function listen(look: Look, port: MidiPort, profile: Profile | undefined, options: DoctorOptions): Promise<Ended | undefined> {
  const record = new DoctorRecord(options);
  const failed = await record.open(port, profile);
  if (failed !== undefined) return { exit: 'config', says: `--capture: ${failed}` };
  const reader = new MidiReader();
  const codec = profile && mcuCodec(profile);
  const heard = new Waiting();
  const up = new Waiting();
  const link = look.midi.open(port, {
    onUp: () => {
      record.note('the port is open');
      up.ring();
    },
    onBytes: (bytes) => {
      for (const message of reader.read(bytes)) record.message('in', message);
      heard.ring();
      for (const one of codec?.read(bytes) ?? []) if (one.kind === 'hello') for (const reply of one.reply) send(reply);
    },
    onDown: (reason) => record.note(`the port is lost: ${reason}`),
  });
  const send = (message: Uint8Array): void => {
    record.message('out', message);
    link.send(message);
  };
  const ending = untilStopped(options.seconds);
  if (!(await up.within(OPEN_MS))) return { exit: 'noDevice', says: `${titleOf(port)} did not open` };
  if (codec && port.speaks) record.note(await trip(codec.greet(), send, heard));
  else record.note(profile ? 'it only talks; nothing is asked' : 'no profile knows it; nothing is asked, bytes are read as Mackie Control');
  await ending;
  record.note(record.sum());
  await record.close();
  return undefined;
}

/** Asks who it is. @returns how long the answer took, in words */
async function trip(greeting: readonly Uint8Array[], send: (message: Uint8Array) => void, heard: Waiting): Promise<string> {
  if (greeting.length === 0) return 'units of this profile never answer a query; nothing is asked';
  const startMs = performance.now();
  for (const message of greeting) send(message);
  if (!(await heard.within(ANSWER_MS)))
    return `no answer within ${ANSWER_MS} ms; many units never give one, a moved fader shows if it is heard`;
  return `answered after ${(performance.now() - startMs).toFixed(1)} ms`;
}

/** Ends with Ctrl-C, SIGTERM or after a time. */
function untilStopped(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    if (seconds !== undefined) setTimeout(resolve, 1000 * seconds);
  });
}

/** Something that may happen, and a patience. */
class Waiting {
  #ring = (): void => {};
  ring(): void {
    this.#ring();
  }

  within(limitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), limitMs);
      this.#ring = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
