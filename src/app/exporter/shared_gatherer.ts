import type { CollectorState, Gatherer, GatherOptions } from "../../model/collector.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import type { SharedRegistry, ShareOptions } from "../../share/sharing.ts";

/** Shared registries, so that an exporter that is defined again does not count twice. */
const SHARED = new WeakMap<Gatherer, Promise<SharedRegistry>>();

/**
 * Gathers from all isolates that share a registry. Sharing begins at once, because an isolate may count without ever being
 * scraped itself.
 */
export class SharedGatherer implements Gatherer {
  readonly #own: Gatherer;
  readonly #shared: Promise<SharedRegistry>;

  /**
   * @param own Registry of this isolate
   * @param options Name, transport and times
   */
  constructor(own: Gatherer, options: ShareOptions) {
    this.#own = own;
    this.#shared = SHARED.get(own) ?? share(own, options);
    SHARED.set(own, this.#shared);
    this.#shared.catch(() => {}); // each scrape reports it
  }

  get collectors(): readonly CollectorState[] {
    return this.#own.collectors ?? [];
  }

  async gather(options?: GatherOptions): Promise<readonly MetricFamily[]> {
    return (await this.#shared).gather(options);
  }
}

async function share(own: Gatherer, options: ShareOptions): Promise<SharedRegistry> {
  // Loaded only here: runtimes without processes and threads do not have the modules that it needs.
  const { shareRegistry } = await import("../../share/share_registry.ts");
  return await shareRegistry(own, options);
}
