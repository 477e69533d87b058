import { type MetricFamily, Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";
import { runtimeCollector } from "@webprom/exporter/runtime";

const registry = new Registry();
registry.register(runtimeCollector());
registry.register({ name: "queues", collect: collectQueues }, { cacheSeconds: 10, timeoutMs: 5000 });

/** Stands for what is asked: a database, a device, a page of another program. */
function collectQueues(): MetricFamily[] {
  const waiting = { mail: 3, print: 0 };
  return [{
    type: "gauge",
    name: "shop_queue_jobs",
    help: "Jobs that wait, by queue.",
    points: Object.entries(waiting).map(([queue, value]) => ({ labels: { queue }, value })),
  }];
}

export default defineExporter({ name: "shop", registry, selfMetrics: registry });
