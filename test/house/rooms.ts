import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const ROOT = new URL('../..', import.meta.url).pathname;

/** Every file below a folder, as paths from the project's top. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules/'))
    .sort();
}

export interface Import {
  readonly from: string;
  /** File of ours (from the top), or the package it names. */
  readonly to: string;
  readonly isOurs: boolean;
  readonly typesOnly: boolean;
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

/** The import statements of a source text. Multi-line ones included; a string in a comment at the start of a line would count, and none is. */
export function importsIn(path: string, text: string): Import[] {
  const found = [...text.matchAll(IMPORT)].map(([, types, to = '']) => ({ to, typesOnly: types !== undefined }));
  found.push(...[...text.matchAll(DYNAMIC)].map(([, to = '']) => ({ to, typesOnly: false })));
  return found.map(({ to, typesOnly }) => {
    const isOurs = to.startsWith('.');
    return { from: path, to: isOurs ? join(dirname(path), to) : to, isOurs, typesOnly };
  });
}

export const importsOf = (path: string): Import[] => importsIn(path, readFileSync(join(ROOT, path), 'utf8'));

/** What a room may import, by DESIGN's table: rooms of ours (prefixes of paths below src/). `pure` rooms name no package of Node. */
export interface Room {
  readonly path: string;
  readonly may: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly types?: readonly string[];
  readonly pure?: boolean;
  /** Files that may do more, each with its reason. */
  readonly except?: Readonly<Record<string, readonly string[]>>;
}

/** The longest path that fits a file decides. */
export const ROOMS: readonly Room[] = [
  { path: 'wire/formats', may: [], pure: true },
  { path: 'wire/pace', may: [], pure: true },
  { path: 'wire/ports', may: ['wire/formats', 'wire/pace'] },
  { path: 'audio', may: ['wire/formats'], pure: true },
  { path: 'desk', may: [], pure: true },
  { path: 'meters', may: ['desk'], pure: true },
  { path: 'engines', may: ['desk', 'meters', 'wire/formats', 'wire/pace'], pure: true },
  {
    path: 'engines/embedded',
    may: ['desk', 'meters', 'wire/formats', 'wire/pace', 'audio', 'engines'],
    pure: true,
    except: {
      // Threads are built where they run: an open port cannot be handed to another thread.
      'worker.ts': ['node', 'wire/ports'],
      'disk-worker.ts': ['node', 'wire/ports'],
    },
  },
  { path: 'surfaces', may: ['wire/formats', 'wire/pace'], pure: true },
  {
    path: 'mapping',
    may: ['desk', 'meters', 'wire/formats', 'wire/pace', 'surfaces/profile', 'surfaces/surface'],
    types: ['surfaces'],
    pure: true,
  },
  { path: 'scenes', may: ['desk', 'wire/formats', 'wire/pace'], pure: true },
  { path: 'show', may: ['desk', 'scenes', 'engines', 'mapping', 'surfaces/profile', 'wire/pace', 'wire/formats'] },
  { path: 'remote', may: ['desk', 'meters', 'scenes', 'wire/formats', 'wire/pace'], types: ['engines', 'wire/ports', 'show', 'mapping'] },
  { path: 'page', may: ['remote/protocol', 'desk', 'meters', 'audio', 'surfaces', 'wire/formats', 'wire/pace'] },
  { path: 'cli', may: [''] },
  { path: 'bridge.ts', may: [''] },
  { path: 'doors.ts', may: [''] },
  { path: 'hands.ts', may: [''] },
  { path: 'surface-seat.ts', may: [''] },
  { path: 'stage.ts', may: [''] },
  { path: 'midi-hub.ts', may: [''] },
  { path: 'midi-lines.ts', may: [''] },
  { path: 'sends.ts', may: [''] },
  { path: 'surface-cues.ts', may: [''] },
  { path: 'surface-files.ts', may: [''] },
  { path: 'verbs.ts', may: [''] },
  { path: 'sound.ts', may: [''] },
  { path: 'main.ts', may: [''] },
];

export function roomOf(path: string): Room | undefined {
  const inside = relative('src', path);
  return ROOMS.filter((room) => inside === room.path || inside.startsWith(`${room.path}/`)).sort(
    (a, b) => b.path.length - a.path.length,
  )[0];
}

/** What is wrong with an import, or undefined. */
export function complaint(one: Import): string | undefined {
  const room = roomOf(one.from);
  if (!room) return `${one.from} stands in no room`;
  const file = one.from.slice(`src/${room.path}/`.length);
  const more = room.except?.[file] ?? [];
  if (!one.isOurs) {
    const isNode = one.to.startsWith('node:');
    return room.pure && isNode && !more.includes('node') ? `${one.from}: a pure room imports ${one.to}` : undefined;
  }
  const target = relative('src', one.to);
  const within = (prefix: string): boolean =>
    prefix === '' || target === prefix || target.startsWith(`${prefix}/`) || target.startsWith(`${prefix}.`);
  if (within(room.path) || [...room.may, ...more].some(within)) return undefined;
  if (one.typesOnly && (room.types ?? []).some(within)) return undefined;
  return `${one.from} imports ${one.to}: ${room.path} may import ${room.may.join(', ') || 'nothing of ours'}`;
}
