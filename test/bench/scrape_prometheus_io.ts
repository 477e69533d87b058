/** Scrapes of the official Node client, behind the smallest handler that does the same. */
import { Counter, Histogram, Registry } from "@prometheus-io/client";
import { bind, mover, type Shape } from "./shapes.ts";
import type { FormatWord, Scraped } from "./works.ts";

const help = "Help.";

/** Makes a registry that can be scraped; there is no protobuf. */
export function scraped(shape: Shape, format: FormatWord): Scraped | undefined {
  if (format === "protobuf") return undefined;
  const contentType = format === "text" ? Registry.PROMETHEUS_CONTENT_TYPE : Registry.OPENMETRICS_CONTENT_TYPE;
  const registry = new Registry(contentType as typeof Registry.PROMETHEUS_CONTENT_TYPE) as Registry;
  const registers = [registry];
  const series = bind(shape, {
    counter: (name, labelNames) => new Counter({ name, help, labelNames, registers }),
    histogram: (name, labelNames) => new Histogram({ name, help, labelNames, registers }),
  });
  const encoder = new TextEncoder();
  return {
    change: mover(series, shape.movement),
    encode: async () => encoder.encode(await registry.metrics()).length,
    handle: async () => new Response(await registry.metrics(), { headers: { "content-type": registry.contentType } }),
  };
}
