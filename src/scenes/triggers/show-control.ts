import type { Actor } from '../../desk/actor.ts';
import { explain, isRefusal, type Refusal } from '../../desk/refusal.ts';
import type { ControlTime, Msc } from '../../wire/formats/msc.ts';
import { framesPerSecond, secondsOf } from '../../wire/formats/timecode.ts';
import type { Cue } from '../cues/cue.ts';
import { byNumber } from '../cues/numbers.ts';
import type { CueRunner } from '../cues/runner.ts';
import type { MscTrigger } from './trigger.ts';

/** The parent of a cue: what stands before the first point. */
const parentOf = ({ number }: Cue): string => number.split('.')[0] ?? number;

/** The first cue of the parent above or below: 29.4 goes to 36.7 when 36.7 and 36.8 follow, 37.4 back to 36.7. */
function sequence(runner: CueRunner, by: 1 | -1): Cue | Refusal {
  const cues = runner.cues.filter((cue) => !cue.skip);
  const parents = [...new Set(cues.map(parentOf))];
  const { standby } = runner.state();
  const at = standby ? parents.indexOf(parentOf(standby)) : parents.length;
  const parent = parents[at + by];
  return cues.find((cue) => parentOf(cue) === parent) ?? { code: 'malformed', got: 'sequence', want: 'possible: the list ends here' };
}

/** The cue with another time for all that takes time in it: recalls and fades. */
const timed =
  (overMs: number) =>
  (cue: Cue): Cue => ({
    ...cue,
    lines: cue.lines.map((one) => (one.line.verb.over ? { ...one, line: { ...one.line, overMs } } : one)),
  });

const timeMsOf = (time: ControlTime): number => (secondsOf(time) + time.hundredths / 100 / framesPerSecond(time.rate)) * 1000;

/** Whether a message is what a trigger waits for. @param decimal numbers have decimals that are filled up with zeros */
export function isSameMsc(trigger: MscTrigger, message: Msc, decimal: boolean): boolean {
  if (trigger.command === 'fire') return message.command === 'fire' && message.macro === trigger.macro;
  const isCommand = message.command === trigger.command || (trigger.command === 'go' && message.command === 'timed-go');
  if (!isCommand) return false;
  const { cue = '', list = '' } = { ...message } as { cue?: string; list?: string }; // messages that have none are as those with empty ones
  const isSame = (ours: string, theirs: string): boolean =>
    ours === theirs || (ours !== '' && byNumber([{ number: ours }], theirs, decimal) !== undefined);
  return isSame(trigger.cue, cue) && (trigger.list === undefined || isSame(trigger.list, list));
}

/**
 * What a show control message does to the list; FIRE and what the show maps itself come before. There is one list: whether
 * a list number is ours has been looked at before, paths are not looked at. A GO with a number starts that cue and leaves standby, as any trigger; one without is the big Go.
 * @returns in words what was done or why not; undefined for what we leave out (clocks, lists, two-phase commit, outputs off)
 * @source MSC 1.1.1; the time of a TIMED_GO is that of all fades and recalls in the cue, and what takes no time is done at once
 */
export function obey(message: Msc, runner: CueRunner, actor: Actor, decimal: boolean): string | undefined {
  const told = (cue: Cue | Refusal, what: string): string => (isRefusal(cue) ? explain(cue) : `${what} cue ${cue.number}`);
  const found = (number: string): Cue | Refusal => runner.find(number, decimal);
  switch (message.command) {
    case 'go':
    case 'timed-go':
    case 'go-jam-clock': {
      // By the standard it only starts cues that a clock starts; ours wait for a Go.
      if (message.command === 'go-jam-clock' && message.cue === '') return 'left out: the next cue waits for a Go';
      const as = message.command === 'timed-go' ? timed(timeMsOf(message.time)) : undefined;
      if (message.cue === '') return told(runner.go(actor, undefined, as), 'starts');
      const cue = found(message.cue);
      return told(isRefusal(cue) ? cue : runner.fire(as?.(cue) ?? cue), 'starts');
    }
    case 'load': {
      if (message.cue === '') return 'a LOAD needs the number of a cue';
      const cue = found(message.cue);
      return told(isRefusal(cue) ? cue : runner.standBy(cue), 'stands by for');
    }
    case 'stop':
    case 'resume': {
      const cue = message.cue === '' ? undefined : found(message.cue);
      const isOn = !cue || (!isRefusal(cue) && runner.state().running.some(({ number }) => number === cue.number));
      if (!isOn) return `cue ${message.cue} is not running`;
      if (message.command === 'stop') runner.pause();
      else runner.resume();
      return message.command === 'stop' ? 'holds the cues' : 'lets the cues go on';
    }
    case 'reset':
      runner.reset();
      return 'ends all cues and goes to the top of the list';
    case 'standby-plus':
    case 'standby-minus': {
      const cue = runner.planStep(message.command === 'standby-plus' ? 1 : -1);
      return told(isRefusal(cue) ? cue : runner.standBy(cue), 'stands by for');
    }
    case 'sequence-plus':
    case 'sequence-minus': {
      const cue = sequence(runner, message.command === 'sequence-plus' ? 1 : -1);
      return told(isRefusal(cue) ? cue : runner.standBy(cue), 'stands by for');
    }
    default:
      return undefined;
  }
}
