import { type Actor, allows } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { runVerb, type Saying, say } from '../desk/line.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer, Verb, Verbs, View } from '../desk/verb.ts';
import type { OscMessage, OscValue } from '../wire/formats/osc.ts';
import type { Clock } from '../wire/pace/clock.ts';
import { whenWhole } from './answers.ts';
import { cueAct } from './osc-cues.ts';
import { METER_FORMS, type MeterSubscriptions } from './osc-meters.ts';
import type { Subscriptions } from './osc-subscriptions.ts';
import { Presses } from './osc-triggers.ts';
import { numberOf } from './osc-values.ts';

/** Subscriptions that name no rate. */
export const USUAL_RATE_HZ = 25;

/** Addresses that are neither a parameter nor a verb. */
const COMMANDS: ReadonlySet<string> = new Set([
  '/verb',
  '/subscribe',
  '/unsubscribe',
  '/refresh',
  '/subscribe/meters',
  '/unsubscribe/meters',
]);

/** Whether an address is a command or a verb, whatever parameters there are. */
export const isCommand = (verbs: Verbs, address: string): boolean => COMMANDS.has(address) || verbs.get(address.slice(1)) !== undefined;

/** What the show has made of other addresses: `when: osc /cue/16`. */
export interface OscStarts {
  has(address: string): boolean;
  /** @param from who pressed, as a person says it */
  press(address: string, from: string): void;
}

export interface CommandOptions {
  readonly desk: Desk;
  readonly verbs: Verbs;
  readonly clock: Clock;
  readonly views?: (name: string) => View | undefined;
  readonly starts?: () => OscStarts | undefined;
  readonly actor: Actor;
  readonly subscriptions: Subscriptions;
  readonly meters: MeterSubscriptions;
  readonly refuse: (refusal: Refusal | undefined) => void;
}

/** Addresses of one peer that are no parameters: verbs (`/undo`, `/recall ,s "Verse 2"`, `/verb ,s "mute ch/7"`) and subscriptions. */
export class Commands {
  readonly #options: CommandOptions;
  readonly #presses: Presses;

  constructor(options: CommandOptions) {
    this.#options = options;
    this.#presses = new Presses(options.clock);
  }

  /** Does what the address asks; undefined when it is neither a verb nor a command. */
  find({ address, args }: OscMessage): (() => Refusal | undefined) | undefined {
    if (COMMANDS.has(address)) return () => this.#command(address, args);
    const verb = this.#options.verbs.get(address.slice(1));
    if (verb) return () => this.#verb(verb, args);
    if (!isRefusal(this.#options.desk.find(address.slice(1)))) return undefined;
    const starts = this.#options.starts?.();
    if (starts?.has(address)) return () => this.#start(starts, address, args);
    const asked = cueAct(address);
    const does = asked && this.#options.verbs.get(asked.verb);
    return does && (() => this.#act(does, asked.argument, args));
  }

  /** `/cue/12/go`: the argument stands in the address, a value is a button's. */
  #act(verb: Verb, argument: string, [level]: readonly OscValue[]): Refusal | undefined {
    const [first] = verb.args;
    if (!first || (level !== undefined && !this.#presses.press(`/${verb.name} ${argument}`, level))) return undefined;
    return this.#tell(runVerb(verb, { [first.name]: argument }, this.#saying()));
  }

  /** `when: osc /cue/16`: without a value or with 1 it starts, with 0 the button is let go. */
  #start(starts: OscStarts, address: string, args: readonly OscValue[]): Refusal | undefined {
    const { actor } = this.#options;
    if (!allows(actor.role, 'mixer')) return { code: 'role', got: `${actor.name} (${actor.role})`, want: 'mixer' };
    const [level] = args;
    if (level === undefined || this.#presses.press(address, level)) starts.press(address, actor.name === actor.origin ? 'OSC' : actor.name);
    return undefined;
  }

  #command(address: string, args: readonly OscValue[]): Refusal | undefined {
    const { subscriptions, meters } = this.#options;
    const [first, second, third] = args;
    const pattern = typeof first === 'string' ? first : undefined;
    switch (address) {
      case '/verb':
        return pattern === undefined ? wants('/verb ,s "toggle ch/7/mute"') : this.#line(pattern, second);
      case '/subscribe':
        if (pattern === undefined) return wants('/subscribe ,si ch/*/fader 25');
        return subscriptions.add(pattern, numberOf(second) ?? USUAL_RATE_HZ);
      case '/unsubscribe':
        subscriptions.remove(pattern);
        return undefined;
      case '/refresh':
        subscriptions.refresh();
        return undefined;
      case '/subscribe/meters': {
        const form = METER_FORMS.find((known) => known === (second ?? 'blob'));
        if (pattern === undefined || !form) return wants('/subscribe/meters ,ssi ch/*/meter/post blob 20, or floats');
        return meters.add(pattern, form, numberOf(third) ?? USUAL_RATE_HZ);
      }
      default:
        meters.remove();
        return undefined;
    }
  }

  /** A line of the one verb language; with a number behind it, the number is a button's. */
  #line(line: string, level: OscValue | undefined): Refusal | undefined {
    const { verbs } = this.#options;
    if (level !== undefined && !this.#presses.press(line, level)) return undefined;
    return this.#tell(say(verbs, line, this.#saying()));
  }

  /**
   * A verb by its own address: texts are its arguments in order, a number left over is a button's. Where a verb does without arguments,
   * 0 and 1 are a button's too: `/go ,f 1` of a tablet is Go, cue 1 is `/go ,s 1`.
   */
  #verb(verb: Verb, args: readonly OscValue[]): Refusal | undefined {
    const rest = [...args];
    const given: Record<string, string> = {};
    for (const { name, type, optional } of verb.args) {
      const next = rest[0];
      const isButton = optional === true && Object.keys(given).length === 0 && (next === 0 || next === 1);
      const fits = typeof next === 'string' || ((type === 'value' || type === 'number') && typeof next === 'number' && !isButton);
      if (!fits) continue;
      given[name] = typeof next === 'number' ? shortest(next) : next;
      rest.shift();
    }
    const [level, ...extra] = rest;
    if (extra.length > 0 || typeof level === 'string') return wants(`/${verb.name} with ${verb.args.length} arguments at most`);
    if (level !== undefined && !this.#presses.press(`/${verb.name} ${Object.values(given).join(' ')}`, level)) return undefined;
    return this.#tell(runVerb(verb, given, this.#saying()));
  }

  #saying(): Saying {
    const { desk, actor, views } = this.#options;
    return { desk, actor, ...(views ? { views } : {}) };
  }

  #tell(said: Answer | Refusal): Refusal | undefined {
    if (isRefusal(said)) return said;
    // OSC has no answer to wait for: what did not reach the disk is told when that is known.
    whenWhole(said, (answer) => {
      for (const refusal of isRefusal(answer) ? [answer] : answer.refusals) this.#options.refuse(refusal);
    });
    return undefined;
  }
}

/** A number as people write it: 2.1, where a float carries 2.0999999046325684. */
function shortest(number: number): string {
  if (Math.fround(number) !== number) return String(number);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === number) return String(short);
  }
  return String(number);
}

const wants = (usage: string): Refusal => ({ code: 'malformed', got: usage.split(' ', 1)[0] ?? '', want: `complete: ${usage}` });
