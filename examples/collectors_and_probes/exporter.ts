import { type Collector, type MetricFamily, Registry } from "@webprom/exporter";
import { defineExporter, type Prober } from "@webprom/exporter/app";
import { Shop } from "./shop.ts";

export const shop = new Shop();
export const registry = new Registry();

const cacheHits = registry.counter({ name: "shop_cache_hits_total", help: "Prices found in the cache." });
const cacheMisses = registry.counter({ name: "shop_cache_misses_total", help: "Prices not found in the cache." });
const failures = registry.counter({ name: "shop_operations_failed_total", help: "Failed operations." });
const duration = registry.histogram({
  name: "shop_operation_duration_seconds",
  help: "Duration of operations, including failed ones, in seconds.",
  unit: "seconds",
  labelNames: ["operation"],
  labelValues: { operation: ["price"] },
});

/** Times an operation, and returns its error instead of throwing it. */
export async function timed(operation: "price", run: () => Promise<void>): Promise<Error | undefined> {
  try {
    await duration.labels({ operation }).time(run);
    return undefined;
  } catch (error) {
    failures.inc();
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Looks a price up, and counts whether it was in the cache. */
export function lookUp(article: string): Promise<Error | undefined> {
  return timed("price", async () => {
    const { isCached } = await shop.price(article);
    if (isCached) cacheHits.inc();
    else cacheMisses.inc();
  });
}

/** Reports the stock of the warehouses. Series appear and disappear with the articles. */
export class StockCollector implements Collector {
  readonly name = "stock";
  readonly #shop: Shop;

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  async collect(): Promise<MetricFamily[]> {
    const stock = await this.#shop.countStock();
    return [{
      type: "gauge",
      name: "shop_stock",
      help: "Articles in stock, counted at most once a minute.",
      points: stock.map(({ article, warehouse, count }) => ({ labels: { article, warehouse }, value: count })),
    }];
  }
}

const audit: Collector = {
  name: "audit",
  async collect() {
    const value = await shop.audit();
    const help = "Contradicting orders, checked every ten minutes.";
    return [{ type: "gauge", name: "shop_contradicting_orders", help, points: [{ labels: {}, value }] }];
  },
};

// Collected on a scrape, then cached for a minute; concurrent scrapes share one collection.
registry.register(new StockCollector(shop), { cacheSeconds: 60, timeoutMs: 5000 });
// Too slow for a scrape, so it refreshes in the background. Off until registry.enable("audit").
registry.register(audit, { refreshSeconds: 600, timeoutMs: 60_000, enabled: false });

/** Checks that a page exists. */
export const http2xx: Prober = {
  async probe(target, { fetch, registry, log }) {
    const status = registry.gauge({ name: "probe_http_status_code", help: "HTTP status code of the response." });
    const response = await fetch(target.includes("://") ? target : `http://${target}`);
    log("Received HTTP response", { status: response.status });
    status.set(response.status);
    await response.body?.cancel();
    return response.ok;
  },
};

export default defineExporter({
  name: "shop",
  version: "1.0.0",
  description: "Simulated shop: a cache, cached collectors, probed pages.",
  registry,
  probes: {
    modules: { http_2xx: { ...http2xx, timeoutMs: 5000 } },
    targets: [{ target: "https://example.com/", labels: { page: "start" } }],
    // In addition to the target above, only subdomains of our own domain.
    allow: ["https://*.example.com"],
  },
  // deno-lint-ignore no-console -- this is a program
  onError: (error, collector) => console.error(`collector ${collector} failed:`, error),
});
