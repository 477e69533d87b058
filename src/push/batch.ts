/// <reference lib="esnext.disposable" preserve="true" />
import { type Clock, systemClock } from "../model/clock.ts";
import type { Gatherer } from "../model/collector.ts";
import { gaugeFamily } from "../model/families.ts";
import { type Pushgateway, pushgateway, type PushgatewayOptions } from "./pushgateway.ts";

/** Options of {@linkcode batch}. */
export interface BatchOptions extends PushgatewayOptions {
  /**
   * Prefix of the metrics about the job.
   *
   * @default {the job, with "_" for characters that a metric name must not contain}
   */
  readonly prefix?: string | undefined;
  /**
   * Source of time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/** A batch job that runs. At its end its metrics are pushed once. */
export interface Batch extends AsyncDisposable {
  /** Marks the job as successful: `<prefix>_last_success_timestamp_seconds` is set to the time of its end. */
  succeed(): void;
}

/**
 * Pushes the metrics of a batch job to a Pushgateway when it ends, also if it throws. Metrics of the last successful run that
 * this run does not have stay in the group, so that `<prefix>_last_success_timestamp_seconds` remains after a failure.
 *
 * | Metric | Meaning |
 * | --- | --- |
 * | `<prefix>_duration_seconds` | duration of this run |
 * | `<prefix>_last_completion_timestamp_seconds` | time of the end of this run |
 * | `<prefix>_last_success_timestamp_seconds` | time of the end of the last run that called `succeed()` |
 *
 * @example Run a job
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { batch } from "@webprom/exporter/push";
 *
 * const registry = new Registry();
 * const rows = registry.counter({ name: "backup_rows_total", help: "Rows written." });
 * {
 *   await using job = batch(registry, {
 *     url: "http://localhost:9091",
 *     job: "backup",
 *     fetch: () => Promise.resolve(new Response()), // only for this example
 *   });
 *   rows.inc(1000);
 *   job.succeed(); // the last line of the job
 * }
 * ```
 *
 * @param gatherer Metrics of the job
 * @param options The Pushgateway, job and grouping labels
 * @returns The job, to be disposed of at its end
 * @throws {TypeError} If the URL, the job or a grouping label is invalid
 */
export function batch(gatherer: Gatherer, options: BatchOptions): Batch {
  const { clock = systemClock, prefix = options.job.replace(/\W/g, "_").replace(/^(?=\d)/, "_") } = options;
  return new Run(gatherer, pushgateway(options), prefix, clock);
}

class Run implements Batch {
  readonly #gatherer: Gatherer;
  readonly #gateway: Pushgateway;
  readonly #prefix: string;
  readonly #clock: Clock;
  readonly #startMs: number;
  #isSuccessful = false;

  constructor(gatherer: Gatherer, gateway: Pushgateway, prefix: string, clock: Clock) {
    this.#gatherer = gatherer;
    this.#gateway = gateway;
    this.#prefix = prefix;
    this.#clock = clock;
    this.#startMs = clock.monotonic();
  }

  succeed(): void {
    this.#isSuccessful = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const endSeconds = this.#clock.now() / 1000;
    const own = [
      this.#gauge("duration_seconds", "Duration of the last run.", (this.#clock.monotonic() - this.#startMs) / 1000),
      this.#gauge("last_completion_timestamp_seconds", "Time of the end of the last run.", endSeconds),
      ...this.#isSuccessful
        ? [this.#gauge("last_success_timestamp_seconds", "Time of the end of the last successful run.", endSeconds)]
        : [],
    ];
    await this.#gateway.add({ gather: async (options) => [...await this.#gatherer.gather(options), ...own] });
  }

  #gauge(name: string, help: string, value: number) {
    return gaugeFamily(`${this.#prefix}_${name}`, help, [{ labels: {}, value }], { unit: "seconds" });
  }
}
