import { stripPart } from '../desk/layout.ts';
import { nearest } from '../desk/nearest.ts';
import { find } from '../desk/path.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer, Call, Moved, Verb, View } from '../desk/verb.ts';
import { targetOf } from '../desk/verbs.ts';
import { membersOf } from './spill.ts';

/** The view a verb acts on, or why there is none. */
function viewOf({ context }: Call, example: string): View | Refusal {
  return context.view ?? { code: 'no-context', got: example.split(' ')[0] ?? '', want: `say whose: ${example} as "X-Touch"` };
}

const said = (says: string): Answer => ({ says, changes: [], refusals: [] });

/** A verb of a view: found, asked, told. */
function viewVerb(verb: Omit<Verb, 'role' | 'run'> & { act(view: View, call: Call): string | Refusal }): Verb {
  const { act, ...row } = verb;
  return {
    ...row,
    role: 'mixer',
    run(call) {
      const view = viewOf(call, row.example);
      if (isRefusal(view)) return view;
      const done = act(view, call);
      return isRefusal(done) ? done : said(`${view.name}: ${done}`);
    },
  };
}

function readSteps(text = ''): number | Refusal {
  const steps = Number(text.replace('−', '-'));
  return /^[+-]?\d{1,4}$/.test(text.replace('−', '-')) && steps !== 0
    ? steps
    : { code: 'malformed', got: text, want: 'a number of strips with its sign: +8, -1' };
}

const moved = ({ from, to, of }: Moved, dry: boolean): string =>
  from === to ? `stays at strip ${to} of ${of}` : `${dry ? 'would go' : 'goes'} from strip ${from} to ${to} of ${of}`;

/** What was wanted of a list, or the nearest of it. */
function oneOf(word: string, list: readonly string[], what: string): Refusal | undefined {
  if (list.includes(word)) return undefined;
  const near = nearest(word, list);
  const there = list.length > 0 ? `a ${what} of ${list.join(', ')}` : `a ${what}; there is none`;
  return { code: 'malformed', got: word.slice(0, 40), want: near ? `a ${what}; did you mean ${near}?` : there };
}

const STEPS = [{ name: 'by', type: 'word', says: 'how far, with its sign: +8, -8' }] as const;
const STATE = [{ name: 'state', type: 'word', optional: true, says: 'on or off; the other one if left out' }] as const;

const bank = viewVerb({
  name: 'bank',
  says: 'puts the next strips of the layer under the faders; a bank begins at a multiple of its step',
  example: 'bank +8',
  args: STEPS,
  act(view, { args, dry }) {
    const by = readSteps(args.by);
    return isRefusal(by) ? by : moved(view.bank(by, dry), dry);
  },
});

const channel = viewVerb({
  name: 'channel',
  says: 'moves the strips under the faders by some, at most until the last is under the last',
  example: 'channel +1',
  args: STEPS,
  act(view, { args, dry }) {
    const by = readSteps(args.by);
    return isRefusal(by) ? by : moved(view.channel(by, dry), dry);
  },
});

const layer = viewVerb({
  name: 'layer',
  says: 'chooses the list of strips that is banked through',
  example: 'layer inputs',
  args: [{ name: 'name', type: 'word', says: 'one of the mapping' }],
  act(view, { args: { name = '' }, dry }) {
    const wrong = oneOf(name, view.layers, 'layer');
    if (wrong) return wrong;
    if (!dry) view.show({ layer: name, spilled: undefined });
    return `${dry ? 'would show' : 'shows'} ${name}`;
  },
});

/** The strip a target means, or why there is none. */
function stripOf(call: Call): string | Refusal {
  const target = targetOf(call);
  if (isRefusal(target)) return target;
  const strip = stripPart(target.split(':').at(-1) ?? '');
  const entry = find(call.desk.model, `${target}/name`);
  if (!isRefusal(entry)) return target;
  return strip && target.endsWith(strip.path)
    ? { code: 'unknown-path', got: target }
    : { code: 'malformed', got: target, want: 'a strip such as ch/7 or main' };
}

const select = viewVerb({
  name: 'select',
  says: 'makes a strip the selected one',
  example: 'select ch/7',
  args: [{ name: 'target', type: 'target', says: 'a strip: ch/7, main' }],
  act(view, call) {
    const strip = stripOf(call);
    if (isRefusal(strip)) return strip;
    if (!call.dry) view.show({ selected: strip });
    return `${call.dry ? 'would select' : 'selects'} ${strip}`;
  },
});

/** A switch of a view. */
const switchVerb = (name: 'flip' | 'values', says: string, on: string, off: string): Verb =>
  viewVerb({
    name,
    says,
    example: name,
    args: STATE,
    act(view, { args: { state }, dry }) {
      if (state !== undefined && state !== 'on' && state !== 'off') return { code: 'malformed', got: state, want: 'on or off, or nothing' };
      const to = state === undefined ? !view[name] : state === 'on';
      if (!dry) view.show({ [name]: to });
      return `${dry ? 'would be: ' : ''}${to ? on : off}`;
    },
  });

const mode = viewVerb({
  name: 'mode',
  says: 'gives knobs or faders another meaning; said again its next page, and after the last one its end',
  example: 'mode eq',
  args: [{ name: 'name', type: 'word', says: 'one of the mapping, or off' }],
  act(view, { args: { name = '' }, dry }) {
    const wrong = name === 'off' ? undefined : oneOf(name, view.modes, 'mode');
    if (wrong) return wrong;
    if (!dry) view.show({ mode: name === 'off' ? '' : name });
    if (name === 'off') return `${dry ? 'would leave' : 'leaves'} its mode`;
    return dry ? `would go to mode ${name}` : view.mode === '' ? `leaves mode ${name}` : `is in mode ${view.mode}`;
  },
});

const spill = viewVerb({
  name: 'spill',
  says: 'puts the members of a DCA or mute group, or what feeds a bus, under the faders; again to go back',
  example: 'spill dca/2',
  args: [{ name: 'target', type: 'target', says: 'dca/2, group/1, bus/3, or off' }],
  act(view, call) {
    const { desk, dry } = call;
    const target = call.args.target === 'off' ? 'off' : targetOf(call);
    if (isRefusal(target)) return target;
    if (target === 'off' || target === view.spilled) {
      if (!dry) view.show({ spilled: undefined });
      return `${dry ? 'would go' : 'goes'} back to ${view.layer}`;
    }
    const members = membersOf(desk, target);
    if (isRefusal(members)) return members;
    if (!dry) view.show({ spilled: { strip: target, members } });
    return `${dry ? 'would show' : 'shows'} ${members.length} of ${target}`;
  },
});

const follow = viewVerb({
  name: 'follow',
  says: 'continues the bank of another surface to its right: an extender beside its main unit',
  example: 'follow "X-Touch"',
  args: [{ name: 'surface', type: 'word', says: 'its name, or off' }],
  act(view, { args: { surface = '' }, context, dry }) {
    if (surface === 'off') {
      if (!dry) view.follow(undefined);
      return `${dry ? 'would go' : 'goes'} its own way`;
    }
    const leader = context.views?.(surface);
    if (!leader || leader === view)
      return { code: 'malformed', got: surface.slice(0, 80), want: 'the name of another surface that is here' };
    if (!dry) view.follow(leader);
    return `${dry ? 'would follow' : 'follows'} ${leader.name}`;
  },
});

/** What can be asked of a surface itself: where it looks. The mix is not touched by any of them. */
export const viewVerbs: readonly Verb[] = [
  bank,
  channel,
  layer,
  select,
  switchVerb('flip', 'swaps what faders and knobs move', 'faders and knobs are swapped', 'faders and knobs are as usual'),
  mode,
  spill,
  follow,
  switchVerb('values', 'shows values on all displays, or names', 'displays show values', 'displays show names'),
];
