import { signal } from '@preact/signals';
import type { StatusBody } from '../../remote/protocol/http.ts';
import { link } from '../link/link.ts';
import type { Who } from '../link/protocol.ts';

/** What the daemon says about itself; undefined until it has. */
export const status = signal<StatusBody | undefined>(undefined);
const STATUS_MS = 5000;

/** Colours that tell people apart, on dark and on light. */
const COLORS = ['#FF9D5C', '#B79CFF', '#F472B6', '#5CC8FF', '#8BD450', '#FFD166'] as const;

/** The same person has the same colour everywhere. */
export function colorOf(who: Pick<Who, 'who'>): string {
  let sum = 0;
  for (const letter of who.who) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return COLORS[sum % COLORS.length] ?? COLORS[0];
}

export const initials = (name: string): string => {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const [first = '?', second] = words;
  return (second ? `${first[0]}${second[0]}` : first.slice(0, 2)).toUpperCase();
};

/** Last part of the show's folder: what a person calls it. */
export const showName = (): string => status.value?.show.split(/[\\/]/).filter(Boolean).at(-1) ?? 'Deskbridge';

/** Asks now and then who is there and how the engines do; only words depend on it. */
export function followStatus(): void {
  const ask = async (): Promise<void> => {
    if (document.hidden || link.state.peek() !== 'live') return;
    try {
      const answer = await link.fetch('/api/v1/status');
      // Cast: the daemon writes it by this very schema.
      if (answer.ok) status.value = (await answer.json()) as StatusBody;
    } catch {
      // The link says the same in its banner.
    }
  };
  link.onLive.add(() => void ask());
  setInterval(() => void ask(), STATUS_MS);
}
