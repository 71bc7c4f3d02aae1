import { isRefusal, type Refusal } from '../../desk/refusal.ts';
import type { Answer, Call, Verb, Verbs } from '../../desk/verb.ts';
import type { Cue } from './cue.ts';
import { moved, type Place, withCue, without, withSetting } from './cue-edit.ts';
import { CUE_SETTINGS } from './cue-schema.ts';

/** The list as a file that can be written. */
export interface CueEdit {
  readonly verbs: Verbs;
  readonly cues: () => readonly Cue[];
  /**
   * Durable when it resolves; the list that runs changes with it.
   * @param from the list it was made of: where that is not the list any more, it is refused
   */
  readonly save: (cues: readonly Cue[], from?: readonly Cue[]) => Promise<Refusal | undefined>;
}

const CUE = { name: 'cue', type: 'word', says: 'a cue number: 12, 12.5' } as const;
const OFFLINE: Refusal = { code: 'offline', what: 'not there', got: 'the cue list', want: 'no show is open' };

const isWhere = (word: string): word is Place['where'] => ['at', 'before', 'after', 'end'].includes(word);

/** A verb that makes another list of the one there is. */
function edits(
  editOf: () => CueEdit | undefined,
  about: Pick<Verb, 'name' | 'says' | 'example' | 'args'>,
  next: (edit: CueEdit, args: Call['args']) => readonly Cue[] | Refusal,
): Verb {
  return {
    ...about,
    role: 'mixer',
    run({ args, dry }): Answer | Refusal {
      const edit = editOf();
      if (!edit) return OFFLINE;
      const before = edit.cues();
      const cues = next(edit, args);
      if (isRefusal(cues)) return cues;
      const isSame = cues.length === before.length && cues.every((cue, index) => cue === before[index]);
      if (isSame) return { says: 'nothing to change', changes: [], refusals: [] };
      const numbers = (list: readonly Cue[]): string => list.map(({ number }) => number).join(' ');
      // Where the order is the same, the cue itself is another.
      const isOrder = numbers(before) !== numbers(cues);
      const what = isOrder ? `the list: ${numbers(cues)}` : `cue ${args.cue ?? ''}`;
      const says = `${dry ? 'would change' : 'changed'} ${what}`;
      const change = isOrder
        ? { path: 'cues', from: numbers(before), to: numbers(cues) }
        : { path: what, from: '', to: [args.setting, args.value].filter(Boolean).join(' ') };
      return {
        says,
        changes: [change],
        refusals: [],
        found: { cues: cues.map(({ number }) => number) },
        ...(dry ? {} : { later: edit.save(cues, before) }),
      };
    },
  };
}

/** Verbs that edit the list; the file keeps its comments. */
export const cueEditVerbs = (editOf: () => CueEdit | undefined): readonly Verb[] => [
  edits(
    editOf,
    {
      name: 'set-cue',
      says: 'changes one setting of a cue, or makes a new one at the end; several lines are divided by ;',
      example: 'set-cue 12 wait 0.5 s',
      args: [
        CUE,
        { name: 'setting', type: 'word', says: CUE_SETTINGS.join(', ') },
        { name: 'value', type: 'value', optional: true, says: 'as cues.yaml says it; left out: as usual' },
      ],
    },
    ({ cues, verbs }, { cue = '', setting = '', value = '' }) => withSetting(cues(), cue, setting, value, verbs),
  ),
  edits(
    editOf,
    {
      name: 'put-cue',
      says: 'puts a whole cue in the place of one, before or after it, or at end',
      example: "put-cue 12.5 after 12 '{ name: Speech, do: mute ch/3 }'",
      args: [
        { ...CUE, says: 'its number' },
        { name: 'where', type: 'word', says: 'at, before, after; or end' },
        { name: 'other', type: 'word', says: 'the cue it stands at, before or after; - for none' },
        { name: 'text', type: 'value', says: 'what it says as in cues.yaml, in braces' },
      ],
    },
    ({ cues, verbs }, { cue = '', where = '', other = '', text = '' }) =>
      isWhere(where)
        ? withCue(cues(), cue, { where, other }, text, verbs)
        : { code: 'malformed', got: where.slice(0, 40), want: 'at, before, after or end' },
  ),
  edits(
    editOf,
    {
      name: 'move-cue',
      says: 'puts a cue before or after another one',
      example: 'move-cue 12 before 10',
      args: [CUE, { name: 'where', type: 'word', says: 'before or after' }, { name: 'other', type: 'word', says: 'a cue number' }],
    },
    ({ cues }, { cue = '', where = '', other = '' }) =>
      where === 'before' || where === 'after'
        ? moved(cues(), cue, where, other)
        : { code: 'malformed', got: where.slice(0, 40), want: 'before or after' },
  ),
  edits(
    editOf,
    { name: 'remove-cue', says: 'takes a cue out of the list', example: 'remove-cue 12', args: [CUE] },
    ({ cues }, { cue = '' }) => without(cues(), cue),
  ),
];
