import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScene } from '../../src/scenes/scene-file.ts';
import { Daemon } from '../bench/kit/daemon.ts';
import { DeskClient } from '../bench/kit/desk-client.ts';
import { scratch } from '../bench/kit/folder.ts';
import { highest, seeded } from '../bench/kit/stats.ts';
import { sleep } from '../bench/kit/wait.ts';
import { ask } from './ask.ts';
import { all, type Fault, ms } from './fault.ts';

const KILLS = 20;
const SONGS = 5;
const STRIPS = 8;

/** The level that all strips of a scene have, tenths of a dB; undefined where they are not of one store, or the file is no scene. */
function levelIn(path: string, file: string): number | undefined {
  const reading = readScene(readFileSync(path, 'utf8'), file);
  if (!('good' in reading)) return undefined;
  const levels = new Set<number>();
  for (let strip = 1; strip <= STRIPS; strip++) levels.add(Math.round(Number(reading.good.values.get(`ch/${strip}/fader`)?.value) * 10));
  const [level] = levels;
  return levels.size === 1 ? level : undefined;
}

/** What was answered, and what was asked and not answered yet, by scene. */
interface Stored {
  readonly answered: Map<string, number>;
  asked: { readonly name: string; readonly level: number } | undefined;
  count: number;
}

/** Moves eight faders in one turn and stores, as fast as answers come, until it is killed. */
async function storeOn(daemon: Daemon, stored: Stored, isOver: () => boolean): Promise<void> {
  const client = await DeskClient.open(daemon.ws);
  while (!isOver()) {
    stored.count += 1;
    const level = -500 + (stored.count % 590);
    const name = `Song ${stored.count % SONGS}`;
    const sets = Array.from({ length: STRIPS }, (_, at) => ({ path: `ch/${at + 1}/fader`, value: level / 10 }));
    client.say({ t: 'set', sets });
    const moved = client.ask({ t: 'set', path: 'ch/9/fader', value: -(stored.count % 60) });
    // Of a daemon that was killed meanwhile no answer comes.
    if ((await Promise.race([moved, daemon.ended])) === null) break;
    stored.asked = { name, level };
    const said = await ask(daemon, `store "${name}"`);
    if (!said.ok) break;
    stored.answered.set(name, level);
    stored.asked = undefined;
  }
  client.close();
}

/** What became of every scene that was ever answered. @returns a sentence for each that is not as it must be */
function wrongs(show: string, { answered, asked }: Stored): string[] {
  const folder = join(show, 'scenes');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const found: string[] = [];
  for (const [name, level] of answered) {
    const mine = files.filter((file) => file.endsWith(`${name}.yaml`));
    const [file = ''] = mine;
    const now = mine.length === 1 ? levelIn(join(folder, file), file) : undefined;
    const isNew = asked?.name === name && now === asked.level;
    if (now !== level && !isNew) found.push(`"${name}": ${mine.length} files, ${now} instead of ${level}`);
  }
  return found;
}

/** The daemon killed while a script stores one scene after another by HTTP: what it has answered is there after the start. */
const killed: Fault = async () => {
  const random = seeded(250);
  const show = join(scratch(), 'show');
  const stored: Stored = { answered: new Map(), asked: undefined, count: 0 };
  const startsMs: number[] = [];
  const lost: string[] = [];
  let inFlight = 0;
  let complaints = 0;
  for (let kill = 0; kill <= KILLS; kill++) {
    const startMs = performance.now();
    const daemon = await Daemon.start({ show, audio: 'off' });
    startsMs.push(performance.now() - startMs);
    const said = await ask(daemon, 'scenes');
    const { scenes = [] } = (said.found ?? {}) as { scenes?: readonly unknown[] }; // as the verb has it
    const listed = scenes.length;
    if (listed < stored.answered.size) lost.push(`${listed} scenes of ${stored.answered.size} are listed`);
    complaints += daemon.lines.filter((line) => /\.yaml|scenes/.test(line)).length;
    if (kill === KILLS) {
      await daemon.stop();
      break;
    }
    // One that was on its way became a scene or did not; from here on it is what it is.
    if (stored.asked) {
      const { name, level } = stored.asked;
      if (wrongs(show, { ...stored, asked: undefined, answered: new Map([[name, level]]) }).length === 0) stored.answered.set(name, level);
      stored.asked = undefined;
    }
    let isOver = false;
    const storing = storeOn(daemon, stored, () => isOver);
    await sleep(150 + random() * 500);
    isOver = true;
    await daemon.kill();
    await storing;
    if (stored.asked) inFlight += 1;
    lost.push(...wrongs(show, stored));
  }
  return [
    {
      fault: `25 SIGKILL of the daemon while scenes are stored by HTTP, ${KILLS} times`,
      detectMs: null,
      recoverMs: highest(startsMs),
      lost: lost.length,
      goal: 'every store that was answered is there and whole, the one on its way is the old or the new, nothing to say at the start',
      ok: all(lost.length === 0, complaints === 0, stored.count > KILLS, inFlight > KILLS / 3),
      seen: `${stored.count} stores, ${inFlight} kills with one on its way; slowest start ${ms(highest(startsMs))}; ${complaints} complaints${lost[0] === undefined ? '' : `; ${lost[0]}`}`,
    },
  ];
};

export const killedStoreFaults: Readonly<Record<string, Fault>> = { '25 killed stores': killed };
