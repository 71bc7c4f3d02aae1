import { nearest } from '../../desk/nearest.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import type { Answer, Call, PlannedChange, Verb } from '../../desk/verb.ts';
import { readHttp } from './http-text.ts';
import { readMidi } from './midi-text.ts';
import { readOsc } from './osc-text.ts';
import { type Message, placeOf, saysOf, type Target } from './target.ts';

/** The targets of the show that is open, and the way to them. */
export interface SendHost {
  readonly targets: readonly Target[];
  /**
   * Sends in this turn, or as soon as the way is open; never waits. Where it is known later only whether it went out, the promise says so,
   * in a bounded time.
   */
  send(message: Message): Refusal | Promise<Refusal | undefined> | undefined;
  /** How the way to a target is, in a word or two. */
  stateOf(target: Target): string;
}

const OFFLINE: Refusal = { code: 'offline', what: 'not possible', got: 'sending', want: 'no show is open' };

/** The verbs that talk to other gear. @param hostOf what the open show has; without one they refuse */
export const sendVerbs = (hostOf: () => SendHost | undefined): readonly Verb[] => [sendVerb(hostOf), targetsVerb(hostOf)];

const sendVerb = (hostOf: () => SendHost | undefined): Verb => ({
  name: 'send',
  says: 'sends OSC, MIDI or HTTP to a target of desk.yaml',
  example: 'send lights /cue/12/go',
  role: 'mixer',
  args: [
    { name: 'target', type: 'word', says: 'its name in desk.yaml' },
    {
      name: 'message',
      type: 'text',
      optional: true,
      says: 'OSC: /x f 0.5 i 3 s "text"; MIDI: program 14 channel 1, note 60 velocity 100, cc 20 64, sysex F0 ..., msc go 12, mmc play; HTTP: POST /path {"a": 1}',
    },
  ],
  run(call) {
    const host = hostOf();
    return host ? run(host, call) : OFFLINE;
  },
});

/** What the words behind `send` mean with these targets, or which word is wrong. */
export function readSend({ target: name = '', message: text = '' }: Call['args'], targets: readonly Target[]): Message | Refusal {
  const target = targets.find((one) => one.name === name) ?? targets.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return target ? readMessage(text, target) : noTarget(targets, name);
}

function run(host: SendHost, { args, dry }: Call): Answer | Refusal {
  const message = readSend(args, host.targets);
  if (isRefusal(message)) return message;
  const { target } = message;
  const { message: text = '' } = args;
  const what = text === '' ? saysOf(message) : `${text} (${saysOf(message)})`;
  const changes: PlannedChange[] = [{ path: `send ${target.name}`, from: '', to: text || saysOf(message) }];
  if (dry) {
    // Of MIDI it is known beforehand whether anybody is there.
    const state = target.kind === 'midi' ? `; ${host.stateOf(target)}` : '';
    return { says: `would send to ${target.name} (${placeOf(target)}${state}): ${what}`, changes, refusals: [] };
  }
  const sent = host.send(message);
  if (isRefusal(sent)) return sent;
  return { says: `sent to ${target.name}: ${what}`, changes, refusals: [], ...(sent ? { later: sent } : {}) };
}

function noTarget(targets: readonly Target[], name: string): Refusal {
  const names = targets.map((one) => one.name);
  const near = nearest(name, names);
  const want = near ? `did you mean ${near}?` : names.length > 0 ? `there are ${names.join(', ')}` : 'desk.yaml has none under "targets"';
  return { code: 'malformed', got: name.slice(0, 40), want: `a target of desk.yaml; ${want}` };
}

/** What a line says to a target, as bytes or as a request. */
function readMessage(text: string, target: Target): Message | Refusal {
  if (target.kind === 'http') return readHttp(text, target);
  if (target.kind === 'osc') {
    const bytes = readOsc(text);
    return isRefusal(bytes) ? bytes : { kind: 'osc', target, bytes };
  }
  const messages = readMidi(text, target);
  return isRefusal(messages) ? messages : { kind: 'midi', target, messages };
}

const targetsVerb = (hostOf: () => SendHost | undefined): Verb => ({
  name: 'targets',
  says: 'tells where can be sent to, and whether the way is open',
  example: 'targets',
  role: 'viewer',
  args: [],
  run() {
    const host = hostOf();
    if (!host) return OFFLINE;
    const found = host.targets.map((target) => ({
      name: target.name,
      kind: target.kind,
      place: placeOf(target),
      state: host.stateOf(target),
    }));
    const says = found.map(({ name, place, state }) => `${name} (${place}): ${state}`).join('\n');
    return { says: says || 'no targets; they stand in desk.yaml under "targets"', changes: [], refusals: [], found };
  },
});

/** A target that could not be reached. */
export const unreached = ({ name }: Target, reason: string): Refusal => ({
  code: 'offline',
  what: 'not in order',
  got: name,
  want: reason,
});
