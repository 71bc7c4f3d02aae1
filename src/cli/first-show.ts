import type { Bridge } from '../bridge.ts';
import type { FirstMix } from '../engines/ports.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the mixer of a new show comes up with: the rough mix of the demo song, playing. Loaded only for a new show. */
export async function firstMix(environment: Environment): Promise<FirstMix> {
  const [{ roughMix }, { songFolder }] = await Promise.all([import('../audio/song/mix.ts'), import('./song.ts')]);
  return roughMix(songFolder(environment));
}

/**
 * Makes the demo song where a desk with sound plays it and it is not there: a new show, or a cache that was cleared.
 * @returns ends it early
 */
export async function provideSong(
  { desk, engines }: Bridge,
  environment: Environment,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const { ensureSong, songFolder } = await import('./song.ts');
  const folder = songFolder(environment);
  const sounding = new Set(engines.filter((engine) => engine.sound && engine.sound().output !== 'off').map((engine) => engine.role));
  const isPlayed = desk.model.entries.some(
    ({ id, role, parameter }) => parameter.path === 'player/folder' && sounding.has(role) && desk.wanted(id) === folder,
  );
  return isPlayed ? ensureSong(folder, say) : () => Promise.resolve();
}
