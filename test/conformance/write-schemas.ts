import { writeFileSync } from 'node:fs';
import { profileJsonSchema } from '../../src/mapping/profile-file.ts';
import { mappingJsonSchema } from '../../src/mapping/schema.ts';
import { ROOT } from '../house/rooms.ts';

/** Writes the JSON Schemas that editors read beside the mappings. A test looks whether they are those of the code. */
for (const [file, schema] of [
  ['mapping.schema.json', mappingJsonSchema()],
  ['profile.schema.json', profileJsonSchema()],
] as const) {
  writeFileSync(`${ROOT}mappings/${file}`, `${JSON.stringify(schema, undefined, 2)}\n`);
}
