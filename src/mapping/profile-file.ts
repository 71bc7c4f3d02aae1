import { z } from 'zod';
import { nearest } from '../desk/nearest.ts';
import { type Profile, profileSchema } from '../surfaces/profile.ts';
import { type Reading, readYaml } from '../wire/formats/yaml-file.ts';
import { explainIssues, type Words, type Wrong } from '../wire/formats/yaml-issues.ts';

const WORDS: Words = { nearest, key: 'setting', file: 'the profile' };

/** The JSON Schema of profiles, for editors. */
export const profileJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(profileSchema, { io: 'input' }),
  title: 'a profile of Deskbridge: what a unit can',
});

/**
 * Reads a profile. Never throws, whatever the file holds.
 * @param file its name, as errors show it
 */
export const readProfile = (text: string, file: string): Reading<Profile> =>
  readYaml(text, file, (given) => {
    const parsed = profileSchema.safeParse(given);
    if (!parsed.success) return { wrong: explainIssues(parsed.error.issues, given, profileJsonSchema(), WORDS) };
    const wrong = faults(parsed.data);
    return wrong.length > 0 ? { wrong } : { good: parsed.data };
  });

/** What a form cannot say: marks that rise, keys that stand once. */
function faults({ fader, keys, meter }: Profile): Wrong[] {
  const wrong: Wrong[] = [];
  const add = (place: (string | number)[], says: string): number => wrong.push({ place, says, key: false });
  fader.scale.forEach(([raw, levelDb], index) => {
    const before = fader.scale[index - 1];
    if (before && (raw <= before[0] || levelDb <= before[1]))
      add(['fader', 'scale', index], `[${raw}, ${levelDb}] does not rise above [${before.join(', ')}]`);
  });
  meter?.thresholds.forEach((level, index) => {
    const before = meter.thresholds[index - 1];
    if (before !== undefined && level <= before) add(['meter', 'thresholds', index], `${level} does not rise above ${before}`);
  });
  for (const part of ['strip', 'unit', 'lamps'] as const) {
    keys[part].forEach((key, index) => {
      if (keys[part].indexOf(key) !== index) add(['keys', part, index], `key "${key}" stands twice`);
    });
  }
  return wrong;
}
