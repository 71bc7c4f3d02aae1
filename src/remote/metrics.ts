import { createHistogram } from 'node:perf_hooks';
import type { Session } from './session.ts';
import type { Shared } from './shared.ts';

const FIGURES = ['sent', 'confirmed', 'resent', 'unconfirmed', 'echoes'] as const;
const QUANTILES = [0.5, 0.99, 1] as const;

/** When each engine was last heard: a report or a meter frame. */
export class LastHeard {
  readonly #atMs = new Map<string, number>();
  readonly #ends: (() => void)[];

  constructor({ desk, meters, clock }: Shared['house']) {
    const heard = (role: string): void => void this.#atMs.set(role, clock.nowMs());
    this.#ends = [
      meters.watch(heard),
      desk.watch((turn) => {
        if (turn.actor.kind === 'engine' && turn.actor.id.startsWith('engine:')) heard(turn.actor.id.slice('engine:'.length));
      }),
    ];
  }
  atMs(role: string): number | undefined {
    return this.#atMs.get(role);
  }
  end(): void {
    for (const end of this.#ends) end();
  }
}

/** Figures for Prometheus. Everything is read when it is asked for; only the loop's delay is gathered all the time. */
export class Metrics {
  readonly #shared: Shared;
  readonly #sessions: () => Iterable<Session>;
  readonly #heard: LastHeard;
  readonly #lag = createHistogram();

  constructor(shared: Shared, sessions: () => Iterable<Session>) {
    this.#shared = shared;
    this.#sessions = sessions;
    this.#heard = new LastHeard(shared.house);
  }

  stop(): void {
    this.#heard.end();
  }

  /** A timer of the door rang this much after its time: no timer of its own wakes the process. */
  late(ms: number): void {
    this.#lag.record(Math.max(1, Math.round(ms * 1e6)));
  }

  /** The library is loaded at the first scrape: most daemons never see one, and it would cost them start-up time. */
  async text(): Promise<{ readonly type: string; readonly text: string }> {
    const { Gauge, Registry } = await import('prom-client');
    const registry = new Registry();
    for (const { name, help, rows } of this.#families()) {
      const labelNames = Object.keys(rows[0]?.[1] ?? {});
      const gauge = new Gauge({ name: `deskbridge_${name}`, help, labelNames, registers: [registry] });
      for (const [value, labels] of rows) if (Number.isFinite(value)) gauge.set(labels, value);
    }
    return { type: registry.contentType, text: await registry.metrics() };
  }

  #families(): Family[] {
    return [...this.#engineFamilies(), ...this.#clientFamilies(), ...this.#processFamilies()];
  }

  #engineFamilies(): Family[] {
    const { desk, clock, engines } = this.#shared.house;
    const all = engines();
    const nowMs = clock.nowMs();
    const age = (role: string): number => (nowMs - (this.#heard.atMs(role) ?? Number.NaN)) / 1000;
    return [
      family(
        'engine_up',
        '1 while the engine is live',
        all.map(({ role, type }) => [desk.link(role).state === 'live' ? 1 : 0, { role, type }]),
      ),
      family(
        'engine_last_heard_seconds',
        'since its last report or meter frame',
        all.map(({ role }) => [age(role), { role }]),
      ),
      ...FIGURES.map((name) =>
        family(
          `engine_writes_${name}_total`,
          `values ${name === 'echoes' ? 'that came back from older writes and were dropped' : name}`,
          all.map((engine) => [engine.figures()[name], { role: engine.role }]),
        ),
      ),
      family(
        'engine_figure',
        'further figures of an engine',
        all.flatMap((engine) =>
          Object.entries(engine.figures())
            .filter(([name]) => !(FIGURES as readonly string[]).includes(name))
            .map(([name, value]): Row => [value, { role: engine.role, name }]),
        ),
      ),
    ];
  }

  #clientFamilies(): Family[] {
    const { counts, feeds, interests, listening, house } = this.#shared;
    const sessions = [...this.#sessions()];
    const total = (pick: (session: Session) => number): number => sessions.reduce((sum, session) => sum + pick(session), 0);
    return [
      family('revision', 'turns that changed something', [[house.desk.revision, {}]]),
      family('clients', 'WebSocket clients', [[sessions.length, {}]]),
      family('client_buffered_bytes', 'waiting for clients', [[total((session) => session.outlet.bufferedBytes), {}]]),
      family('meter_feeds', 'different meter views', [[feeds.size, {}]]),
      family('interests', 'different subscriptions', [[interests.size, {}]]),
      family('listeners', 'clients that listen', [[listening.size, {}]]),
      family(
        'remote_total',
        'what happened at the door since the start',
        Object.entries(counts).map(([name, value]) => [value, { what: name }]),
      ),
    ];
  }

  #processFamilies(): Family[] {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return [
      family(
        'loop_lag_seconds',
        'delay of the event loop since the last scrape',
        QUANTILES.map((quantile) => [this.#takeLag(quantile), { quantile: String(quantile) }]),
      ),
      family('process_cpu_seconds_total', 'CPU time', [[(user + system) / 1e6, {}]]),
      family('process_resident_bytes', 'memory in RAM', [[rss, {}]]),
      family('process_heap_bytes', 'heap in use', [[heapUsed, {}]]),
      family('process_up_seconds', 'since the process began', [[process.uptime(), {}]]),
    ];
  }

  #takeLag(quantile: number): number {
    const seconds = this.#lag.count > 0 ? this.#lag.percentile(quantile * 100) / 1e9 : 0;
    if (quantile === 1) this.#lag.reset();
    return seconds;
  }
}

type Row = [value: number, labels: Record<string, string>];
interface Family {
  readonly name: string;
  readonly help: string;
  readonly rows: readonly Row[];
}
const family = (name: string, help: string, rows: readonly Row[]): Family => ({ name, help, rows });
