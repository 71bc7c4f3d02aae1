/** Where a cue can send to. They stand in desk.yaml; nothing else is ever sent to. */
interface Named {
  readonly name: string;
}

export interface OscTarget extends Named {
  readonly kind: 'osc';
  /** Address or name of the machine. */
  readonly host: string;
  readonly port: number;
}

export interface MidiTarget extends Named {
  readonly kind: 'midi';
  /** Words that the name of the port holds. */
  readonly port: string;
  /** 1..16, where a line names none. */
  readonly channel: number;
  /** Whom show control and machine control are for, where a line does not say: 0..111 one, 112..126 groups, 127 all. */
  readonly device: number;
  /** Type of devices show control is for: 1 lighting, 16 sound, 127 all. */
  readonly format: number;
}

export interface HttpTarget extends Named {
  readonly kind: 'http';
  /** Scheme, host, port and the path that all paths are appended to. */
  readonly base: string;
  /** Longer it may not take. */
  readonly timeoutMs: number;
}

export type Target = OscTarget | MidiTarget | HttpTarget;

/** What is sent, understood. */
export type Message =
  | { readonly kind: 'osc'; readonly target: OscTarget; readonly bytes: Uint8Array }
  /** Each a whole message, in order. */
  | { readonly kind: 'midi'; readonly target: MidiTarget; readonly messages: readonly Uint8Array[] }
  | {
      readonly kind: 'http';
      readonly target: HttpTarget;
      readonly method: string;
      readonly url: string;
      readonly body?: string;
      readonly isJson?: boolean;
    };

/** Bytes as people read them: `C0 0D`. */
export const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

/** Of a target, as a person says it. */
export function placeOf(target: Target): string {
  if (target.kind === 'osc') return `OSC, ${target.host}:${target.port}`;
  return target.kind === 'midi' ? `MIDI, ${target.port}` : `HTTP, ${target.base}`;
}

/** Longer messages are told by their beginning. */
const SHOWN = 64;

/** What goes out, byte for byte, for dry runs and the log. */
export function saysOf(message: Message): string {
  if (message.kind === 'http') return `${message.method} ${message.url}${message.body === undefined ? '' : ` with ${message.body}`}`;
  const all = message.kind === 'osc' ? [message.bytes] : message.messages;
  return all.map((bytes) => `${hexOf(bytes.subarray(0, SHOWN))}${bytes.length > SHOWN ? ` ... (${bytes.length} bytes)` : ''}`).join(', ');
}
