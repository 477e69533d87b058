import type { Collector } from "../model/collector.ts";
import { counterFamily } from "../model/families.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { quote } from "../model/quote.ts";
import { MAX_TIMER_MS } from "../model/timer.ts";
import { type LabelledPool, labelPools, type PoolGauge, type PoolKind, readGauges } from "./_pools.ts";

/** The part of a `Queue` of `bullmq` that is used here. */
export interface BullmqQueue {
  /** Name of the queue. */
  readonly name: string;
  /**
   * Counts the jobs of each state.
   *
   * @returns The counts by state
   */
  getJobCounts(): Promise<Readonly<Record<string, number>>>;
  /**
   * Checks whether the queue is paused.
   *
   * @returns Whether it is
   */
  isPaused?(): Promise<boolean>;
  /**
   * Counts the workers of the queue.
   *
   * @returns The count
   */
  getWorkersCount?(): Promise<number>;
  /**
   * Reads what workers with the option `metrics` have counted.
   *
   * @param type State in which the jobs ended
   * @param start First minute of the history to return
   * @param end Last minute
   * @returns The total, and the history
   */
  getMetrics?(type: "completed" | "failed", start?: number, end?: number): Promise<{
    /** About the whole time. */
    readonly meta: {
      /** Number of jobs. */
      readonly count: number;
    };
  }>;
}

/** Options of {@linkcode bullmqCollector}. */
export interface BullmqCollectorOptions {
  /**
   * Also counts the workers of each queue. Redis then lists all its clients at each scrape.
   *
   * @default {false}
   */
  readonly workers?: boolean | undefined;
  /**
   * Also reports how many jobs were completed and have failed in total. Only workers with the option `metrics` of BullMQ count
   * them.
   *
   * @default {false}
   */
  readonly totals?: boolean | undefined;
  /**
   * Maximum time to wait for the numbers of a queue, in milliseconds. A queue that is late is asked again only after it
   * answered.
   *
   * @default {2000}
   */
  readonly timeoutMs?: number | undefined;
}

/** Options with their defaults. */
type Settings = { readonly [K in keyof BullmqCollectorOptions]-?: NonNullable<BullmqCollectorOptions[K]> };

/** Numbers of a queue; `undefined` if it did not answer. */
interface Reading {
  readonly counts: Readonly<Record<string, number>>;
  readonly isPaused: boolean | undefined;
  readonly workers: number | undefined;
  readonly completed: number | undefined;
  readonly failed: number | undefined;
}

const KIND: PoolKind = { library: "bullmq queue", label: "queue", member: "getJobCounts" };

const GAUGES: readonly PoolGauge<Reading | undefined>[] = [
  {
    name: "bullmq_jobs",
    help: "Number of jobs in the queue, by state.",
    read: (reading) => Object.entries(reading?.counts ?? {}).map(([state, value]) => ({ labels: { state }, value })),
  },
  {
    name: "bullmq_queue_paused",
    help: "Whether the queue is paused (1) or not (0).",
    read: (reading) => reading?.isPaused === undefined ? undefined : Number(reading.isPaused),
  },
  {
    name: "bullmq_workers",
    help: "Number of workers that are connected to the queue.",
    read: (reading) => reading?.workers,
  },
  {
    name: "bullmq_up",
    help: "Whether the queue could be read (1) or not (0).",
    read: (reading) => reading === undefined ? 0 : 1,
  },
];

/**
 * Creates a collector for queues of `bullmq`:
 *
 * - `bullmq_jobs{queue,state}`: jobs by state, as `getJobCounts()` returns them: `waiting`, `active`, `delayed`,
 *   `prioritized`, `waiting-children`, `completed`, `failed`, in older versions also `paused`. `completed` and `failed` are
 *   the jobs that are kept, so they go down when jobs are removed
 * - `bullmq_queue_paused{queue}`, with `workers: true` also `bullmq_workers{queue}`
 * - with `totals: true`, the counters `bullmq_jobs_completed_total{queue}` and `bullmq_jobs_failed_total{queue}`
 * - `bullmq_up{queue}`: 0 if the queue did not answer in time. Its other series are then omitted
 *
 * A scrape sends two commands for each queue. As all processes report the same, a shared registry collects them once.
 *
 * @example Report two queues
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { bullmqCollector } from "@webprom/exporter/pools";
 * import { assertStringIncludes } from "@std/assert";
 *
 * // In an application: new Queue("mail", { connection })
 * const mail = { name: "mail", getJobCounts: () => Promise.resolve({ waiting: 3, failed: 1 }) };
 * const images = { name: "images", getJobCounts: () => Promise.reject(new Error("Connection is closed.")) };
 * const registry = new Registry();
 * registry.register(bullmqCollector([mail, images]));
 *
 * const text = await expose(registry);
 * assertStringIncludes(text, 'bullmq_jobs{queue="mail",state="waiting"} 3\n');
 * assertStringIncludes(text, 'bullmq_up{queue="images"} 0\n');
 * ```
 *
 * @param queues A queue, several queues, or queues by a name to use instead of their own
 * @param options Whether to count workers, and a time limit
 * @returns The collector
 * @throws {TypeError} If one of them is not a queue, or two have the same name
 * @throws {RangeError} If `timeoutMs` is not > 0
 */
export function bullmqCollector(
  queues: BullmqQueue | readonly BullmqQueue[] | Readonly<Record<string, BullmqQueue>>,
  { workers = false, totals = false, timeoutMs = 2000 }: BullmqCollectorOptions = {},
): Collector {
  if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMER_MS)) {
    throw new RangeError(
      `Cannot collect metrics of bullmq: timeoutMs must be > 0 and < 2 ** 31, current value is ${quote(timeoutMs)}`,
    );
  }
  const readers = labelPools(KIND, byName(queues)).map(({ labels, pool }) => ({
    labels,
    pool: new QueueReader(pool, { workers, totals, timeoutMs }),
  }));
  return {
    name: "bullmq",
    async collect() {
      const readings: LabelledPool<Reading | undefined>[] = await Promise.all(
        readers.map(async ({ labels, pool }) => ({ labels, pool: await pool.read() })),
      );
      const families = [...readGauges(GAUGES, readings), ...totalsOf(readings)];
      return families.map((family): MetricFamily => ({ ...family, scope: "global" }));
    },
  };
}

function totalsOf(readings: readonly LabelledPool<Reading | undefined>[]): MetricFamily[] {
  const pointsOf = (read: (reading: Reading) => number | undefined) =>
    readings.flatMap(({ labels, pool }) => {
      const value = pool && read(pool);
      return value === undefined ? [] : [{ labels, value }];
    });
  const families = [
    counterFamily(
      "bullmq_jobs_completed_total",
      "Jobs of the queue that were completed.",
      pointsOf((r) => r.completed),
    ),
    counterFamily("bullmq_jobs_failed_total", "Jobs of the queue that have failed.", pointsOf((r) => r.failed)),
  ];
  return families.filter(({ points }) => [...points].length > 0);
}

function byName(
  queues: BullmqQueue | readonly BullmqQueue[] | Readonly<Record<string, BullmqQueue>>,
): Readonly<Record<string, BullmqQueue>> {
  const list = Array.isArray(queues) ? queues as readonly BullmqQueue[] : isQueue(queues) ? [queues] : undefined;
  if (list === undefined) return queues as Readonly<Record<string, BullmqQueue>>;
  const named = new Map<string, BullmqQueue>();
  for (const queue of list) {
    if (named.has(queue.name)) {
      throw new TypeError(
        `Cannot collect metrics of bullmq: two queues have the name ${
          quote(queue.name)
        }; pass them as an object with names`,
      );
    }
    named.set(queue.name, queue);
  }
  return Object.fromEntries(named);
}

function isQueue(queues: object): queues is BullmqQueue {
  return typeof (queues as { getJobCounts?: unknown }).getJobCounts === "function";
}

/** Reads a queue, which may never answer while Redis is away. */
class QueueReader {
  readonly #queue: BullmqQueue;
  readonly #options: Settings;
  #pending: Promise<Reading | undefined> | undefined;

  constructor(queue: BullmqQueue, options: Settings) {
    this.#queue = queue;
    this.#options = options;
  }

  /** Returns the numbers, or `undefined` if they cannot be read in time. Asks only once at a time. */
  read(): Promise<Reading | undefined> {
    const pending = this.#pending ??= this.#ask().catch(() => undefined).finally(() => this.#pending = undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), this.#options.timeoutMs);
      pending.then(resolve).finally(() => clearTimeout(timer));
    });
  }

  async #ask(): Promise<Reading> {
    const queue = this.#queue;
    const { workers, totals } = this.#options;
    const [counts, isPaused, workerCount, completed, failed] = await Promise.all([
      queue.getJobCounts(),
      queue.isPaused?.(),
      workers ? queue.getWorkersCount?.() : undefined,
      totals ? queue.getMetrics?.("completed", 0, 0) : undefined,
      totals ? queue.getMetrics?.("failed", 0, 0) : undefined,
    ]);
    return { counts, isPaused, workers: workerCount, completed: completed?.meta.count, failed: failed?.meta.count };
  }
}
