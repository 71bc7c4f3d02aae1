/** One line of JSON for each sentence that is proven inside the guest: the test outside reads them. */
export interface Proof {
  readonly check: string;
  readonly ok: boolean;
  /** Figures, or why not. */
  readonly says: string;
}

export async function check(sentence: string, run: () => Promise<string>): Promise<void> {
  const tell = (ok: boolean, says: string): void => console.log(JSON.stringify({ check: sentence, ok, says } satisfies Proof));
  try {
    tell(true, await run());
  } catch (error) {
    tell(false, String(error));
  }
}
