import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../../src/scenes/scene.ts';
import { SceneFolder } from '../../src/show/scenes.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import { scratch } from '../bench/kit/folder.ts';
import { seeded } from '../bench/kit/stats.ts';
import { sleep } from '../bench/kit/wait.ts';
import { all, type Fault } from './fault.ts';

const KILLS = 500;
const SAVER = new URL('./scene-saver.mjs', import.meta.url).pathname;

/** The number that all values of a scene have; undefined where they are not of one store. */
function numberIn(scene: Scene | undefined): number | undefined {
  const numbers = new Set([...(scene?.values.values() ?? [])].map(({ value }) => value));
  const [number] = numbers;
  return numbers.size === 1 && scene?.values.size === 64 && typeof number === 'number' ? number : undefined;
}

/** What a start after the kill finds: the scenes, and everything that was said about files. */
async function found(
  show: string,
): Promise<{ scenes: readonly Scene[]; said: readonly string[]; versions: number; brokenVersions: number }> {
  const said: string[] = [];
  const library = await SceneFolder.open(show, { clock: systemClock, say: (line) => said.push(line) });
  const scenes = library.list();
  const [scene] = scenes;
  const versions = scene ? await library.versions(scene.name) : [];
  let brokenVersions = 0;
  for (const { version } of versions) {
    const read = scene && (await library.version(scene.name, version));
    if (!read || 'code' in read || numberIn(read) === undefined) brokenVersions += 1;
  }
  await library.close();
  return { scenes, said, versions: versions.length, brokenVersions };
}

/** Scenes stored and renamed, and the process killed at any moment. */
const killed: Fault = async () => {
  const random = seeded(25);
  const show = scratch();
  mkdirSync(join(show, 'scenes'));
  let lost = 0;
  let newer = 0;
  let last = 0;
  let most = 0;
  const names = new Set<string>();
  const first: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, [SAVER, show], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await sleep(random() * 80);
    child.kill('SIGKILL');
    if (child.exitCode !== null) throw new Error(`the saver has ended by itself, with ${child.exitCode}`);
    await new Promise((resolve) => child.once('exit', resolve));
    const { scenes, said, versions, brokenVersions } = await found(show);
    const number = scenes.length === 0 && last === 0 ? 0 : numberIn(scenes[0]);
    const isWhole =
      scenes.length <= 1 && number !== undefined && number >= last && said.length === 0 && brokenVersions === 0 && versions <= 20;
    if (!isWhole) {
      lost += 1;
      first.push(`${scenes.length} scenes, ${number} after ${last}, ${versions} versions (${brokenVersions} broken) ${said[0] ?? ''}`);
    }
    if ((number ?? 0) > last) newer += 1;
    last = number ?? last;
    most = Math.max(most, versions);
    for (const { name } of scenes) names.add(name);
  }
  const leftovers = readdirSync(join(show, 'scenes')).filter((name) => name.endsWith('.tmp')).length;
  rmSync(show, { recursive: true, force: true });
  return [
    {
      fault: `25 SIGKILL while scenes are stored and renamed, ${KILLS} times`,
      detectMs: null,
      recoverMs: null,
      lost,
      goal: 'one scene, the old or the new, whole; all versions whole',
      ok: all(lost === 0, newer > KILLS / 10, names.size === 2, most === 20, leftovers === 0),
      seen: `${newer} times a newer content stood in the file; ${most} versions, ${leftovers} leftovers${first[0] === undefined ? '' : `; ${first[0]}`}`,
    },
  ];
};

export const sceneFaults: Readonly<Record<string, Fault>> = { '25 killed scenes': killed };
