import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** Packed files beside a file, best first: header word -> ending. Browsers take brotli over HTTPS and on this machine only. */
const PACKINGS = { br: '.br', gzip: '.gz' } as const;
type Packing = keyof typeof PACKINGS;
type Bytes = Uint8Array<ArrayBuffer>;

/** A name that carries its content never means anything else. */
const HASHED = /-[0-9A-Z]{8}\.(?:js|css)$/;
const FOREVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

export interface Page {
  readonly type: string;
  readonly cache: string;
  readonly bytes: Bytes;
  readonly packed: Readonly<Partial<Record<Packing, Bytes>>>;
}

/** Where the bundles stand: beside this file once it is compiled, in dist when it runs as it is written. */
const FOLDER = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../dist/page/app/' : '../page/app/', import.meta.url));

const NOT_BUILT = `<!doctype html><html lang="en"><title>Deskbridge</title><body><h1>Deskbridge</h1>
<p>The page has not been built: run <code>npm run build:page</code> and start the daemon again. <a href="/api/v1/status">What the daemon does, as JSON</a></p>`;

/** The files of the page by their address, read once: no request ever reaches the disk, so none can leave the folder. */
export async function readPages(folder = FOLDER): Promise<ReadonlyMap<string, Page>> {
  const pages = new Map<string, Page>();
  // A folder that is not there is told on the page itself: everything else of the daemon works.
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const packed: Partial<Record<Packing, Bytes>> = {};
    for (const packing of ['br', 'gzip'] as const) {
      const beside = `${name}${PACKINGS[packing]}`;
      if (names.includes(beside)) packed[packing] = new Uint8Array(await readFile(join(folder, beside)));
    }
    const bytes = new Uint8Array(await readFile(join(folder, name)));
    pages.set(addressOf(name), { type, cache: HASHED.test(name) ? FOREVER : ASK_AGAIN, bytes, packed });
  }
  if (!pages.has('/'))
    pages.set('/', { type: TYPES['.html'] ?? '', cache: 'no-store', bytes: new TextEncoder().encode(NOT_BUILT), packed: {} });
  return pages;
}

/** `index.html` is `/`, `surface.html` is `/surface`. */
function addressOf(name: string): string {
  if (name === 'index.html') return '/';
  return `/${name.endsWith('.html') ? name.slice(0, -'.html'.length) : name}`;
}

/** The page in the smallest form that this browser takes. */
export function pageAnswer(
  { type, cache, bytes, packed }: Page,
  accepts: string,
): { readonly body: Bytes; readonly headers: Record<string, string> } {
  const headers = { 'content-type': type, 'cache-control': cache, vary: 'accept-encoding' };
  const taken = accepts.split(',').map((one) => one.split(';', 1)[0]?.trim());
  for (const packing of ['br', 'gzip'] as const) {
    const body = packed[packing];
    if (body && taken.includes(packing)) return { body, headers: { ...headers, 'content-encoding': packing } };
  }
  return { body: bytes, headers };
}

/** Only our own files, no inline script, no foreign load, no frame around it. Older browsers do not count ws: as 'self'. */
export function securityHeaders(host: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      `connect-src 'self' ws://${host} wss://${host}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  };
}
