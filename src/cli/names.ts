import type { Verb, Verbs } from '../desk/verb.ts';
import { print } from './common.ts';

/** Lists of the running show, by what an argument is called. */
const LISTS: Readonly<Record<string, string>> = { scene: 'scenes', cue: 'cues', preset: 'presets', target: 'targets' };
/** Verbs whose first argument is a scene, though it is called a name. */
const OF_SCENES: ReadonlySet<string> = new Set(['recall', 'store']);

/** The verb that lists what can stand behind a verb: `scenes`, `cues`, `presets`, `targets`. */
export function listerOf(verbs: Verbs, name: string): Verb | undefined {
  const first = verbs.get(name)?.args[0];
  // What is set and muted is a parameter, not a target of desk.yaml.
  const argument = OF_SCENES.has(name) ? 'scene' : first && first.type !== 'target' ? first.name : '';
  return verbs.get(LISTS[argument] ?? '');
}

/** Prints names for the completion of a shell, one a line; nothing where no desk runs. */
export async function printNames(command: string): Promise<void> {
  const [{ houseVerbs }, { askLine, findDaemon }] = await Promise.all([import('../verbs.ts'), import('./client.ts')]);
  const lister = listerOf(houseVerbs(), command);
  const daemon = lister && (await findDaemon({}, process.env));
  if (!lister || !daemon || 'missing' in daemon) return;
  const reply = await askLine(daemon, lister.name, false);
  const found: unknown = 'answer' in reply ? reply.answer.found : undefined;
  const list: unknown = Array.isArray(found) ? found : Object.values(found ?? {}).find(Array.isArray);
  const names = Array.isArray(list) ? list.flatMap(nameOf) : [];
  if (names.length > 0) print(names.join('\n'));
}

function nameOf(one: unknown): string[] {
  if (typeof one !== 'object' || one === null) return [];
  const name = 'name' in one && typeof one.name === 'string' ? one.name : '';
  const number = 'number' in one && typeof one.number === 'string' ? one.number : '';
  // Cues have no file of their own and go by their numbers, scenes by their names.
  const text = 'do' in one ? number : name;
  return text === '' ? [] : [text];
}
