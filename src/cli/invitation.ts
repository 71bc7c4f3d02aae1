import { qrLines, spokenPin } from './qr.ts';

/** A PIN as people are shown it. */
export interface Invitation {
  readonly pin: string;
  readonly role: string;
  readonly leftMs: number;
  /** Addresses of the page, the likeliest first. */
  readonly pages: readonly string[];
  /** The page with the PIN in it. */
  readonly join: string | null;
}

export interface Room {
  readonly colors: boolean;
  /** Lines there are; undefined: as many as wanted. */
  readonly rows: number | undefined;
}

/** Lines that belong on the screen beside the code. */
const AROUND = 6;

/** One line: for a PIN that follows another. */
export const pinLine = ({ pin, role, leftMs }: Invitation): string =>
  `  PIN ${spokenPin(pin)} for one device (${role}), ${duration(leftMs)}; deskbridge pair shows a fresh one`;

/** QR code, PIN and addresses. Without the code where the screen is too short for it. */
export function invitation(given: Invitation, { colors, rows }: Room): string[] {
  const { pin, role, leftMs, pages, join } = given;
  const code = join === null ? [] : qrLines(join, colors);
  const shown = rows !== undefined && code.length + AROUND > rows ? [] : code;
  const [page, ...others] = pages;
  return [
    ...shown.map((line) => `  ${line}`),
    `  PIN  ${spokenPin(pin)}   for one device as ${role}, ${duration(leftMs)}`,
    ...(page === undefined
      ? ['  This daemon serves this machine only; "deskbridge start --lan" serves tablets too.']
      : [`  Open ${page} on it${shown.length > 0 ? ', or scan the code' : ''}${others.length > 0 ? ` (also ${others.join(', ')})` : ''}`]),
  ];
}

const duration = (ms: number): string => (ms > 90_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.ceil(ms / 1000)} s`);
