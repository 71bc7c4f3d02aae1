// Bundles the page into dist/page/app: one HTML file an entry, scripts and styles under names that carry their content, all of them
// packed beforehand, since the daemon serves from memory and a stage has slow radio.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const READY = here('../../dist/page/app');
/** Built beside, then put in its place: a daemon or a test that starts meanwhile finds the old page or the new one, never half of one. */
const OUT = `${READY}.${process.pid}`;
/** Address of the page -> its first file and title. */
const PAGES = {
  index: { entry: here('./main.tsx'), title: 'Deskbridge' },
  surface: { entry: here('./surface/main.tsx'), title: 'Deskbridge surface' },
};
/** Loaded by their own address, so they are one file each and keep their name. */
const WORKLETS = { 'listen-worklet': here('./listen/worklet.ts') };
const COMMON = { bundle: true, minify: true, target: ['es2022'], format: 'esm', legalComments: 'none', logLevel: 'warning' };
const PACKED = new Set(['.js', '.css', '.html', '.svg']);

const pages = Object.entries(PAGES).filter(([, { entry }]) => existsSync(entry));
const worklets = Object.entries(WORKLETS).filter(([, entry]) => existsSync(entry));

await mkdir(OUT, { recursive: true });
const { metafile } = await build({
  ...COMMON,
  entryPoints: Object.fromEntries(pages.map(([name, { entry }]) => [name, entry])),
  splitting: true,
  outdir: OUT,
  entryNames: '[name]-[hash]',
  chunkNames: 'part-[hash]',
  assetNames: '[name]-[hash]',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  metafile: true,
});
if (worklets.length > 0) await build({ ...COMMON, entryPoints: Object.fromEntries(worklets), outdir: OUT });
for (const [name, { entry, title }] of pages) await writeFile(join(OUT, `${name}.html`), html(title, outputOf(entry)));
await copyFile(here('./icon.svg'), join(OUT, 'icon.svg'));
for (const name of await readdir(OUT)) if (PACKED.has(extname(name))) await pack(join(OUT, name));
await rm(READY, { recursive: true, force: true });
await rename(OUT, READY);

/** What an entry became: its script, its style, and the parts it shares with the other page. */
function outputOf(entry) {
  const [file, output] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint && entry.endsWith(entryPoint)) ?? [];
  if (!output) throw new Error(`${entry} was not built`);
  const parts = output.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path));
  return { script: basename(file), style: output.cssBundle && basename(output.cssBundle), parts };
}

function html(title, { script, style, parts }) {
  return `<!doctype html>
<html lang="en" data-theme="night">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<meta name="color-scheme" content="dark light">
<meta name="mobile-web-app-capable" content="yes">
<title>${title}</title>
<link rel="icon" href="/icon.svg">
${style ? `<link rel="stylesheet" href="/${style}">\n` : ''}${parts.map((part) => `<link rel="modulepreload" href="/${part}">\n`).join('')}<script src="/${script}" type="module"></script>
<body><div id="page"><noscript>This page needs JavaScript. <a href="/api/v1/status">What the daemon does, as JSON</a></noscript></div></body>
</html>
`;
}

async function pack(file) {
  const bytes = await readFile(file);
  await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  await writeFile(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
