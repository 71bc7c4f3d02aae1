import type { Refusal } from '../desk/refusal.ts';
import type { RecallOptions } from './recalls.ts';

/** Words that begin a part of what stands behind the name of a scene. */
const WORDS = ['only', 'except', 'preamps', 'resume', 'seen', 'version'] as const;
type Word = (typeof WORDS)[number];

export type RecallWords = RecallOptions & { readonly seen?: string; readonly version?: string };

/** A path or pattern has no spaces: several may stand side by side. */
const PLAIN = /^(?:[a-z][a-z0-9-]*:|\*:)?[A-Za-z0-9_.*-]+(?:\/[A-Za-z0-9_.*-]+)*$/;
const isPath = (text: string): boolean => PLAIN.test(text) && (/[/*]/.test(text) || text === 'main' || text === 'mono');

/**
 * Reads what a recall or store is kept to: `only ch/1..8, bus/* except ch/3/eq preamps resume`. Patterns are divided by commas, or by spaces
 * where no name of a strip is among them; `resume` lets fades go on when a hand lets go; `seen 3f9a2c01` means the plan of that preview,
 * `version 3` an earlier content.
 */
export function readRecallWords(text: string): RecallWords | Refusal {
  const parts = new Map<Word, string>();
  let now: Word | undefined;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    // Cast: the test before says that it is one of them.
    if ((WORDS as readonly string[]).includes(word)) now = word as Word;
    else if (now !== 'only' && now !== 'except' && now !== 'seen' && now !== 'version')
      return { code: 'malformed', got: word, want: 'only, except, preamps, resume, version or seen' };
    if (now === undefined) continue;
    parts.set(now, `${parts.get(now) ?? ''}${word === now ? '' : ` ${word}`}`);
  }
  for (const word of ['only', 'except'] as const) {
    if (parts.get(word) === '') return { code: 'malformed', got: word, want: `${word} with patterns behind it: ${word} ch/1..8, bus/*` };
  }
  const seen = parts.get('seen')?.trim();
  if (seen !== undefined && !/^[0-9a-f]{8}$/.test(seen))
    return { code: 'malformed', got: `seen ${seen}`, want: 'seen with the mark of a preview' };
  const version = parts.get('version')?.trim();
  if (version === '') return { code: 'malformed', got: 'version', want: 'version with its place or time: version 3' };
  return {
    ...(seen === undefined ? {} : { seen }),
    ...(version === undefined ? {} : { version }),
    ...(parts.has('only') ? { only: patternsOf(parts.get('only') ?? '') } : {}),
    ...(parts.has('except') ? { except: patternsOf(parts.get('except') ?? '') } : {}),
    ...(parts.has('preamps') ? { preamps: true } : {}),
    ...(parts.has('resume') ? { release: 'resume' as const } : {}),
  };
}

/** `ch/1..8, bus/*` and `ch/1..8 bus/*` are two patterns, `Kick In, Snare` two names. */
export function patternsOf(text: string): string[] {
  return text
    .split(',')
    .map((piece) => piece.trim())
    .filter(Boolean)
    .flatMap((piece) => {
      const words = piece.split(/\s+/);
      return words.length > 1 && words.every(isPath) ? words : [piece];
    });
}
