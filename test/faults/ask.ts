import type { Daemon } from '../bench/kit/daemon.ts';

/** What a line came to. */
export interface Said {
  readonly ok: boolean;
  /** Of HTTP; 0 where the daemon was gone. */
  readonly status: number;
  /** Sentence of the answer or of the refusal. */
  readonly says: string;
  readonly found: unknown;
}

interface Body {
  readonly says?: string;
  readonly found?: unknown;
  readonly refusals?: readonly { readonly message: string }[];
  readonly error?: { readonly message: string };
}

/** Says a line by HTTP; a refusal is an answer too. */
export async function ask(daemon: Pick<Daemon, 'http'>, line: string): Promise<Said> {
  try {
    const response = await fetch(`${daemon.http}/api/v1/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ line }),
    });
    const { says = '', found, refusals = [], error } = (await response.json()) as Body; // as the API's document has it
    const text = [error?.message ?? says, ...refusals.map(({ message }) => message)].join('; ');
    return { ok: response.ok && refusals.length === 0, status: response.status, says: text, found };
  } catch {
    return { ok: false, status: 0, says: 'no answer', found: undefined };
  }
}
