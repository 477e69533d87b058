import type { Collector } from "../model/collector.ts";
import { counterFamily } from "../model/families.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { Samples } from "./_samples.ts";

/** The part of a `Queue` of `bullmq` that is read. */
export interface BullmqQueue {
  /** Name of the queue. */
  readonly name: string;
  /** Counts jobs by state. */
  getJobCounts(): Promise<Readonly<Record<string, number>>>;
  /** Checks whether the queue is paused. */
  isPaused(): Promise<boolean>;
  /** Counts the workers of the queue. */
  getWorkersCount(): Promise<number>;
  /**
   * Reads what workers with the option `metrics` have counted.
   *
   * @param type State in which jobs ended
   * @param start First minute of the history
   * @param end Last minute of the history
   */
  getMetrics(type: "completed" | "failed", start?: number, end?: number): Promise<{
    readonly meta: { readonly count: number };
  }>;
}

/** Options of {@linkcode bullmqCollector}. */
export interface BullmqCollectorOptions {
  /**
   * Reports the totals of completed and failed jobs. Only workers with the option `metrics` of BullMQ count them.
   *
   * @default {false}
   */
  readonly totals?: boolean | undefined;
  /**
   * Reports the number of workers. Redis lists all its clients for it.
   *
   * @default {false}
   */
  readonly workers?: boolean | undefined;
}

const UP = { name: "bullmq_up", help: "Whether the last reading of a queue of BullMQ succeeded: 1 if it did, else 0." };
const JOBS = { name: "bullmq_job_count", help: "Jobs of a queue of BullMQ, by state." };
const PAUSED = { name: "bullmq_queue_paused", help: "Whether a queue of BullMQ is paused: 1 if it is, else 0." };
const WORKERS = { name: "bullmq_workers", help: "Workers of a queue of BullMQ." };

/** What was read of a queue. */
interface Reading {
  readonly jobs: Readonly<Record<string, number>>;
  readonly isPaused: boolean;
  readonly workers: number | undefined;
  readonly completed: number | undefined;
  readonly failed: number | undefined;
}

/**
 * Reports the jobs of queues of `bullmq`, by state. They are the same in every process, so they count once if the registry is
 * shared. If a queue cannot be read, the others are reported.
 *
 * @example Report a queue
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { bullmqCollector, type BullmqQueue } from "@webprom/exporter/pools";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const queue: BullmqQueue = { // new Queue("mail")
 *   name: "mail",
 *   getJobCounts: () => Promise.resolve({ waiting: 3, active: 1 }),
 *   isPaused: () => Promise.resolve(false),
 *   getWorkersCount: () => Promise.resolve(2),
 *   getMetrics: () => Promise.resolve({ meta: { count: 0 } }),
 * };
 * const registry = new Registry();
 * registry.register(bullmqCollector(queue));
 *
 * assertStringIncludes(await expose(registry), 'bullmq_job_count{queue="mail",state="waiting"} 3');
 * ```
 *
 * @param queues A queue, or several
 * @param options What else to report
 * @returns The collector
 */
export function bullmqCollector(
  queues: BullmqQueue | readonly BullmqQueue[],
  options: BullmqCollectorOptions = {},
): Collector {
  const all = Array.isArray(queues) ? queues as readonly BullmqQueue[] : [queues as BullmqQueue];
  return {
    name: "bullmq",
    async collect() {
      const readings = await Promise.allSettled(all.map((queue) => read(queue, options)));
      const samples = new Samples();
      const totals = { completed: [] as Total[], failed: [] as Total[] };
      for (const [i, { name: queue }] of all.entries()) {
        const reading = readings[i] as PromiseSettledResult<Reading>;
        samples.add(UP, { queue }, Number(reading.status === "fulfilled"));
        if (reading.status === "rejected") continue;
        const { jobs, isPaused, workers, completed, failed } = reading.value;
        for (const [state, count] of Object.entries(jobs)) samples.add(JOBS, { queue, state }, count);
        samples.add(PAUSED, { queue }, Number(isPaused));
        samples.add(WORKERS, { queue }, workers);
        if (completed !== undefined) totals.completed.push({ labels: { queue }, value: completed });
        if (failed !== undefined) totals.failed.push({ labels: { queue }, value: failed });
      }
      return [...samples.families(), ...totalsOf(totals)].map((family) => ({ ...family, scope: "global" }));
    },
  };
}

interface Total {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

function totalsOf({ completed, failed }: { readonly completed: Total[]; readonly failed: Total[] }): MetricFamily[] {
  return [
    counterFamily("bullmq_job_completed_total", "Jobs of a queue of BullMQ that were completed.", completed),
    counterFamily("bullmq_job_failed_total", "Jobs of a queue of BullMQ that failed.", failed),
  ].filter(({ points }) => [...points].length > 0);
}

async function read(queue: BullmqQueue, { totals = false, workers = false }: BullmqCollectorOptions): Promise<Reading> {
  const [jobs, isPaused, workerCount, completed, failed] = await Promise.all([
    queue.getJobCounts(),
    queue.isPaused(),
    workers ? queue.getWorkersCount() : undefined,
    totals ? queue.getMetrics("completed", 0, 0) : undefined,
    totals ? queue.getMetrics("failed", 0, 0) : undefined,
  ]);
  return { jobs, isPaused, workers: workerCount, completed: completed?.meta.count, failed: failed?.meta.count };
}
