import { type ChildProcess, fork } from 'node:child_process';
import { onCore } from './machine.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
const alive = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Another process of the bench that answers questions one after another. */
export class Helper<Question extends object, Answer> {
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child;
    this.pid = pid;
  }

  /** @param file TypeScript that sends one message when it is ready and one for each question */
  static async start<Question extends object, Answer>(
    file: URL,
    args: readonly string[] = [],
    core?: number,
  ): Promise<{ helper: Helper<Question, Answer>; ready: Answer }> {
    const [taskset, ...rest] = onCore(core);
    const options = { cwd: ROOT, execArgv: ['--import', 'tsx'] };
    const child = taskset
      ? fork(file, args, { ...options, execPath: taskset, execArgv: [...rest, process.execPath, ...options.execArgv] })
      : fork(file, args, options);
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    const ready = await answerOf<Answer>(child, file);
    return { helper: new Helper<Question, Answer>(child, child.pid ?? 0), ready };
  }

  async ask(question: Question): Promise<Answer> {
    const answer = answerOf<Answer>(this.#child, 'a helper');
    this.#child.send(question);
    return answer;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

function answerOf<Answer>(child: ChildProcess, what: URL | string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${what} ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      // Both ends are files of this folder.
      resolve(message as Answer);
    });
  });
}
