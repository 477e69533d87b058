import { type Collector, type MetricFamily, Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";
import { runtimeCollector } from "@webprom/exporter/runtime";
import { Application } from "./application.ts";

export const application = new Application();
export const registry = new Registry();

const activeConnections = registry.gauge({ name: "app_active_connections", help: "Connections open at this moment." });
const cacheHits = registry.counter({ name: "app_cache_hits_total", help: "Look-ups that the cache answered." });
const cacheMisses = registry.counter({ name: "app_cache_misses_total", help: "Look-ups that went to the database." });
const processingTime = registry.histogram({
  name: "app_processing_time_seconds",
  help: "Time to process an operation, failed ones included.",
  unit: "seconds",
});

/** Reports what the application keeps itself: the numbers are read at each scrape, and nothing has to be kept in step. */
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
      help: "Jobs that wait, by queue.",
      points: Object.entries(queues).map(([queue, value]) => ({ labels: { queue }, value })),
    };
    yield {
      type: "gauge",
      name: "app_start_time_seconds",
      help: "When the application did its first step, since the epoch.",
      unit: "seconds",
      points: startedMs === undefined ? [] : [{ labels: {}, value: startedMs / 1000 }],
    };
  }
}

registry.register(new ApplicationCollector(application));

/** Tells of process, event loop and memory, whatever runs this. */
export const runtime = runtimeCollector();
registry.register(runtime);

/** Times an operation, whether it succeeds or fails, and hands its result or error on. */
export function measureOperation<T>(operation: () => T): T {
  return processingTime.time(operation);
}

/** Does one step of simulated work and keeps the direct instruments in step with it. */
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
  // deno-lint-ignore no-console -- a program may
  onError: (error, collector) => console.error(`collector ${collector} failed:`, error),
});
