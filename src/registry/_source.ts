import type { Clock } from "../model/clock.ts";
import { CachedSource } from "./_cached_source.ts";
import { RefreshedSource } from "./_refreshed_source.ts";
import type { Source } from "./_entry.ts";
import type { CollectorSettings } from "./collector_options.ts";

/** Creates the source that keeps the results of a collector; most collectors need none. */
export function sourceOf({ cacheSeconds, refreshSeconds }: CollectorSettings, clock: Clock): Source | undefined {
  if (refreshSeconds !== undefined) return new RefreshedSource(refreshSeconds * 1000, clock);
  return cacheSeconds > 0 ? new CachedSource(cacheSeconds * 1000, clock) : undefined;
}
