import { type Collector, type MetricFamily, Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";
import { runtimeCollector } from "@webprom/exporter/runtime";
import { Application } from "./application.ts";

export const application = new Application();
export const registry = new Registry();

const activeConnections = registry.gauge({ name: "app_active_connections", help: "Open connections." });
const cacheHits = registry.counter({ name: "app_cache_hits_total", help: "Look-ups answered by the cache." });
const cacheMisses = registry.counter({ name: "app_cache_misses_total", help: "Look-ups sent to the database." });
const processingTime = registry.histogram({
  name: "app_processing_time_seconds",
  help: "Duration of operations, including failed ones, in seconds.",
  unit: "seconds",
});

/** Reports values that the application itself holds. They are read on each scrape, so nothing has to be kept in sync. */
export class ApplicationCollector implements Collector {
  readonly name = "application";
  readonly #application: Application;

  constructor(application: Application) {
    this.#application = application;
  }

  *collect(): Iterable<MetricFamily> {
    const { queues, startedMs } = this.#application;
    yield {
      type: "gauge",
      name: "app_queue_depth",
      help: "Waiting jobs, by queue.",
      points: Object.entries(queues).map(([queue, value]) => ({ labels: { queue }, value })),
    };
    yield {
      type: "gauge",
      name: "app_start_time_seconds",
      help: "Unix time of the first step of the application, in seconds.",
      unit: "seconds",
      points: startedMs === undefined ? [] : [{ labels: {}, value: startedMs / 1000 }],
    };
  }
}

registry.register(new ApplicationCollector(application));

/** Collects the default metrics of the runtime: process, event loop, memory. */
export const runtime = runtimeCollector();
registry.register(runtime);

/** Times an operation, whether it succeeds or fails, and passes its result or error on. */
export function measureOperation<T>(operation: () => T): T {
  return processingTime.time(operation);
}

/** Does one step of simulated work and updates the instruments. */
export async function work(): Promise<void> {
  try {
    const { connections, isCached } = await measureOperation(() => application.step());
    activeConnections.set(connections);
    if (isCached) cacheHits.inc();
    else cacheMisses.inc();
  } catch {
    cacheMisses.inc();
  }
}

export default defineExporter({
  name: "app",
  build: { version: "1.0.0" },
  description: "Simulated application with a cache, queues and connections.",
  registry,
  // deno-lint-ignore no-console -- this is a program
  onError: (error, collector) => console.error(`collector ${collector} failed:`, error),
});
