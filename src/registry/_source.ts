import type { Clock } from "../model/clock.ts";
import type { GatherOptions } from "../model/collector.ts";
import { CachedSource } from "./_cached_source.ts";
import type { Outcome } from "./_collect_safely.ts";
import { RefreshedSource } from "./_refreshed_source.ts";
import type { Entry } from "./_store.ts";
import type { CollectorSettings } from "./collector_options.ts";

/** Where the result of a collector is kept from one scrape to another. */
export interface Source {
  /** Gives what is kept, or has the collector asked. Never rejects. */
  collect(entry: Entry, options: GatherOptions): Outcome | Promise<Outcome>;
  /** Ends what goes on between scrapes, until the next one. */
  stop(): void;
}

/** Finds out where results are to be kept: nowhere, for most collectors. */
export function sourceOf({ cacheSeconds, refreshSeconds }: CollectorSettings, clock: Clock): Source | undefined {
  if (refreshSeconds !== undefined) return new RefreshedSource(refreshSeconds * 1000, clock);
  return cacheSeconds > 0 ? new CachedSource(cacheSeconds * 1000, clock) : undefined;
}
