import { explain, isRefusal } from '../../desk/refusal.ts';
import type { Cue } from '../cues/cue.ts';
import type { FileFault } from '../library.ts';
import { placeOf } from '../lost-recalls.ts';
import type { Target } from './target.ts';
import { readSend } from './verbs.ts';

/** Cues that send what their target cannot be sent, or to none, at their places in the file. @param text of cues.yaml */
export function lostSends(cues: readonly Cue[], targets: readonly Target[], file: string, text: string): readonly FileFault[] {
  return cues.flatMap((cue) =>
    cue.lines.flatMap(({ text: said, line }) => {
      const message = line.verb.name === 'send' ? readSend(line.args, targets) : undefined;
      if (!isRefusal(message)) return [];
      return [{ file, ...placeOf(text, cue.number, said), says: explain(message), meanwhile: `cue ${cue.number} does not send it` }];
    }),
  );
}
