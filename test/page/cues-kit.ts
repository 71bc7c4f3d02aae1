import type { Browser } from 'playwright-core';
import type { Actor } from '../../src/desk/actor.ts';
import { type Line, runVerb } from '../../src/desk/line.ts';
import { isRefusal, type Refusal } from '../../src/desk/refusal.ts';
import type { ShowHouse } from '../../src/remote/show.ts';
import type { Cue } from '../../src/scenes/cues/cue.ts';
import { readCues } from '../../src/scenes/cues/cue-file.ts';
import { cueEditVerbs } from '../../src/scenes/cues/edit-verbs.ts';
import { Panic } from '../../src/scenes/cues/panic.ts';
import { CueRunner } from '../../src/scenes/cues/runner.ts';
import { lengthIn, motionsOf } from '../../src/scenes/cues/scene-ties.ts';
import { cueVerbs } from '../../src/scenes/cues/verbs.ts';
import { fromLive } from '../../src/scenes/diff.ts';
import { lastVerbs } from '../../src/scenes/last-verbs.ts';
import type { FileFault } from '../../src/scenes/library.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import type { Scene } from '../../src/scenes/scene.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import type { Kit } from '../desk/desk-kit.ts';
import { Shelf, SlowEngine, scene } from '../scenes/recall-kit.ts';
import { PageKit } from './page-kit.ts';

export const CUES = `
- { cue: 9, name: Soundcheck end, do: mute ch/8 }
- { cue: 10, name: Intro, when: timecode 00:01:20:00 }
- { cue: 11, name: Verse 1, skip: on }
- { cue: 12, name: Verse 2, do: recall "Verse 2" }
- { cue: 13, name: Ballad, do: recall "Ballad" }
- { cue: 14, name: "Ballad, horns in", when: midi program 14, do: unmute ch/8 }
- { cue: 15, name: Solo Leo, wait: 3 s, do: set ch/5/fader 2 }
- { cue: 16, name: Speech host, do: fade main/fader -6 over 2 s }
- { cue: 17, name: Encore, do: unmute ch/7, then: follow after 12 s }
- { cue: 18, name: Play-off, do: mute ch/1..4 }
- { cue: 19, name: All mute, armed: off, do: mute ch/1..8 }
`;

const SCENES: readonly Scene[] = [
  scene('Verse 2', { 'ch/1/fader': -8, 'ch/2/fader': 4, 'ch/5/fader': -12 }, { number: '012', fade: { ms: 4000, curve: 's' } }),
  scene(
    'Ballad',
    { 'ch/3/mute': false, 'ch/4/mute': false, 'ch/1/fader': -2.5, 'ch/2/fader': 8.5, 'ch/5/mute': true, 'ch/6/fader': -6 },
    { number: '013', fade: { ms: 4000, curve: 's' } },
  ),
];

const TICK_MS = 20;

/** The state of the run before, in memory. */
class Before {
  offeredMs: number | undefined;
  readonly #desk: Kit['desk'];
  readonly #scene: Scene;
  readonly #watchers = new Set<() => void>();

  constructor(desk: Kit['desk'], values: Parameters<typeof scene>[1]) {
    this.#desk = desk;
    this.#scene = scene('Last state', values);
    this.offeredMs = Object.keys(values).length === 0 ? undefined : new Date(2026, 0, 1, 20, 41).getTime();
  }
  offer() {
    const { offeredMs: atMs } = this;
    return atMs === undefined ? undefined : { scene: this.#scene, atMs, difference: fromLive(this.#desk, this.#scene) };
  }
  answered() {
    this.offeredMs = undefined;
    for (const watcher of this.#watchers) watcher();
    return Promise.resolve(undefined);
  }
  watch(changed: () => void) {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }
}

export interface ShowOptions {
  readonly cues?: string;
  /** What the desk had when it ran last. */
  readonly before?: Parameters<typeof scene>[1];
  readonly faults?: readonly FileFault[];
}

/** A show in memory whose list can be edited: what the pages change is what runs. */
export class CueShow {
  readonly #options: ShowOptions;
  #kit: Kit | undefined;
  #runner: CueRunner | undefined;
  #cues: readonly Cue[] = [];
  #ticker: NodeJS.Timeout | undefined;

  constructor(options: ShowOptions) {
    this.#options = options;
  }

  get runner(): CueRunner {
    if (!this.#runner) throw new Error('the show is not open yet');
    return this.#runner;
  }
  get numbers(): string {
    return this.#cues.map(({ number }) => number).join(' ');
  }
  cue(number: string): Cue | undefined {
    return this.#cues.find((cue) => cue.number === number);
  }

  /** Lets the time of the desk pass by itself: news are told in their pace, fades and waits go on. */
  run(): void {
    this.#ticker ??= setInterval(() => this.#kit?.clock.advance(TICK_MS), TICK_MS);
  }
  close(): void {
    clearInterval(this.#ticker);
  }

  /** Somebody else edits the list. */
  edit(line: string): void {
    const answer = this.#kit?.say(line);
    if (!answer || isRefusal(answer)) throw new Error(JSON.stringify(answer));
  }

  open(kit: Kit): ShowHouse {
    const { cues = CUES, before = {}, faults = [] } = this.#options;
    const { desk, clock, verbs } = kit;
    this.#kit = kit;
    new SlowEngine(kit, 'foh', 5);
    const library = new Shelf(SCENES);
    const last = new Before(desk, before);
    const recalls = new Recalls({ desk, clock, library, say: () => {} });
    const host = { recalls, library, last };
    verbs.add(sceneVerbs(() => host));
    verbs.add(lastVerbs(() => host));
    verbs.add(cueVerbs(() => ({ runner: this.runner, panic, plan: (line, actor) => say(line, actor, true) })));
    verbs.add(cueEditVerbs(() => ({ verbs, cues: () => this.#cues, save: (list, from) => this.#save(list, from) })));
    const read = readCues(cues, 'cues.yaml', verbs);
    if (!('good' in read)) throw new Error(JSON.stringify(read.errors));
    this.#cues = read.good;
    const say = (line: Line, actor: Actor, dry = false) => runVerb(line.verb, line.args, { desk, actor, dry }, line.overMs, line.as);
    const runner = new CueRunner({
      cues: read.good,
      clock,
      say,
      oneStep: (actor, cause, deed) => desk.hands.inOneStep(actor, cause, deed),
      lengthMs: lengthIn(library),
      motions: motionsOf(recalls),
    });
    this.#runner = runner;
    const panic = new Panic({ runner, lines: () => [], say, clock });
    for (const line of ['mute ch/3', 'mute ch/4', 'safe ch/6']) if (isRefusal(kit.say(line))) throw new Error(line);
    return { ...host, runner, cueFile: { faults: () => faults, watchFaults: () => () => {} } };
  }

  #save(cues: readonly Cue[], from: readonly Cue[] | undefined): Promise<Refusal | undefined> {
    if (from && from !== this.#cues) return Promise.resolve({ code: 'busy', got: 'cues.yaml was edited meanwhile' });
    this.#cues = cues;
    this.runner.setCues(cues);
    return Promise.resolve(undefined);
  }
}

/** A page on its scenes view, on a desk with this show. */
export async function openShow(
  browser: Browser,
  options: ShowOptions = {},
  more: NonNullable<Parameters<typeof PageKit.open>[1]> = {},
): Promise<{ at: PageKit; show: CueShow }> {
  const show = new CueShow(options);
  const at = await PageKit.open(browser, { ...more, kit: { ...more.kit, show: (kit) => show.open(kit) } });
  show.run();
  // A busy machine is a slow link: what is said of that would move the rows under the fingers of a test.
  await at.page.evaluate(`{
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.banner.warn { display: none }');
    document.adoptedStyleSheets = [sheet];
  }`);
  await at.page.click('.tabs a:text-is("Scenes")');
  await at.page.waitForSelector('.sc .cue');
  return { at, show };
}
