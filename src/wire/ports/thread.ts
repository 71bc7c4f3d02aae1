import { Worker } from 'node:worker_threads';

/** Another thread of this process. It may crash without taking anything along. */
export interface Thread {
  post(message: unknown): void;
  /** Ends it now. */
  end(): Promise<void>;
}

export interface ThreadEvents {
  readonly onMessage: (message: unknown) => void;
  /** It has ended; `reason` is undefined when it ended by itself without an error. Called once. */
  readonly onEnd: (reason: string | undefined) => void;
}

export type OpenThread = (start: unknown, events: ThreadEvents) => Thread;

/** How threads of one built file are opened. @param heapMb its memory, so that a leak there ends it and not the daemon */
export function threadOpener(file: URL, heapMb = 256): OpenThread {
  return (start, { onMessage, onEnd }) => {
    const worker = new Worker(file, { workerData: start, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    let reason: string | undefined;
    worker.on('message', onMessage);
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (code) => onEnd(reason ?? (code === 0 ? undefined : `it ended with code ${code}`)));
    return {
      post: (message) => worker.postMessage(message),
      async end() {
        await worker.terminate();
      },
    };
  };
}
