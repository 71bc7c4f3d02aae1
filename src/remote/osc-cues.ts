/** A verb and its one argument. */
export interface CueAct {
  readonly verb: 'fire' | 'standby' | 'recall';
  readonly argument: string;
}

const NUMBER = '(\\d{1,9}(?:\\.\\d{1,9})*)';

/** Addresses as other cue programs have them, each with the part that is the argument. @source QLab's and Eos's OSC dictionaries */
const FORMS: readonly (readonly [RegExp, CueAct['verb']])[] = [
  [new RegExp(`^/cue/${NUMBER}/(?:start|go|fire)$`), 'fire'],
  [new RegExp(`^/cue/${NUMBER}/load$`), 'standby'],
  [new RegExp(`^/playhead/${NUMBER}$`), 'standby'],
  // The list comes first; there is one.
  [new RegExp(`^/eos/(?:out/event/)?cue/(?:\\d{1,9}/)?${NUMBER}/fire$`), 'fire'],
  [/^\/scene\/([^/]{1,200})\/recall$/, 'recall'],
];

const STEPS: Readonly<Record<string, string>> = { '/playhead/next': 'down', '/playhead/previous': 'up' };

/**
 * What an address of a cue program asks of our list: `/cue/12/go`, `/cue/12/load`, `/playhead/next`, `/eos/cue/1/12/fire`,
 * `/scene/Verse%202/recall`.
 * @returns undefined for any other address
 */
export function cueAct(address: string): CueAct | undefined {
  const step = STEPS[address];
  if (step !== undefined) return { verb: 'standby', argument: step };
  for (const [form, verb] of FORMS) {
    const argument = form.exec(address)?.[1];
    if (argument !== undefined) return { verb, argument: plain(argument) };
  }
  return undefined;
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
