import type { LightState } from './light-state.ts';
import type { Playback, PlaybackState } from './playback.ts';

type Args = Readonly<Record<string, string>>;

/**
 * Lights of keys that say something to the cue list: `go` is lit when something is on standby and blinks while a fade or wait runs, `recall`
 * and `fire` are lit when it is that scene or cue, and so on. undefined: the verb is none of those.
 */
export function ofCues(verb: string, args: Args, playback: Playback | undefined): LightState | undefined {
  const state = (isOn: (now: PlaybackState) => boolean, blinks?: (now: PlaybackState) => boolean): LightState | undefined =>
    playback && {
      ids: [],
      isOfCues: true,
      isOn: () => isOn(playback.state()) && !blinks?.(playback.state()),
      ...(blinks ? { isElsewhere: () => blinks(playback.state()) } : {}),
    };
  const moves = ({ motion }: PlaybackState): boolean => motion === 'wait' || motion === 'fade';
  switch (verb) {
    case 'go':
      return args.cue === undefined ? state(({ next }) => next.length > 0, moves) : ofCue(args.cue, state, playback);
    case 'fire':
    case 'jump':
      return ofCue(args.cue, state, playback);
    case 'back':
      return state(() => playback?.can('back') === true);
    case 'standby':
      if (args.cue === 'up' || args.cue === 'down') return state(() => playback?.can(args.cue === 'up' ? 'up' : 'down') === true);
      return state(({ next }) => next[0] !== undefined && next[0].number === playback?.cueNamed(args.cue ?? '')?.number);
    case 'recall':
      return state(({ last }) => last !== undefined && last.scene === playback?.sceneNamed(args.name ?? ''));
    case 'stop':
    case 'panic':
      return state(({ motion }) => motion !== '');
    case 'pause':
      return state(({ motion }) => motion === 'held');
    case 'resume':
      return state(
        () => false,
        ({ motion }) => motion === 'held',
      );
    case 'finish':
    case 'rollback':
      return state(
        () => false,
        ({ motion }) => motion === 'partial',
      );
    default:
      return undefined;
  }
}

type StateOf = (isOn: (now: PlaybackState) => boolean, blinks?: (now: PlaybackState) => boolean) => LightState | undefined;

/** Lit when it is the one that is on, blinking while it waits or runs. */
function ofCue(number: string | undefined, state: StateOf, playback: Playback | undefined): LightState | undefined {
  const found = (): string | undefined => playback?.cueNamed(number ?? '')?.number;
  return state(
    ({ on }) => on !== undefined && on.number === found(),
    ({ running }) => running.some((one) => one === found()),
  );
}
