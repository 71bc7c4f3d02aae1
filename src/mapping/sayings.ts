import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { type Line, runVerb } from '../desk/line.ts';
import { explain, isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer, Context, View } from '../desk/verb.ts';
import { cueIn, type Look, lookOf, outcomeIn } from './look.ts';
import { type Moments, SENTENCE_MS } from './moments.ts';
import { tellOutcome } from './outcome-text.ts';
import type { Outcome, Playback } from './playback.ts';
import type { Playing } from './playing.ts';
import { sentence } from './row-text.ts';
import { CELLS, refusalLines } from './short.ts';

/** Verbs that no light tells of: what came of them is said on the displays. */
const TOLD = new Set('recall store undo redo rollback finish cut panic undo-go'.split(' '));
/** Verbs of the cue list: told where no screen shows the list. */
const CUES = new Set('go back jump fire standby stop pause resume'.split(' '));

interface SayingsOptions {
  readonly desk: Desk;
  readonly actor: Actor;
  readonly name: string;
  /** A plain line about a press that could not be done. */
  readonly say: (line: string) => void;
  readonly views?: (name: string) => View | undefined;
  readonly playback?: Playback;
}

interface Stage {
  readonly moments: Moments;
  readonly playing: Playing;
  /** Displays in the row. */
  readonly displays: number;
  /** Screens show the cue list. */
  showsCues(): boolean;
  /** All that happens at once, and is shown at its end. */
  turn(run: () => void): void;
  /** The display of a strip has something else to show. */
  shown(strip: number): void;
}

/** Lines that keys say: said to the desk, and what came of it said on the displays. */
export class Sayings {
  readonly #options: SayingsOptions;
  readonly #stage: Stage;
  #isSentence = false;
  #stopped = false;

  constructor(options: SayingsOptions, stage: Stage) {
    this.#options = options;
    this.#stage = stage;
  }

  /** Says a line of the file, for the strip and the selection of its context. @param strip whose key it is; undefined: the unit's */
  say(line: Line, context: Context, strip: number | undefined): void {
    const before = this.#stage.playing.state.last;
    const answer = this.#run(line, context, false);
    const refusal = isRefusal(answer) ? answer : answer.refusals[0];
    if (refusal) this.#refused(line, refusal, strip);
    if (isRefusal(answer)) return;
    const { later } = answer;
    if (!later) {
      if (!refusal) this.#done(line, answer, strip, before);
      return;
    }
    // It is done when it is on the disk; until then nothing is said.
    void later.then((late) => {
      if (this.#stopped) return;
      this.#stage.turn(() => (late ? this.#refused(line, late, strip) : this.#done(line, answer, strip, before)));
    });
  }

  /** What a line would do. Nothing is done. */
  look(line: Line, context: Context): Look {
    // A second press within 0.3 s would not count; a look is no press.
    const armed = line.verb.name === 'go' ? this.#stage.playing.state.next[0]?.number : undefined;
    const looked = armed === undefined || line.args.cue !== undefined ? line : { ...line, args: { ...line.args, cue: armed } };
    return lookOf(line, this.#run(looked, context, true), { ...this.#options, playback: this.#options.playback });
  }

  /** Another key: what the last one said over the whole row has been read. */
  clear(): void {
    if (!this.#isSentence) return;
    this.#isSentence = false;
    for (let strip = 0; strip < this.#stage.displays; strip++) {
      this.#stage.moments.unnote(strip);
      this.#stage.shown(strip);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  #run({ verb, args, overMs, as }: Line, context: Context, dry: boolean): Answer | Refusal {
    const { desk, actor, views } = this.#options;
    return runVerb(verb, args, { desk, actor, context, dry, ...(views ? { views } : {}) }, overMs, as);
  }

  #refused(line: Line, refusal: Refusal, strip: number | undefined): void {
    this.#options.say(`${this.#options.name}: ${explain(refusal)}`);
    if (strip === undefined && refusal.code !== 'no-context') this.#sentence(`not done: ${wordsOf(line)}`, explain(refusal));
    else {
      this.#stage.moments.note(strip ?? 0, refusalLines(refusal));
      this.#stage.shown(strip ?? 0);
    }
  }

  #done(line: Line, answer: Answer, strip: number | undefined, before: Outcome | undefined): void {
    const { name } = line.verb;
    if (strip !== undefined || !(TOLD.has(name) || answer.later || (CUES.has(name) && !this.#stage.showsCues()))) return;
    const recalled = outcomeIn(answer);
    const cue = cueIn(answer);
    if (recalled) this.#sentence(recalled.scene, tellOutcome(recalled, this.#options.name));
    else if (cue === undefined || name === 'standby') this.#sentence(wordsOf(line), answer.says);
    else this.#started(cue, before);
  }

  #started(number: string, before: Outcome | undefined): void {
    const { playback } = this.#options;
    const cue = playback?.cueNamed(number);
    const now = this.#stage.playing.state;
    const what = now.last && now.last !== before ? tellOutcome(now.last, this.#options.name) : now.motion === 'wait' ? 'waits' : 'started';
    this.#sentence(`${number} ${cue?.name ?? ''}`, what);
  }

  #sentence(title: string, text: string): void {
    const { displays, moments, shown } = this.#stage;
    const [upper, lower] = sentence(title, text, displays, CELLS);
    this.#isSentence = true;
    for (let strip = 0; strip < displays; strip++) {
      moments.note(strip, [upper[strip] ?? '', lower[strip] ?? ''], SENTENCE_MS);
      shown(strip);
    }
  }
}

const wordsOf = ({ verb, args }: Line): string => [verb.name, ...Object.values(args)].join(' ');
