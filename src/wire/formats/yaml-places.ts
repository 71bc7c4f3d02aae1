/** Where something stands in a text, in characters from its begin. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
/** A single value as it is written: nothing is taken for a number or a switch yet. */
export interface Word extends Span {
  readonly word: string;
}
export interface List extends Span {
  readonly list: readonly Word[];
}
export interface Block extends Span {
  readonly items: readonly Item[];
  /** In braces, on one line or several. */
  readonly flow: boolean;
}
export interface Item {
  readonly key: Word;
  readonly value: Word | List | Block;
}

/** What is wrong at a place of the text. */
export interface Spot extends Span {
  readonly says: string;
}
