import { fileOut } from './file.ts';
import { isNotThere, type SoundOut, type SoundSystem, type SoundWant } from './sound-port.ts';
import { SYSTEMS } from './systems.ts';

export interface Choice {
  /** Undefined: the mixer runs on its own clock and is heard by nobody. */
  readonly out?: SoundOut;
  readonly output: string;
  /** What was chosen and why the others were not, in one line. */
  readonly reason: string;
}

/**
 * Opens the output that was asked for; with `auto` the first that answers. Never throws: what is missing is said.
 * @param systems the ways there are; tests pass their own
 */
export async function chooseOut(
  asked: string,
  want: SoundWant,
  file: string | undefined,
  systems: readonly SoundSystem[] = SYSTEMS,
): Promise<Choice> {
  if (asked === 'none') return { output: 'none', reason: 'as configured: the mixer runs, nothing is played' };
  if (asked === 'file') return openFile(file, want);
  const tried: string[] = [];
  for (const system of systems.filter(({ name }) => asked === 'auto' || asked === name)) {
    const missing = await system.probe();
    const out = missing ?? (await system.openOut(want));
    if (isNotThere(out)) tried.push(`${system.name}: ${out.why}`);
    else return { out, output: system.name, reason: tried.length > 0 ? `plays; ${tried.join('; ')}` : 'plays' };
  }
  return { output: 'none', reason: `nothing is played (${tried.join('; ')})` };
}

async function openFile(file: string | undefined, want: SoundWant): Promise<Choice> {
  if (file === undefined) return { output: 'none', reason: 'nothing is played (audio/file names no file)' };
  const out = await fileOut(file, want);
  if (isNotThere(out)) return { output: 'none', reason: `nothing is written (${file}: ${out.why})` };
  return { out, output: 'file', reason: `writes main to ${file}` };
}
