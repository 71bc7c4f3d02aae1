import { resolve } from 'node:path';
import { type Bridge, openBridge } from '../bridge.ts';
import { ENGINES } from '../engines/registry.ts';
import { removeLeftovers } from '../show/atomic.ts';
import { readConfig, type Settings } from '../show/config-file.ts';
import { DevicesFile } from '../show/devices-file.ts';
import { CONFIG_NAME, configPath, defaultShow, type OpenedShow, openShow } from '../show/folder.ts';
import { newToken, RunFile } from '../show/run-file.ts';
import { ConfigWatch } from '../show/watch.ts';
import { showErrors } from '../wire/formats/yaml-file.ts';
import { systemClock } from '../wire/ports/clock.ts';
import { isFault } from '../wire/ports/fault.ts';
import { systemMidi } from '../wire/ports/midi/system.ts';
import { Ending } from './ending.ts';
import type { ExitName } from './exit-codes.ts';
import { firstMix, provideSong } from './first-show.ts';
import type { PinBoard } from './pin-board.ts';
import { lastLine, screen, soundLines } from './screen.ts';
import { exposed, type StartOptions, withWishes } from './settings.ts';
import { openVoice, type Voice } from './voice.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Why there is no daemon. */
interface Refused {
  readonly exit: ExitName;
  readonly says: string;
}

/** Starts everything, and leaves it running. @returns how the command ends, if it did not start */
export async function runDaemon(options: StartOptions, environment: Environment): Promise<ExitName | undefined> {
  const json = options.json === true || !process.stdout.isTTY;
  let board: PinBoard | undefined;
  const write = (text: string): void => {
    process.stdout.write(text);
    board?.wrote();
  };
  const voice = openVoice(json, environment.DESKBRIDGE_LOG ?? 'info', write);
  // A terminal that was closed, a pipe whose reader ended: the desk goes on.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  const show = resolve(options.show ?? environment.DESKBRIDGE_SHOW ?? defaultShow(environment));
  const ending = new Ending(voice);
  ending.onSignals();
  const started = await open(show, options, environment, voice, ending).catch(async (error: unknown) => {
    // Ports that are open already would keep the process alive without serving.
    await ending.undo();
    throw error;
  });
  if ('exit' in started) {
    await ending.undo();
    process.stderr.write(`${started.says}\n`);
    return started.exit;
  }
  const { bridge, notes } = started;
  const { http, osc } = bridge.addresses;
  if (options.json) write(`${JSON.stringify({ event: 'ready', http, osc, show })}\n`);
  else if (json) voice.say(`serving ${http}, OSC on ${osc}, show ${show}`);
  for (const note of json ? notes : []) voice.say(note, 'warn');
  ending.add(await provideSong(bridge, environment, (line) => voice.say(line)));
  await soundKnown(bridge);
  if (json) {
    for (const line of soundLines(bridge)) voice.say(`audio ${line}`);
    const offer = lastLine(bridge.scenes);
    if (offer !== undefined) voice.say(offer);
  } else write(screen(bridge, show, notes));
  if (options.lan && json) voice.say(`devices of the network: ${bridge.door.pages().join(', ')}; "deskbridge pair" shows a PIN`);
  if (options.lan && !json) {
    board = await openBoard(bridge, write, environment);
    board.begin();
  }
  return undefined;
}

/** What draws codes is loaded only where one is shown. */
async function openBoard({ door }: Bridge, write: (text: string) => void, environment: Environment): Promise<PinBoard> {
  const [{ PinBoard }, { takesColors }] = await Promise.all([import('./pin-board.ts'), import('./qr.ts')]);
  const { stdout } = process;
  const colors = takesColors(stdout, environment);
  return new PinBoard(
    door,
    () => ({ colors, rows: stdout.rows, columns: stdout.columns, write }),
    () => systemClock.nowMs(),
  );
}

/** A person who reads the screen wants to know where the sound goes; what serves already serves meanwhile. */
async function soundKnown({ engines }: Bridge): Promise<void> {
  for (let tries = 0; tries < 40 && engines.some((engine) => engine.sound?.().reason === 'starting'); tries++) {
    await new Promise((resolve) => systemClock.setTimer(50, () => resolve(undefined)));
  }
}

interface Started {
  readonly bridge: Bridge;
  /** What is missing, in plain words. */
  readonly notes: readonly string[];
}

async function open(
  show: string,
  options: StartOptions,
  environment: Environment,
  voice: Voice,
  ending: Ending,
): Promise<Started | Refused> {
  const opened = await openShow(show);
  if ('code' in opened) return { exit: 'config', says: opened.says };
  const isPaired = (await DevicesFile.look(show)).length > 0;
  const reads = (text: string): Settings | Refused => read(text, show, options, environment, isPaired);
  const settings = reads(opened.text);
  if ('exit' in settings) return settings;
  const claimed = await claim(show, opened);
  if ('exit' in claimed) return claimed;
  const { run, notes } = claimed;
  ending.add(() => run?.release());
  // One room's fault is no reason to stop the band: it is logged with its place, and the others go on.
  process.on('uncaughtException', (error) => voice.fault('uncaught', error));
  process.on('unhandledRejection', (error) => voice.fault('unhandled', error));
  const bridge = await openBridge({
    show,
    firstMix: opened.fresh ? await firstMix(environment) : [],
    settings,
    clock: systemClock,
    random: Math.random,
    // Without a folder nobody learns it, but nobody may guess it either.
    token: run?.run.token ?? newToken(),
    devices: await DevicesFile.open(show, (line) => voice.say(line, 'warn')),
    lan: options.lan === true,
    midi: systemMidi(systemClock, (line) => voice.say(line), environment),
    version: options.version,
    missing: notes,
    say: (line, level) => voice.say(line, level),
    fault: (where, error) => voice.fault(where, error),
  });
  if (isFault(bridge)) return { exit: bridge.code === 'EADDRINUSE' ? 'inUse' : 'config', says: bridge.reason };
  ending.add(() => bridge.stop());
  const fault = await run?.publish(bridge.addresses);
  if (fault) notes.push(`${fault.says}; the command line does not find this daemon without --url`);
  const reload = (text: string): void => apply(bridge, reads(text), voice);
  const watch = new ConfigWatch(show, { clock: systemClock, text: opened.text, changed: reload, say: (line) => voice.say(line, 'warn') });
  ending.add(() => watch.stop());
  process.on('SIGHUP', () => void watch.look());
  return { bridge, notes };
}

function read(text: string, show: string, options: StartOptions, environment: Environment, isPaired: boolean): Settings | Refused {
  const reading = readConfig(text, configPath(show), ENGINES);
  if ('errors' in reading) return { exit: 'config', says: showErrors(reading.errors) };
  const settings = withWishes(reading.settings, options, environment);
  if ('wrong' in settings) return { exit: 'config', says: settings.wrong };
  const reason = exposed(settings, isPaired || options.lan === true);
  return reason === undefined ? settings : { exit: 'config', says: reason };
}

async function claim(show: string, opened: OpenedShow): Promise<{ run: RunFile | undefined; notes: string[] } | Refused> {
  const claimed = await RunFile.claim(show);
  if ('held' in claimed) {
    const { pid, http } = claimed.held;
    return { exit: 'inUse', says: `the show ${show} is open in another daemon (process ${pid}${http ? `, ${http}` : ''})` };
  }
  if (claimed instanceof RunFile) {
    await removeLeftovers(show);
    await removeLeftovers(resolve(show, 'state'));
    return { run: claimed, notes: [] };
  }
  // The show must go on: without a folder to write in nothing is kept, and a second daemon is not kept out.
  const reason = opened.readOnly?.says ?? claimed.says;
  return { run: undefined, notes: [`${reason}. The desk works, but nothing is kept, and the command line needs --url`] };
}

function apply(bridge: Bridge, settings: Settings | Refused, voice: Voice): void {
  if ('exit' in settings) {
    voice.say(`${settings.says}\nthe last good settings stay`, 'warn');
    return;
  }
  const { applied, later } = bridge.apply(settings);
  if (applied.length > 0) voice.say(`${CONFIG_NAME} changed: ${applied.join(', ')} applied`);
  if (later.length > 0) voice.say(`${CONFIG_NAME} changed: ${later.join(', ')} will be used from the next start on`, 'warn');
  if (applied.length + later.length === 0) voice.say(`${CONFIG_NAME} is good; nothing in it changed`);
}
