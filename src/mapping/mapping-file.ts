import { nearest } from '../desk/nearest.ts';
import type { Verbs } from '../desk/verb.ts';
import type { Profile } from '../surfaces/profile.ts';
import { type Reading, readYaml } from '../wire/formats/yaml-file.ts';
import { explainIssues, type Place, type Words, type Wrong } from '../wire/formats/yaml-issues.ts';
import { Complaints } from './complaints.ts';
import { FileActions } from './file-actions.ts';
import { FileButtons } from './file-buttons.ts';
import { FileModes } from './file-modes.ts';
import { readLines, readLook } from './file-screens.ts';
import type { Action, Mapping, StripPlan } from './mapping.ts';
import { stripsOf } from './paths.ts';
import { type MappingText, mappingJsonSchema, mappingSchema, type StripText } from './schema.ts';

const WORDS: Words = { nearest, key: 'setting', file: 'the mapping' };

export interface MappingHouse {
  readonly verbs: Verbs;
  /** What the unit can. */
  readonly profile: Profile;
}

/**
 * Reads a mapping file. Never throws, whatever it holds: `x.yaml:11:11: no verb "togle"; did you mean "toggle"?`
 * @param file its name, as errors show it
 */
export const readMapping = (text: string, file: string, house: MappingHouse): Reading<Mapping> =>
  readYaml(text, file, (given) => {
    const parsed = mappingSchema.safeParse(given);
    if (!parsed.success) return { wrong: explainIssues(parsed.error.issues, given, mappingJsonSchema(), WORDS) };
    return compile(parsed.data, house);
  });

/** The profile a mapping is for, to be found before the whole is read; undefined where the file does not say. */
export function profileNameIn(text: string): string | undefined {
  const found = readYaml(text, '', (given) => ({ good: given }));
  const name: unknown =
    'good' in found && typeof found.good === 'object' && found.good !== null && 'profile' in found.good && found.good.profile;
  return typeof name === 'string' ? name : undefined;
}

function compile(said: MappingText, { verbs, profile }: MappingHouse): { good: Mapping } | { wrong: Wrong[] } {
  const complaints = new Complaints();
  if (said.profile !== profile.profile)
    complaints.add(['profile'], `profile: this is "${said.profile}", and the unit is a ${profile.profile}`);
  const names = { layers: Object.keys(said.layers), modes: Object.keys(said.modes ?? {}) };
  const actions = new FileActions(complaints, verbs, names);
  const strips = new StripReader(complaints, actions, profile);
  const strip = strips.read(said.strip, ['strip'], true);
  const buttons = new FileButtons(complaints, actions, profile);
  const modes = new FileModes({
    complaints,
    actions,
    profile,
    strip,
    buttons,
    readStrip: (text, place) => strips.read(text, place, false),
  });
  const read = modes.read(said.modes ?? {});
  const look = said.look && readLook(said.look, complaints, actions, profile);
  if (said.fine !== undefined) complaints.key(['fine'], said.fine, profile.keys.unit, `key of ${profile.label}`, false);
  const mapping: Mapping = {
    profile: said.profile,
    beside: said.beside ?? [],
    layers: readLayers(said.layers, complaints),
    fine: said.fine,
    strip,
    mainFader: complaints.path(['main', 'fader'], said.main?.fader),
    buttons: buttons.read(said.buttons ?? {}, ['buttons']),
    look,
    lamps: new Map(
      Object.entries(said.lamps ?? {}).map(([lamp, line]) => {
        complaints.key(['lamps', lamp], lamp, profile.keys.lamps, `lamp of ${profile.label}`);
        return [lamp, actions.lit(line, ['lamps', lamp])];
      }),
    ),
    jog: said.jog && actions.cell(said.jog, ['jog']),
    time: complaints.path(['time'], said.time),
    ...read,
  };
  buttons.check(read.ways, said.look?.key);
  return complaints.wrong.length > 0 ? { wrong: complaints.wrong } : { good: mapping };
}

function readLayers(said: MappingText['layers'], complaints: Complaints): Map<string, readonly string[]> {
  const layers = new Map<string, readonly string[]>();
  for (const [name, targets] of Object.entries(said)) {
    const strips = targets.flatMap((target, index) => {
      const found = stripsOf(target);
      if (typeof found !== 'string') return found;
      complaints.add(['layers', name, index], found);
      return [];
    });
    const twice = strips.find((strip, index) => strips.indexOf(strip) !== index);
    if (twice !== undefined) complaints.add(['layers', name], `${twice} stands twice in ${name}`, true);
    layers.set(name, strips);
  }
  if (layers.size === 0) complaints.add(['layers'], 'layers: at least one is needed', true);
  return layers;
}

const CONTROLS = ['fader', 'knob', 'lcd', 'color', 'meter'];

/** What stands for each strip. */
class StripReader {
  readonly #complaints: Complaints;
  readonly #actions: FileActions;
  readonly #profile: Profile;

  constructor(complaints: Complaints, actions: FileActions, profile: Profile) {
    this.#complaints = complaints;
    this.#actions = actions;
    this.#profile = profile;
  }

  read(said: StripText, place: Place, isWhole: boolean): StripPlan {
    const { fader, knob, lcd, color, meter, ...rest } = said;
    const known = this.#profile.keys.strip.filter((key) => key !== 'push');
    const keys = new Map<string, Action>();
    for (const [key, action] of Object.entries(rest)) {
      if (key === 'push') this.#complaints.add([...place, key], 'write knob: { turn: ..., push: ... }', true);
      else this.#complaints.key([...place, key], key, known, 'control of a strip', true, CONTROLS);
      // The schema's rest of a strip are actions; its type says unknown keys only.
      keys.set(key, this.#actions.action(action as Parameters<FileActions['action']>[0], [...place, key]));
    }
    if (isWhole && fader === undefined && this.#profile.fader.motor)
      this.#complaints.add(place, 'fader is missing; it is a path such as strip/fader', true);
    return {
      fader: this.#complaints.path([...place, 'fader'], fader),
      knob: knob === undefined ? undefined : this.#actions.cell(knob, [...place, 'knob']),
      keys,
      lcd: lcd && readLines(lcd, [...place, 'lcd'], 'strip', this.#complaints),
      color: this.#complaints.path([...place, 'color'], color),
      meter: this.#complaints.path([...place, 'meter'], meter),
    };
  }
}
