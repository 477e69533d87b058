import { type MetricFamily, Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";
import { runtimeCollector } from "@webprom/exporter/runtime";

const registry = new Registry();
registry.register(runtimeCollector());
registry.register({ name: "queues", collect: collectQueues }, { cacheSeconds: 10, timeoutMs: 5000 });

/** Replace this with your source: a database, a device, another API. */
function collectQueues(): MetricFamily[] {
  const waiting = { mail: 3, print: 0 };
  return [{
    type: "gauge",
    name: "shop_queue_jobs",
    help: "Waiting jobs, by queue.",
    points: Object.entries(waiting).map(([queue, value]) => ({ labels: { queue }, value })),
  }];
}

export default defineExporter({ name: "shop", registry, selfMetrics: registry });
