import type { Gatherer, GatherOptions } from "../model/collector.ts";
import { type FormatName, FORMATS } from "./formats.ts";

/**
 * Gathers and writes in one call.
 *
 * @param gatherer A registry
 * @param format Which format
 * @param options Signal and error hook for the collectors
 * @returns The text that a scrape would return
 */
export async function expose(
  gatherer: Gatherer,
  format: FormatName = "text",
  options: GatherOptions = {},
): Promise<string> {
  return FORMATS[format].encode(await gatherer.gather(options));
}
