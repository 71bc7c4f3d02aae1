/** How a command ends. The README has the same table; a test compares them. */
export const EXIT_CODES = {
  ok: { code: 0, says: 'done' },
  crash: { code: 1, says: 'a fault of ours' },
  config: { code: 2, says: 'desk.yaml, an option or an argument is wrong; the place is printed' },
  inUse: { code: 3, says: 'a port, or the show folder, is in use by another' },
  noDevice: { code: 4, says: 'a device that was asked for is not there' },
  noDaemon: { code: 5, says: 'no daemon answers' },
  refused: { code: 6, says: 'the desk refused; the reason is printed' },
  unmet: { code: 7, says: 'a script did not come to its end: an expectation, a wait or its budget; the line is printed' },
  wouldChange: { code: 10, says: 'a dry run found something that would change' },
} as const satisfies Readonly<Record<string, { readonly code: number; readonly says: string }>>;

export type ExitName = keyof typeof EXIT_CODES;
