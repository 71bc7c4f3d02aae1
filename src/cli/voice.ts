import { pino } from 'pino';
import { plainText } from './plain-text.ts';

type Level = 'info' | 'warn' | 'error';

/** What the daemon says while it runs. */
export interface Voice {
  say(line: string, level?: Level): void;
  /** A fault of one room, with its stack; the rest goes on. */
  fault(where: string, error: unknown): void;
}

/** The same fault again within this time is counted, not written. */
const REPEAT_MS = 1000;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const PLAIN: Readonly<Record<number, string>> = { 40: 'warning: ', 50: 'fault: ', 60: 'fault: ' };

/**
 * @param json JSON lines, for a machine that collects them; else plain lines for a person
 * @param level below it nothing is said: `info`, `warn`, `error`, `silent`
 * @param write takes whole lines, with their end
 */
export function openVoice(json: boolean, level: string, write: (text: string) => void): Voice {
  const logger = pino(
    { level: LEVELS.includes(level) ? level : 'info', base: { name: 'deskbridge' } },
    { write: json ? write : (line: string) => write(plain(line)) },
  );
  const faults = new Map<string, { atMs: number; more: number }>();
  return {
    say: (line, at = 'info') => logger[at](line),
    fault(where, error) {
      const known = error instanceof Error ? error : new Error(String(error));
      const key = `${where}: ${known.message}`;
      const nowMs = performance.now();
      const last = faults.get(key);
      if (last && nowMs - last.atMs < REPEAT_MS) {
        last.more += 1;
        return;
      }
      if (faults.size > 100) faults.clear();
      faults.set(key, { atMs: nowMs, more: 0 });
      logger.error({ err: known, ...(last?.more ? { repeated: last.more } : {}) }, key);
    },
  };
}

/** A JSON line of the logger as a person reads it: `21:04:05 warning: the disk is full`. */
function plain(line: string): string {
  const { time, level, msg, err } = JSON.parse(line) as { time: number; level: number; msg: string; err?: { stack?: string } };
  const at = new Date(time).toTimeString().slice(0, 8);
  const stack = err?.stack === undefined ? '' : `\n${err.stack.split('\n').slice(1, 6).join('\n')}`;
  return plainText(`${at} ${PLAIN[level] ?? ''}${msg}${stack}\n`);
}
