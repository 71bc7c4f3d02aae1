import { access, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { writeWhole } from './atomic.ts';
import { codeOf, type DiskFault, diskFault } from './disk-fault.ts';
import { readText } from './read-text.ts';

export const CONFIG_NAME = 'desk.yaml';
export const configPath = (show: string): string => join(show, CONFIG_NAME);
/** Memory of an engine, like that inside a console. */
export const memoryPath = (show: string, role: string): string => join(show, 'state', `${role}.json`);

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a person's shows are, unless told otherwise: `$XDG_DATA_HOME/deskbridge/show`. */
export function defaultShow(environment: Environment): string {
  return join(xdg(environment, 'XDG_DATA_HOME', '.local/share'), 'deskbridge', 'show');
}

/** What can be made again: the demo song. */
export function cacheFolder(environment: Environment): string {
  return join(xdg(environment, 'XDG_CACHE_HOME', '.cache'), 'deskbridge');
}

/** @source XDG Base Directory Specification: a path that is not absolute is ignored */
function xdg(environment: Environment, name: string, otherwise: string): string {
  const path = environment[name];
  return path !== undefined && isAbsolute(path) ? path : join(environment.HOME ?? homedir(), otherwise);
}

export interface OpenedShow {
  /** It was made just now: nobody has worked in it. */
  readonly fresh: boolean;
  /** Text of desk.yaml. */
  readonly text: string;
  /** The folder cannot be written; the show runs, and nothing is kept. */
  readonly readOnly?: DiskFault;
}

/** Opens a show folder, and makes it with a commented desk.yaml where there is none. */
export async function openShow(show: string): Promise<OpenedShow | DiskFault> {
  const faults: DiskFault[] = [];
  for (const [folder, mode] of [[show, 0o755] as const, [join(show, 'state'), 0o700] as const]) {
    await mkdir(folder, { recursive: true, mode }).catch((error: unknown) => faults.push(diskFault(error, 'make', folder)));
  }
  const path = configPath(show);
  if (!(await exists(path))) {
    const fault = await writeWhole(path, FIRST_CONFIG);
    if (!fault) {
      await keepPrivate(show);
      return { fresh: true, text: FIRST_CONFIG };
    }
    faults.push(fault);
  }
  const [readOnly] = faults;
  try {
    const text = await readText(path);
    return { fresh: false, text, ...(readOnly ? { readOnly } : {}) };
  } catch (error) {
    return readOnly && ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) ? readOnly : diskFault(error, 'read', path);
  }
}

/** A show is kept in git by many: what holds tokens, or belongs to this machine alone, stays out of it. One that is there stays as it is. */
async function keepPrivate(show: string): Promise<void> {
  const path = join(show, '.gitignore');
  if (!(await exists(path))) await writeWhole(path, 'run.json\nstate/\nlog*.jsonl\ntakes/\nsong/\n');
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );

const FIRST_CONFIG = `# The desk of this show. Everything here can be changed while it runs; a mistake is said with its line, and the last
# good settings stay. \`deskbridge check-config\` reads this file without starting anything.

engines:                 # what mixes, by its role; the first needs no prefix in paths (ch/7/fader)
  foh:
    type: embedded       # the mixer that comes with Deskbridge
    # channels: 32       # up to 64
    # buses: 8           # up to 16

audio:
  output: auto           # auto, jack, pulse, alsa, file, none; or "audio: off" for a desk without sound
  # input: none          # auto, jack, pulse, alsa
  # latency: 20 ms

doors:
  http:
    host: 127.0.0.1      # only this machine; "deskbridge start --lan" also lets in tablets, with a PIN
    port: 8480           # page, API and WebSocket; 0 takes a free one
  osc:
    host: 127.0.0.1
    port: 8481           # UDP, and TCP of the same number
    # peers:             # who is heard besides this machine
    #   - { name: TouchOSC, address: 192.168.1.20, reply: 9000 }

# holds: newest-wins     # else the first hand on a fader keeps it until it lets go
`;
