import type { Profile } from '../surfaces/profile.ts';
import type { Place } from '../wire/formats/yaml-issues.ts';
import type { Complaints } from './complaints.ts';
import type { FileActions } from './file-actions.ts';
import type { LookPlan, Screen } from './mapping.ts';
import type { MappingText, ScreensText } from './schema.ts';
import { readText, type Text, type TextPlace } from './text.ts';

/** The two lines of a display. */
export function readLines(said: readonly [string, string], place: Place, kind: TextPlace, complaints: Complaints): [Text, Text] {
  const line = (at: 0 | 1): Text => {
    const read = readText(said[at], kind);
    if ('text' in read) return read.text;
    for (const { says, part } of read.faults) complaints.add([...place, at], says, false, part);
    return [];
  };
  return [line(0), line(1)];
}

/** Displays from the left; a wide one stands for as many as it takes. */
export function readScreens(
  said: ScreensText,
  place: Place,
  kind: TextPlace,
  complaints: Complaints,
  profile: Profile,
): (Screen | undefined)[] {
  const screens: (Screen | undefined)[] = [];
  said.forEach((screen, index) => {
    const at = [...place, index];
    const { wide = 1, color } = screen ?? {};
    const lcd = screen && readLines(screen.lcd, [...at, 'lcd'], kind, complaints);
    for (let part = 0; part < wide; part++) screens.push(lcd ? { lcd, wide, part, color, looks: kind === 'look' } : undefined);
    if (screens.length > profile.strips && screens.length - wide <= profile.strips)
      complaints.add(at, `display ${screens.length}: ${profile.label} has ${profile.lcd ? profile.strips : 0}`);
  });
  return screens;
}

/** The key that looks, and what is seen then. */
export function readLook(
  { key, line, screens }: NonNullable<MappingText['look']>,
  complaints: Complaints,
  actions: FileActions,
  profile: Profile,
): LookPlan {
  complaints.key(['look', 'key'], key, profile.keys.unit, `key of ${profile.label}`, false);
  return {
    key,
    line: line === undefined ? undefined : actions.line(line, ['look', 'line']),
    screens: readScreens(screens, ['look', 'screens'], 'look', complaints, profile),
  };
}
