import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ROLES } from '../desk/actor.ts';
import { writeWhole } from './atomic.ts';
import { codeOf, diskFault } from './disk-fault.ts';
import { readText } from './read-text.ts';

const kept = z.object({
  devices: z
    .array(
      z.object({
        id: z.string().min(1).max(64),
        name: z.string().min(1).max(80),
        role: z.enum(ROLES),
        /** SHA-256 of its token, in hex. */
        hash: z.string().regex(/^[0-9a-f]{64}$/),
        created: z.number(),
        seen: z.number().nullable(),
      }),
    )
    .max(10_000),
});
export type KeptDevice = z.infer<typeof kept>['devices'][number];

/** Only the user of the daemon may read who may come in. */
const MODE = 0o600;

const devicesPath = (show: string): string => join(show, 'state', 'devices.json');

/** The devices that were paired with a show: `state/devices.json`. Of their tokens it holds only digests. */
export class DevicesFile {
  readonly known: readonly KeptDevice[];
  readonly #path: string;

  private constructor(path: string, known: readonly KeptDevice[]) {
    this.#path = path;
    this.known = known;
  }

  /** Those of a show that perhaps somebody else has open: nothing is touched. */
  static async look(show: string): Promise<readonly KeptDevice[]> {
    return readKept(await readText(devicesPath(show)).catch(() => '')) ?? [];
  }

  /** Reads the file. One that cannot be understood is kept beside under another name, and nobody is let in by it. */
  static async open(show: string, say: (line: string) => void): Promise<DevicesFile> {
    const path = devicesPath(show);
    const text = await readText(path).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') say(`${diskFault(error, 'read', path).says}; paired devices have to be paired again`);
      return undefined;
    });
    if (text === undefined) return new DevicesFile(path, []);
    const read = readKept(text);
    if (read) return new DevicesFile(path, read);
    const aside = `${path}.broken`;
    const moved = await rename(path, aside).then(
      () => `it is kept as ${aside}`,
      (error: unknown) => diskFault(error, 'rename', path).says,
    );
    say(`${path} cannot be understood; ${moved}, and paired devices have to be paired again`);
    return new DevicesFile(path, []);
  }

  /** @returns why it could not be written; the old file is as it was then */
  async save(devices: readonly KeptDevice[]): Promise<string | undefined> {
    return (await writeWhole(this.#path, `${JSON.stringify({ devices }, undefined, 1)}\n`, MODE))?.says;
  }
}

function readKept(text: string): readonly KeptDevice[] | undefined {
  try {
    const read = kept.safeParse(JSON.parse(text));
    return read.success ? read.data.devices : undefined;
  } catch {
    return undefined;
  }
}
