import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REFUSAL_CODES } from '../../src/desk/refusal.ts';
import { deskVerbs } from '../../src/desk/verbs.ts';
import { viewVerbs } from '../../src/mapping/verbs.ts';
import { filesBelow, ROOT } from './rooms.ts';

const pages = [
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'mappings/README.md',
  ...filesBelow('src', 'README.md'),
  ...filesBelow('test', 'README.md'),
];
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('the documents', () => {
  test('every room has a page, of at most 40 lines', () => {
    const rooms = [
      'desk',
      'meters',
      'engines',
      'engines/embedded',
      'audio',
      'show',
      'remote',
      'cli',
      'mapping',
      'wire/formats',
      'wire/pace',
      'wire/ports',
    ];
    expect(rooms.filter((room) => !existsSync(join(ROOT, 'src', room, 'README.md')))).toEqual([]);
    const long = filesBelow('src', 'README.md').filter((path) => path !== 'src/README.md' && text(path).trimEnd().split('\n').length > 40);
    expect(long).toEqual([]);
  });

  test('every file they name exists', () => {
    const named = pages.flatMap((page) =>
      [...text(page).matchAll(/`([\w./-]+\.(?:ts|mjs|json|yaml|md|js|html|css))`/g)].map(([, path = '']) => ({ page, path })),
    );
    expect(named.length).toBeGreaterThan(20);
    // Files of a show are made by the daemon, not by the project.
    const ofAShow = /^(desk|cues)\.yaml$|^run\.json$|^state\/|^log\.jsonl$|^\d|desk\.yaml/;
    const gone = named.filter(({ page, path }) => {
      if (ofAShow.test(path) || path.startsWith('/')) return false;
      return ![ROOT, join(ROOT, 'src'), join(ROOT, dirname(page)), join(ROOT, 'test')].some((base) => existsSync(join(base, path)));
    });
    expect(gone.map(({ page, path }) => `${page}: ${path}`)).toEqual([]);
  });

  test('the table of refusal codes is the one of the code', () => {
    const table = [...text('src/desk/README.md').matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
    expect(table).toEqual(Object.keys(REFUSAL_CODES));
  });

  test('every verb of the desk stands in the list of verbs', () => {
    const page = text('src/desk/README.md');
    expect(deskVerbs.filter((verb) => !page.includes(`\`${verb.name}`)).map((verb) => verb.name)).toEqual([]);
  });

  test('every verb of a view stands in the list of its room', () => {
    const line = text('src/mapping/README.md').split('**Verbs of a view**')[1] ?? '';
    const listed = [...(line.split(',')[0] ?? '').matchAll(/`([a-z]+)`/g)].map(([, name]) => name);
    expect(listed.sort()).toEqual(viewVerbs.map((verb) => verb.name).sort());
  });
});

test('nothing outside the agreed layout stands at the top', () => {
  const allowed =
    /^(src|mappings|firmware-notes|test|package(-lock)?\.json|tsconfig\.json|README\.md|LICENSE|CHANGELOG\.md|SECURITY\.md|biome\.json|\..*)$/;
  const tracked = filesBelow('.', '').map((path) => path.split('/')[0] ?? '');
  const generated = new Set(['dist', 'node_modules', '.git']);
  expect([...new Set(tracked)].filter((name) => !generated.has(name) && !allowed.test(name))).toEqual([]);
});
