import type { Actor } from '../../desk/actor.ts';
import type { Line } from '../../desk/line.ts';
import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import { readValue } from '../../desk/value.ts';
import type { Answer, Argument, Call, PlannedChange, Verb } from '../../desk/verb.ts';
import { type FileFault, tellFault } from '../library.ts';
import { writeTime } from '../triggers/time-text.ts';
import type { Cue } from './cue.ts';
import { CueOrder } from './order.ts';
import type { Panic } from './panic.ts';
import type { CueRunner } from './runner.ts';
import { undoGoVerb } from './undo-go.ts';

/** The running cue list. */
export interface CueHost {
  readonly runner: CueRunner;
  readonly panic: Panic;
  /** What a line would do, now: for dry runs. */
  readonly plan: (line: Line, actor: Actor) => Answer | Refusal;
  /** Mistakes in the file of the list. */
  readonly faults?: () => readonly FileFault[];
}

const CUE: Argument = { name: 'cue', type: 'value', says: 'a cue number: 12, 12.5' };
/** Cues of a chain that a dry run looks at. */
const CHAIN = 20;
/** Cues that a dry run looks at in all, where lines of cues start cues: as many may start in a second. */
const LOOKED_AT = 50;

const label = ({ number, name }: Cue): string => (name === '' ? `cue ${number}` : `cue ${number} ${name}`);
const answered = (says: string, found?: unknown): Answer => ({
  says,
  changes: [],
  refusals: [],
  ...(found === undefined ? {} : { found }),
});

/** Cues whose lines a dry run is looking at: the way from the first to those that their lines start, and how many that were. */
class Look {
  readonly #on = new Set<Cue>();
  #count = 0;

  /** @returns whether the lines of a cue are not looked at: they lead to themselves, or it is too much */
  isCircle(cue: Cue): boolean {
    return this.#on.has(cue) || this.#count >= LOOKED_AT;
  }
  at(cue: Cue, lines: () => void): void {
    this.#on.add(cue);
    this.#count += 1;
    try {
      lines();
    } finally {
      this.#on.delete(cue);
      if (this.#on.size === 0) this.#count = 0;
    }
  }
}

/** What starting a cue would do now, with those that it leads to: each line on the desk as those before it would leave it. */
const planned = (host: CueHost, first: Cue, { desk, actor }: Call, look: Look): Answer =>
  desk.values.supposing((suppose) =>
    plannedOn(host, first, actor, look, ({ path, to }) => {
      const entry = desk.model.byPath.get(path);
      const value = entry && readValue(entry.parameter, to);
      if (entry && value !== undefined && !isRefusal(value)) suppose(entry.id, value);
    }),
  );

function plannedOn(host: CueHost, first: Cue, actor: Actor, look: Look, suppose: (change: PlannedChange) => void): Answer {
  const order = new CueOrder(host.runner.cues);
  // What a later cue moves again is one change, to where it ends.
  const changes = new Map<string, PlannedChange>();
  const refusals: Refusal[] = [];
  const says: string[] = [];
  let cue: Cue | undefined = first;
  let before: Cue | undefined;
  for (let count = 0; cue && count < CHAIN; count++) {
    if (look.isCircle(cue)) {
      says.push(`would start ${label(cue)} again: cues that start each other`);
      break;
    }
    const lines = host.runner.linesOf(cue);
    look.at(cue, () => {
      for (const { line } of lines) {
        const answer = host.plan(line, actor);
        if (isRefusal(answer)) refusals.push(answer);
        else {
          for (const change of answer.changes) {
            changes.set(change.path, { ...change, from: changes.get(change.path)?.from ?? change.from });
            suppose(change);
          }
          refusals.push(...answer.refusals);
        }
      }
    });
    const what = cue.armed ? lines.map(({ text }) => text).join('; ') || 'nothing' : 'nothing, it is disarmed';
    says.push(`would start ${label(cue)}${delay(cue, before)}: ${what}`);
    before = cue;
    cue = cue.next && order.after(cue);
  }
  if (cue && says.length >= CHAIN) says.push(`and those that follow from ${label(cue)} on, which are not looked at here`);
  if (host.runner.state().paused) says.push(HELD);
  const moved = [...changes.values()].filter(({ from, to }) => from !== to);
  return { says: says.join('\n'), changes: moved, refusals, found: { cue: first.number } };
}

const HELD = 'cues are held: nothing of it happens before "resume"';

/** When a cue says its lines: behind its own wait, and behind the cue that leads to it. */
function delay({ waitMs }: Cue, before: Cue | undefined): string {
  const follows = before?.next?.kind === 'follow' ? before.next : undefined;
  const ms = waitMs + (follows?.afterMs ?? before?.postMs ?? 0);
  const time = ms > 0 ? `${writeTime(ms)} ` : '';
  if (!before) return time && ` after ${time.trim()}`;
  if (follows) return `, ${time ? `${time}after` : 'when'} cue ${before.number} is done`;
  return `, ${time ? `${time}after` : 'with'} cue ${before.number}`;
}

/** Why there is no cue at all: a mistake in the file. */
function mistaken({ runner, faults }: CueHost, verb: string): Refusal | undefined {
  const fault = runner.cues.length === 0 ? faults?.()[0] : undefined;
  return fault && { code: 'malformed', got: verb, want: `possible: ${tellFault(fault)}` };
}

/** A verb that starts a cue. */
function starts(
  { hostOf, look }: { readonly hostOf: () => CueHost | undefined; readonly look: Look },
  about: Pick<Verb, 'name' | 'says' | 'example' | 'args'>,
  plan: (host: CueHost, call: Call) => Cue | Refusal,
  start: (host: CueHost, call: Call) => Cue | Refusal,
): Verb {
  return {
    ...about,
    role: 'mixer',
    run(call) {
      const host = hostOf();
      if (!host) return OFFLINE;
      const cue = call.dry ? plan(host, call) : start(host, call);
      if (isRefusal(cue)) return mistaken(host, about.name) ?? cue;
      if (call.dry) return planned(host, cue, call, look);
      // What of its lines was refused at once; what comes later is told when it comes.
      const refusals = [...(host.runner.starts[0]?.refusals ?? [])];
      return { ...answered(`started ${label(cue)}${host.runner.state().paused ? `; ${HELD}` : ''}`, { cue: cue.number }), refusals };
    },
  };
}

/** A verb without a cue. */
function steers(
  hostOf: () => CueHost | undefined,
  about: Pick<Verb, 'name' | 'says'>,
  would: string,
  run: (host: CueHost, call: Call) => string | Answer,
): Verb {
  return {
    ...about,
    example: about.name,
    role: 'mixer',
    args: [],
    run(call) {
      const host = hostOf();
      if (!host) return OFFLINE;
      if (call.dry) return answered(would);
      const done = run(host, call);
      return typeof done === 'string' ? answered(done) : done;
    },
  };
}

const OFFLINE: Refusal = { code: 'offline', what: 'not there', got: 'the cue list', want: 'no show is open' };

/** The verbs of the cue list. @param hostOf the list of the show that is open; without one they refuse */
export function cueVerbs(hostOf: () => CueHost | undefined): readonly Verb[] {
  const numbered = ({ args }: Call): string => args.cue ?? '';
  const find = (host: CueHost, call: Call): Cue | Refusal => host.runner.find(numbered(call));
  // One for all of them: a line of a dry "go" may say "jump".
  const of = { hostOf, look: new Look() };
  return [
    starts(
      of,
      {
        name: 'go',
        says: 'starts the cue on standby, or the one named, and stands by for the next',
        example: 'go',
        args: [{ ...CUE, optional: true }],
      },
      (host, call) => (call.args.cue === undefined ? host.runner.planGo(call.actor) : find(host, call)),
      (host, call) => host.runner.go(call.actor, call.args.cue),
    ),
    starts(
      of,
      { name: 'back', says: 'starts the cue before the one that is on', example: 'back', args: [] },
      ({ runner }) => runner.planBack(),
      ({ runner }) => runner.back(),
    ),
    starts(of, { name: 'jump', says: 'starts a cue and goes on from there', example: 'jump 12', args: [CUE] }, find, (host, call) =>
      host.runner.jump(numbered(call)),
    ),
    starts(
      of,
      { name: 'fire', says: 'starts a cue and leaves standby where it is', example: 'fire 12.5', args: [CUE] },
      find,
      (host, call) => {
        const cue = find(host, call);
        return isRefusal(cue) ? cue : host.runner.fire(cue);
      },
    ),
    undoGoVerb(hostOf),
    standbyVerb(hostOf),
    steers(hostOf, { name: 'stop', says: 'ends all waits of cues; fades stay where they are' }, 'would stop all cues', ({ runner }) => {
      runner.stop();
      return 'all cues stopped';
    }),
    steers(hostOf, { name: 'pause', says: 'holds waits of cues and fades' }, 'would hold all cues', ({ runner }) => {
      runner.pause();
      return 'cues are held';
    }),
    steers(hostOf, { name: 'resume', says: 'lets held cues and fades go on' }, 'would let all cues go on', ({ runner }) => {
      runner.resume();
      return 'cues go on';
    }),
    steers(
      hostOf,
      { name: 'panic', says: 'stops all, and does what the show has for this; twice: at once' },
      'would stop all',
      ({ panic }, call) => {
        const { atOnce, ...more } = panic.press(call.actor);
        return { says: atOnce ? 'stopped at once' : 'stopped', changes: [], ...more };
      },
    ),
    cuesVerb(hostOf),
  ];
}

const standbyVerb = (hostOf: () => CueHost | undefined): Verb => ({
  name: 'standby',
  says: 'chooses the cue that Go starts next',
  example: 'standby 12',
  role: 'mixer',
  args: [{ ...CUE, says: 'a cue number; or up, down' }],
  run({ args: { cue: number = '' }, dry }) {
    const host = hostOf();
    if (!host) return OFFLINE;
    const { runner } = host;
    const step = number === 'up' ? -1 : number === 'down' ? 1 : undefined;
    const cue = step === undefined ? runner.find(number) : runner.planStep(step);
    if (isRefusal(cue)) return mistaken(host, 'standby') ?? cue;
    if (!dry) runner.standBy(cue);
    return answered(`${dry ? 'would stand' : 'stands'} by for ${label(cue)}`, { cue: cue.number });
  },
});

const cuesVerb = (hostOf: () => CueHost | undefined): Verb => ({
  name: 'cues',
  says: 'tells the cue list: what is on standby (>), and what is on (*)',
  example: 'cues',
  role: 'viewer',
  args: [],
  run() {
    const host = hostOf();
    if (!host) return OFFLINE;
    const { runner } = host;
    const { standby, active, running, paused } = runner.state();
    const rows = runner.cues.map((cue) => ({
      number: cue.number,
      name: cue.name,
      standby: cue.number === standby?.number,
      active: cue.number === active?.number,
      armed: cue.armed,
      skip: cue.skip,
      opens: cue.opens,
      wait: cue.waitMs / 1000,
      next: cue.next?.kind ?? 'wait',
      do: cue.lines.map(({ text }) => text),
      when: cue.when.map(({ text }) => text),
    }));
    const faults = host.faults?.() ?? [];
    const lines = rows.map(({ standby: next, active: on, number, name, armed, skip }) => {
      const off = skip ? '(skipped)' : armed ? '' : '(disarmed)';
      return `${next ? '>' : ' '}${on ? '*' : ' '} ${[number, name, off].filter(Boolean).join(' ')}`;
    });
    if (paused) lines.push('cues are held');
    const says = [...lines, ...faults.map((fault) => `! ${tellFault(fault)}`)].join('\n');
    return answered(says || 'no cues', { cues: rows, standby: standby?.number, active: active?.number, running, paused, faults });
  },
});
