/** One comparison: `ch/1/fader <= -20`, `"Kick In/mute" == on`. */
export interface Condition {
  readonly target: string;
  readonly sign: '==' | '!=' | '<=' | '>=' | '<' | '>';
  readonly wanted: string;
}

/** A line that is said to the desk, as it was understood. */
export interface SaidLine {
  readonly text: string;
  readonly verb: string;
  readonly args: Readonly<Record<string, string>>;
  /** The argument right behind the verb, where it means parameters or strips. */
  readonly target?: string;
}

/** A step of a script, with the line of its file. */
export type Step = { readonly line: number } & (
  | { readonly kind: 'say'; readonly said: SaidLine }
  | { readonly kind: 'set'; readonly all: readonly SaidLine[] }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'until'; readonly all: readonly Condition[]; readonly withinMs: number }
  | { readonly kind: 'expect'; readonly all: readonly Condition[] }
  | { readonly kind: 'if'; readonly all: readonly Condition[]; readonly yes: readonly Step[]; readonly no: readonly Step[] }
  | { readonly kind: 'repeat'; readonly times: number; readonly until: readonly Condition[]; readonly steps: readonly Step[] }
);

/** What a script may use; then it is stopped, and the line is told. */
export interface Budget {
  /** Steps that are done, and each turn of a loop. */
  readonly steps: number;
  readonly timeMs: number;
}

export const USUAL_BUDGET: Budget = { steps: 1000, timeMs: 60_000 };
export const LARGEST_BUDGET: Budget = { steps: 100_000, timeMs: 86_400_000 };

export interface Script {
  readonly name: string;
  readonly budget: Budget;
  readonly steps: readonly Step[];
}

const CONDITION = /^("[^"]+"|[^\s=!<>"]+)\s*(==|=|!=|<=|>=|<|>)\s*(\S.*)$/;

/** Reads a comparison. @returns undefined when it is none */
export function readCondition(text: string): Condition | undefined {
  const [, target = '', sign = '', wanted = ''] = CONDITION.exec(text.trim()) ?? [];
  if (target === '') return undefined;
  // The pattern knows no other signs.
  return { target: target.replaceAll('"', ''), sign: (sign === '=' ? '==' : sign) as Condition['sign'], wanted: wanted.trim() };
}

export const writeCondition = ({ target, sign, wanted }: Condition): string => `${target} ${sign} ${wanted}`;
