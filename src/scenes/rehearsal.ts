import type { Actor } from '../desk/actor.ts';
import type { DeskClock } from '../desk/clock.ts';
import { Desk } from '../desk/desk.ts';
import { lines } from '../desk/law.ts';
import { buildLayout } from '../desk/layout.ts';
import { parseLine, runVerb } from '../desk/line.ts';
import { isRefusal } from '../desk/refusal.ts';
import { Verbs } from '../desk/verb.ts';
import type { Cue } from './cues/cue.ts';
import { mutedByHand } from './cues/hand-mutes.ts';
import { CueRunner } from './cues/runner.ts';
import { lengthIn, motionsOf } from './cues/scene-ties.ts';
import type { SceneLibrary } from './library.ts';
import { Recalls } from './recalls.ts';
import type { Scene, SceneValue } from './scene.ts';
import { sceneVerbs } from './verbs.ts';

const ROLE = 'rehearsal';
const STRIPS = 16;
const fader = lines(
  'dB',
  [
    [0, -90],
    [0.5, -10],
    [1, 10],
  ],
  { step: 0.1 },
);
const CONSOLE: Actor = { id: ROLE, kind: 'engine', name: ROLE, origin: 'console', role: 'mixer' };

/** Time that goes on when it is told to. */
class StageTime implements DeskClock {
  #nowMs = 0;
  #timers: { readonly dueMs: number; readonly run: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }
  wallMs(): number {
    return this.#nowMs;
  }
  setTimer(delayMs: number, run: () => void): { cancel(): void } {
    const timer = { dueMs: this.#nowMs + delayMs, run };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }
  pass(ms: number): void {
    this.#nowMs += ms;
    const due = this.#timers.filter(({ dueMs }) => dueMs <= this.#nowMs);
    this.#timers = this.#timers.filter(({ dueMs }) => dueMs > this.#nowMs);
    for (const { run } of due) run();
  }
}

/**
 * A cue list, two scenes and a desk that are nobody's: each Go here runs the code that a Go runs. A language that compiles what it has run
 * often enough takes a few ms for the first Go of a night, and half as long for each after the thousandth.
 */
export class Rehearsal {
  readonly #time = new StageTime();
  readonly #desk = new Desk(this.#time, { logLimit: 100 });
  readonly #runner: CueRunner;
  readonly #cues: readonly Cue[];
  #wrote: readonly number[] = [];
  #played = 0;

  constructor() {
    const desk = this.#desk;
    desk.attach(
      ROLE,
      buildLayout({
        rows: [
          { path: `ch/{1..${STRIPS}}/fader`, law: fader, start: Number.NEGATIVE_INFINITY },
          { path: `ch/{1..${STRIPS}}/mute` },
          { path: 'main/fader', law: fader, start: Number.NEGATIVE_INFINITY },
        ],
        meters: [],
      }),
    );
    desk.setLink(ROLE, 'live');
    desk.watch(({ actor, changes }) => {
      if (actor !== CONSOLE) this.#wrote = changes.map(({ id }) => id);
    });
    const library = libraryOf([sceneOf('A', -10), sceneOf('B', -20)]);
    const recalls = new Recalls({ desk, clock: this.#time, library, say: () => {} });
    const verbs = new Verbs().add(sceneVerbs(() => ({ recalls, library })));
    this.#cues = library.list().map(({ name }, at) => cueOf(verbs, String(at + 1), `recall "${name}"`));
    this.#runner = new CueRunner({
      cues: this.#cues,
      say: ({ verb, args, overMs, as }, actor) => runVerb(verb, args, { desk, actor }, overMs, as),
      oneStep: (actor, cause, deed) => desk.hands.inOneStep(actor, cause, deed),
      clock: this.#time,
      lengthMs: lengthIn(library),
      motions: motionsOf(recalls),
      handMutes: () => mutedByHand(desk),
    });
  }

  /** Starts the other cue, and lets its console confirm it. @returns how many values that moved */
  play(): number {
    const cue = this.#cues[this.#played++ % this.#cues.length];
    if (cue) this.#runner.fire(cue);
    const wrote = this.#wrote;
    this.#desk.report(
      CONSOLE,
      ROLE,
      wrote.map((id) => [id, this.#desk.wanted(id)] as const),
    );
    this.#time.pass(1000);
    return wrote.length;
  }
}

function sceneOf(name: string, levelDb: number): Scene {
  const values = new Map<string, SceneValue>();
  for (let strip = 1; strip <= STRIPS; strip++)
    values.set(`ch/${strip}/fader`, { value: levelDb }).set(`ch/${strip}/mute`, { value: false });
  return { name, number: '', fade: undefined, safe: [], only: [], preamps: false, note: '', values };
}

function cueOf(verbs: Verbs, number: string, text: string): Cue {
  const line = parseLine(verbs, text);
  if (isRefusal(line)) throw new Error(`${text}: ${line.got}`);
  const none = { name: '', note: '', when: [], waitMs: 0, postMs: 0, next: undefined };
  return { ...none, number, lines: [{ text, line }], armed: true, skip: false, opens: false };
}

function libraryOf(scenes: readonly Scene[]): SceneLibrary {
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
  const none = { code: 'unknown-path', got: '' } as const;
  return {
    list: () => scenes,
    find: (name) => scenes.find((scene) => scene.name === name) ?? none,
    safes: [],
    setSafes: nothing,
    store: nothing,
    remove: nothing,
    rename: nothing,
    versions: () => Promise.resolve([]),
    version: () => Promise.resolve(none),
    restore: nothing,
    gone: () => Promise.resolve([]),
    faults: () => [],
    watch: () => () => {},
  };
}
