import type { Gatherer, GatherOptions } from "../model/collector.ts";
import { type FormatName, FORMATS } from "./formats.ts";

/**
 * Gathers and encodes in one call.
 *
 * @example Show what a scrape would return
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.gauge({ name: "app_active_users", help: "" }).set(3);
 *
 * assertEquals(await expose(registry, "openmetrics"), "\x23 TYPE app_active_users gauge\napp_active_users 3\n\x23 EOF\n");
 * ```
 *
 * @param gatherer A registry
 * @param format Any text format
 * @param options Signal and error hook for the collectors
 * @returns The text that a scrape would return
 */
export async function expose(
  gatherer: Gatherer,
  format: Exclude<FormatName, "protobuf"> = "text",
  options: GatherOptions = {},
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (const piece of FORMATS[format].encode(await gatherer.gather(options))) {
    text += decoder.decode(piece, { stream: true });
  }
  return text;
}
