// Loaded before the daemon by `node --import`: what a test cannot do from outside. The daemon itself knows nothing of it.
// SIGUSR2 does what DESKBRIDGE_FAULT says: `thread` ends every worker thread at once; `clock:MS` moves the time of day by so much,
// `clock:MS,MS` the first time by the first and then by the next.
import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';

const [what, by = '0'] = (process.env.DESKBRIDGE_FAULT ?? '').split(':');
const workers = new Set();

if (threads.isMainThread && what === 'thread') {
  threads.Worker = class extends threads.Worker {
    constructor(...args) {
      super(...args);
      workers.add(this);
      this.once('exit', () => workers.delete(this));
    }
  };
  syncBuiltinESMExports();
  process.on('SIGUSR2', () => {
    for (const worker of workers) void worker.terminate();
  });
}

if (threads.isMainThread && what === 'clock') {
  const now = Date.now;
  const shifts = by.split(',').map(Number);
  let shiftMs = 0;
  Date.now = () => now() + shiftMs;
  process.on('SIGUSR2', () => {
    shiftMs += (shifts.length > 1 ? shifts.shift() : shifts[0]) ?? 0;
  });
}
