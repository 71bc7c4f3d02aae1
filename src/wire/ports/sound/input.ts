import { type InputReader, isNotThere, type NotThere, type SoundIn, type SoundSystem, type SoundWant } from './sound-port.ts';
import { SYSTEMS } from './systems.ts';

/** Opens live inputs; with `auto` through the first system that answers. Never throws. */
export async function openInput(
  asked: { readonly input: string; readonly inputChannels: number },
  want: SoundWant,
  read: InputReader,
  systems: readonly SoundSystem[] = SYSTEMS,
): Promise<SoundIn | NotThere> {
  const tried: string[] = [];
  for (const system of systems.filter(({ name }) => asked.input === 'auto' || asked.input === name)) {
    const missing = await system.probe();
    const opened = missing ?? (await system.openIn({ ...want, channels: asked.inputChannels }, read));
    if (!isNotThere(opened)) return opened;
    tried.push(`${system.name}: ${opened.why}`);
  }
  return { why: tried.join('; ') || `there is no input "${asked.input}"` };
}
