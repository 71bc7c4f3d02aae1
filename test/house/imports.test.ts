import { describe, expect, test } from 'vitest';
import { complaint, filesBelow, importsIn, importsOf, ROOMS, roomOf } from './rooms.ts';

const files = filesBelow('src', '.ts').filter((path) => !path.includes('src/audio/kernel/') && !path.endsWith('.d.ts'));

describe('imports go down only', () => {
  test('every file stands in a room, and every room of the table has files', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(files.filter((path) => !roomOf(path))).toEqual([]);
    const lived = new Set(files.map((path) => roomOf(path)?.path));
    expect(ROOMS.map((room) => room.path).filter((path) => !lived.has(path) && path !== 'page')).toEqual([]);
  });

  test('no room imports what the table does not give it', () => {
    const imports = files.flatMap(importsOf);
    expect(imports.filter((one) => one.isOurs).length).toBeGreaterThan(200);
    expect(imports.flatMap((one) => complaint(one) ?? [])).toEqual([]);
  });

  test('the check sees what it should see', () => {
    const wrong = (path: string, line: string) => importsIn(path, `${line}\n`).flatMap((one) => complaint(one) ?? []);
    expect(wrong('src/desk/desk.ts', "import { x } from '../engines/engine.ts';")).toHaveLength(1);
    expect(wrong('src/desk/desk.ts', "import type { x } from '../meters/meters.ts';")).toHaveLength(1);
    expect(wrong('src/desk/desk.ts', "import {\n  x,\n  y,\n} from '../remote/protocol.ts';")).toHaveLength(1);
    expect(wrong('src/audio/limiter.ts', "import { readFileSync } from 'node:fs';")).toHaveLength(1);
    expect(wrong('src/wire/pace/outbox.ts', "export { x } from '../ports/udp.ts';")).toHaveLength(1);
    expect(wrong('src/remote/osc.ts', "import { ENGINES } from '../engines/registry.ts';")).toHaveLength(1);
    expect(wrong('src/remote/osc.ts', "const x = await import('../cli/start.ts');")).toHaveLength(1);
    expect(wrong('src/meters/meters.ts', "import type { Layout } from '../desk/layout.ts';")).toEqual([]);
    expect(wrong('src/engines/embedded/worker.ts', "import { readFileSync } from 'node:fs';")).toEqual([]);
  });
});
