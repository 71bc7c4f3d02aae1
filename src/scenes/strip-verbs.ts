import { findAll } from '../desk/path.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer, Argument, Call, Verb } from '../desk/verb.ts';
import { state, targetOf } from '../desk/verbs.ts';
import { isUnreadable, tellFault } from './library.ts';
import type { Preset, PresetLibrary } from './presets.ts';
import { isMeant, type StripOfDesk, stripAt, unknownSection } from './strip-sections.ts';
import { defaults, type Fit, layOn, read, type StripValues, tellMisfits, together } from './strips.ts';

const SECTION: Argument = {
  name: 'section',
  type: 'word',
  optional: true,
  says: 'eq, eq/2, dyn, gate, filters, sends, send/3, groups, mix, label, source, preamp, processing, all; the channel as such if left out',
};
const STRIPS: Argument = { name: 'strip', type: 'target', says: 'a strip, its name or several: ch/7, "Kick In", ch/1..8' };
const PRESET: Argument = { name: 'preset', type: 'word', says: 'of the preset, in quotes if it has spaces' };

const strip = (says: string, name = 'strip'): Argument => ({ name, type: 'target', says });

/** The strips a target means. */
function stripsOf(call: Call, argument = 'strip'): StripOfDesk[] | Refusal {
  const target = targetOf(call, argument);
  if (isRefusal(target)) return target;
  const names = findAll(call.desk.model, `${target}/name`);
  const paths = isRefusal(names) ? [target] : names.map((entry) => entry.path.slice(0, -'/name'.length));
  const strips: StripOfDesk[] = [];
  for (const path of paths) {
    const found = stripAt(call.desk, path);
    if (isRefusal(found)) return isRefusal(names) && names.code === 'unknown-path' ? names : found;
    strips.push(found);
  }
  return strips;
}

function oneStrip(call: Call, argument = 'strip'): StripOfDesk | Refusal {
  const strips = stripsOf(call, argument);
  if (isRefusal(strips)) return strips;
  const [first, second] = strips;
  if (first && !second) return first;
  return { code: 'malformed', got: call.args[argument] ?? '', want: 'one strip' };
}

/** States a fit and tells what it did not take along. */
function lay(call: Call, { intents, entries, misfits, rounded }: Fit, cause: string): Answer | Refusal {
  const byId = new Map(intents.map((intent) => [intent.id, intent]));
  const answer = state(call, entries, (entry) => byId.get(entry.id) ?? { kind: 'set', id: entry.id, value: '' }, cause);
  if (isRefusal(answer)) return answer;
  const more = [
    tellMisfits(misfits),
    rounded.length > 0 ? `${rounded.length} rounded to the grid` : '',
    tellOpened(call, answer, entries.length),
  ].filter((text) => text !== '');
  const found = misfits.length + rounded.length > 0 ? { found: { misfits, rounded } } : {};
  return { ...answer, says: [answer.says, ...more].join('; '), ...found };
}

function tellOpened({ dry }: Call, { changes }: Answer, count: number): string {
  const opened = changes.filter(({ path, to }) => path.endsWith('/mute') && to === 'off');
  if (opened.length === 0 || count < 2) return '';
  return `${dry ? 'would open' : 'opened'} ${opened.map(({ path }) => path.slice(0, -'/mute'.length)).join(', ')}`;
}

/** What a hand has copied, for as long as it is there. */
interface Clip {
  readonly from: string;
  readonly values: StripValues;
}

/** The clipboard belongs to whoever copied: two hands do not mix theirs up. */
function clipVerbs(): readonly Verb[] {
  const clips = new WeakMap<object, Clip>();
  return [
    {
      name: 'copy',
      says: 'takes a strip, or a section of it, for "paste"; each hand has its own',
      example: 'copy ch/1 eq',
      role: 'mixer',
      args: [strip('which: ch/1, "Kick In"'), SECTION],
      run(call) {
        const source = oneStrip(call);
        if (isRefusal(source)) return source;
        const { section } = call.args;
        const wrong = unknownSection(section, source.leaves.keys());
        if (wrong) return wrong;
        const values = read(call.desk, source, section);
        if (!call.dry) clips.set(call.actor, { from: source.path, values });
        const what = `${values.size} values of ${source.path}${section === undefined ? '' : ` (${section})`}`;
        return { says: `${call.dry ? 'would copy' : 'copied'} ${what}`, changes: [], refusals: [], found: Object.fromEntries(values) };
      },
    },
    {
      name: 'paste',
      says: 'puts what you copied on strips; what does not fit there is told',
      example: 'paste ch/2',
      role: 'mixer',
      args: [STRIPS, SECTION],
      run(call) {
        const clip = clips.get(call.actor);
        if (!clip) return { code: 'malformed', got: 'paste', want: 'possible before you copy a strip: copy ch/1' };
        return put(call, clip.values, `paste of ${clip.from}`);
      },
    },
  ];
}

/** Puts values on the strips a call means, as far as its section goes. */
function put(call: Call, values: StripValues, cause: string): Answer | Refusal {
  const strips = stripsOf(call);
  if (isRefusal(strips)) return strips;
  const { section } = call.args;
  const wrong = unknownSection(section, values.keys());
  if (wrong) return wrong;
  const meant = section === undefined ? values : only(values, section);
  return lay(call, together(strips.map((one) => layOn(meant, one))), cause);
}

const only = (values: StripValues, section: string): StripValues => new Map([...values].filter(([leaf]) => isMeant(leaf, section)));

const swap: Verb = {
  name: 'swap',
  says: 'exchanges two strips, or a section of them; "all" takes names, colours and sources along',
  example: 'swap ch/1 ch/2',
  role: 'mixer',
  args: [strip('the one: ch/1'), strip('the other: ch/2', 'other'), SECTION],
  run(call) {
    const one = oneStrip(call);
    if (isRefusal(one)) return one;
    const other = oneStrip(call, 'other');
    if (isRefusal(other)) return other;
    const { section } = call.args;
    const wrong = unknownSection(section, one.leaves.keys());
    if (wrong) return wrong;
    const { desk } = call;
    return lay(call, together([layOn(read(desk, other, section), one), layOn(read(desk, one, section), other)]), 'swap');
  },
};

const reset: Verb = {
  name: 'reset',
  says: 'puts strips back to how a fresh desk has them; fader and mute stay unless asked for (mix, fader, all)',
  example: 'reset ch/3 eq',
  role: 'mixer',
  args: [STRIPS, SECTION],
  run(call) {
    const strips = stripsOf(call);
    if (isRefusal(strips)) return strips;
    const { section } = call.args;
    const wrong = unknownSection(
      section,
      strips.flatMap((one) => [...one.leaves.keys()]),
    );
    return wrong ?? lay(call, together(strips.map((one) => layOn(defaults(one, section), one))), 'reset');
  },
};

/** Presets of the show; without a show's folder they are refused. */
function presetVerbs(library: () => PresetLibrary | undefined): readonly Verb[] {
  const none: Refusal = { code: 'offline', what: 'not there', got: 'the folder of presets', want: 'no show is open' };
  return [
    {
      name: 'preset',
      says: 'puts a channel preset of the show on strips; what does not fit there is told',
      example: 'preset "Lead Vox" ch/7',
      role: 'mixer',
      args: [PRESET, STRIPS, SECTION],
      run(call) {
        const preset = library()?.find(call.args.preset ?? '') ?? none;
        return isRefusal(preset) ? preset : put(call, preset.values, `preset ${preset.name}`);
      },
    },
    {
      name: 'save-preset',
      says: 'keeps the processing of a strip, or another section, as a preset of the show',
      example: 'save-preset "Lead Vox" ch/7',
      role: 'mixer',
      args: [PRESET, strip('whose sound: ch/7'), { ...SECTION, says: `${SECTION.says.split(';')[0]}; its processing if left out` }],
      run(call) {
        const presets = library();
        return presets ? savePreset(call, presets) : none;
      },
    },
    {
      name: 'presets',
      says: 'lists the channel presets of the show',
      example: 'presets',
      role: 'viewer',
      args: [],
      run() {
        const presets = library();
        if (!presets) return none;
        const found = presets.list().map(({ name, note, values }) => ({ name, note, values: values.size }));
        const lines = found.map(({ name, note, values }) => `${name}: ${values} values${note === '' ? '' : `, ${note}`}`);
        const faults = presets.faults().map((fault) => `! ${tellFault(fault)}`);
        const says = [...lines, ...faults].join('\n') || 'no presets yet: save-preset "Lead Vox" ch/7';
        return { says, changes: [], refusals: [], found };
      },
    },
  ];
}

function savePreset(call: Call, presets: PresetLibrary): Answer | Refusal {
  const source = oneStrip(call);
  if (isRefusal(source)) return source;
  const name = (call.args.preset ?? '').trim();
  if (name === '' || name.length > NAME_LIMIT || isUnreadable(name))
    return { code: 'malformed', got: name.slice(0, 40), want: `a name of 1..${NAME_LIMIT} characters` };
  const section = call.args.section ?? 'processing';
  const wrong = unknownSection(section, source.leaves.keys());
  if (wrong) return wrong;
  const values = read(call.desk, source, section);
  const known = presets.find(name);
  const before: Preset | undefined = isRefusal(known) ? undefined : known;
  const to = `${values.size} values of ${source.path}`;
  const path = `presets/${name}`;
  const same = before && sameValues(before.values, values);
  const answer: Answer = {
    says: `${call.dry ? 'would save' : 'saved'} ${to} as "${name}"${before && !same ? ', in the place of the one before' : ''}`,
    changes: same ? [] : [{ path, from: before ? `${before.values.size} values` : '', to }],
    refusals: [],
  };
  if (call.dry) return answer;
  return { ...answer, later: presets.store({ name, note: before?.note ?? '', values }) };
}

const NAME_LIMIT = 80;

const sameValues = (one: StripValues, other: StripValues): boolean =>
  one.size === other.size && [...one].every(([leaf, value]) => other.get(leaf) === value);

/** Work on whole channels: each is one gesture, one turn and one step of undo. */
export const stripVerbs = (presets: () => PresetLibrary | undefined): readonly Verb[] => [
  ...clipVerbs(),
  swap,
  reset,
  ...presetVerbs(presets),
];
