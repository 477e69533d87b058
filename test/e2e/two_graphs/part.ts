/** A part of an application that is bundled twice. Its help text is replaced before the second bundle is made. */
import { expose, sharedRegistry } from "@webprom/exporter";

const registry = sharedRegistry("two-graphs");
const orders = registry.counter({ name: "app_orders_total", help: "Orders.", labelNames: ["part"] });
const duration = registry.histogram({ name: "app_seconds", help: "Duration.", buckets: [1], native: { factor: 1.1 } });

/** Counts, and returns all metrics. */
export async function count(part: string): Promise<string> {
  orders.inc({ part });
  orders.labels(part).inc();
  duration.observe(0.5);
  return await expose(registry);
}
