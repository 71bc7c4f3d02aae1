const TOKEN = 'deskbridge.token';
const NAME = 'deskbridge.name';

/** The token this device was given when it was paired. Storage may be forbidden: then it has none. */
export function credential(): string | undefined {
  try {
    return localStorage.getItem(TOKEN) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what pairing gave. */
export function keepCredential(token: string, name: string): void {
  try {
    localStorage.setItem(TOKEN, token);
    localStorage.setItem(NAME, name);
  } catch {
    // Works until the page is closed, then it has to be paired again.
  }
}

export function forgetCredential(): void {
  try {
    localStorage.removeItem(TOKEN);
  } catch {
    // There was none.
  }
}

/** What the log calls this device: its given name, or what it seems to be. */
export function deviceName(): string {
  try {
    const given = localStorage.getItem(NAME);
    if (given) return given;
  } catch {
    // Falls through to what the browser says.
  }
  const { userAgent } = navigator;
  const device = /iPad|iPhone|Android|Macintosh|Windows|CrOS|Linux/.exec(userAgent)?.[0] ?? 'browser';
  return `${device === 'Macintosh' && navigator.maxTouchPoints > 1 ? 'iPad' : device} page`;
}
