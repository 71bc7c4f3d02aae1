import type { ClientMessage } from '../../remote/protocol/client.ts';
import type { ErrorBody } from '../../remote/protocol/common.ts';
import type { LayoutBody } from '../../remote/protocol/http.ts';
import type { ServerMessage, Told } from '../../remote/protocol/server.ts';

// Types alone: the schemas and their library stay in the daemon.
export type { ClientMessage, ErrorBody, LayoutBody, ServerMessage, Told };
export type Answer = NonNullable<Told<'ok'>['answer']>;
export type EngineLink = Told<'hello'>['engines'][number];
export type SurfaceNews = Told<'surfaces'>['surfaces'][number];
/** Scenes, cues and what is on its way, with the time of performance.now() at which it was heard. */
export type ShowNews = Omit<Told<'show'>, 't'> & { readonly heardMs: number };
/** What the page may do; null until a credential is shown. */
export type Role = Told<'hello'>['role'];
/** Who moved or holds something. */
export type Who = Told<'holds'>['held'][number][1];
/** A value as the page has it: silence is -Infinity, switches are booleans, choices and colours their word. */
export type Value = number | boolean | string;
/** What became of something that was asked. */
export type Outcome =
  | { readonly done: true; readonly value?: Value; readonly answer?: Answer }
  | { readonly done: false; readonly error: ErrorBody };

export const fromWire = (value: Value, isNumber: boolean): Value => (isNumber && value === '-inf' ? Number.NEGATIVE_INFINITY : value);
export const toWire = (value: Value): Value => (value === Number.NEGATIVE_INFINITY ? '-inf' : value);
