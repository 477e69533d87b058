import { type Collector, type MetricFamily, Registry } from "@webprom/exporter";
import { defineExporter, type Prober } from "@webprom/exporter/app";
import { Shop } from "./shop.ts";

export const shop = new Shop();
export const registry = new Registry();

const cacheHits = registry.counter({ name: "shop_cache_hits_total", help: "Prices that the cache knew." });
const cacheMisses = registry.counter({ name: "shop_cache_misses_total", help: "Prices that were looked up." });
const failures = registry.counter({ name: "shop_operations_failed_total", help: "Operations that failed." });
const duration = registry.histogram({
  name: "shop_operation_duration_seconds",
  help: "Time that operations took, failed ones included.",
  unit: "seconds",
  labelNames: ["operation"],
  labelValues: { operation: ["price"] },
});

/** Does an operation, times it, and returns its error, if it has one, instead of throwing it. */
export async function timed(operation: "price", run: () => Promise<void>): Promise<Error | undefined> {
  try {
    await duration.labels({ operation }).time(run);
    return undefined;
  } catch (error) {
    failures.inc();
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Looks a price up, and counts whether the cache knew it. */
export function lookUp(article: string): Promise<Error | undefined> {
  return timed("price", async () => {
    const { isCached } = await shop.price(article);
    if (isCached) cacheHits.inc();
    else cacheMisses.inc();
  });
}

/** Reports what is in the warehouses: series come and go with what there is. */
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
      help: "Articles in the warehouses, counted once a minute.",
      points: stock.map(({ article, warehouse, count }) => ({ labels: { article, warehouse }, value: count })),
    }];
  }
}

const audit: Collector = {
  name: "audit",
  async collect() {
    const value = await shop.audit();
    const help = "Orders that contradict each other, looked for every ten minutes.";
    return [{ type: "gauge", name: "shop_contradicting_orders", help, points: [{ labels: {}, value }] }];
  },
};

// Counted at a scrape, and for a minute not again; everybody who scrapes meanwhile gets the same.
registry.register(new StockCollector(shop), { cacheSeconds: 60, timeoutMs: 5000 });
// Takes too long for any scrape. Off, until somebody calls registry.enable("audit").
registry.register(audit, { refreshSeconds: 600, timeoutMs: 60_000, enabled: false });

/** Asks whether a page is there. */
export const http2xx: Prober = {
  async probe(target, { fetch, registry, log }) {
    const status = registry.gauge({ name: "probe_http_status_code", help: "Response HTTP status code" });
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
  description: "Simulated shop: a cache, collectors whose results are kept, pages that are probed.",
  registry,
  probes: {
    modules: { http_2xx: { ...http2xx, timeoutMs: 5000 } },
    targets: [{ target: "https://example.com/", labels: { page: "start" } }],
    // Beside the target above, only what is below our own domain.
    allow: ["https://*.example.com"],
  },
  // deno-lint-ignore no-console -- a program may
  onError: (error, collector) => console.error(`collector ${collector} failed:`, error),
});
