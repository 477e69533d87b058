/** Scrapes of the official Node client, behind the smallest handler that does the same. */
import { Counter, Histogram, Registry } from "@prometheus-io/client";
import { LABEL_NAMES, someLabelsAt } from "./data.ts";
import { mover, type Shape } from "./shapes.ts";
import type { FormatWord, Scraped } from "./works.ts";

const help = "Help.";

/** Makes a registry that can be scraped; there is no protobuf. */
export function scraped(shape: Shape, format: FormatWord): Scraped | undefined {
  if (format === "protobuf") return undefined;
  const { counters, series, labels, histograms = 0, histogramSeries = 0, movement } = shape;
  const labelNames = LABEL_NAMES.slice(0, labels);
  const contentType = format === "text" ? Registry.PROMETHEUS_CONTENT_TYPE : Registry.OPENMETRICS_CONTENT_TYPE;
  const registry = new Registry(contentType as typeof Registry.PROMETHEUS_CONTENT_TYPE) as Registry;
  const bound = {
    counters: Array.from({ length: counters }, (_, i) => {
      const counter = new Counter({ name: `http_requests_${i}_total`, help, labelNames, registers: [registry] });
      return Array.from(
        { length: series },
        (_, k) => counter.labels(someLabelsAt(k, labels) as Record<typeof labelNames[number], string>),
      );
    }).flat(),
    histograms: Array.from({ length: histograms }, (_, i) => {
      const name = `http_request_duration_${i}_seconds`;
      const histogram = new Histogram({ name, help, labelNames, registers: [registry] });
      return Array.from(
        { length: histogramSeries },
        (_, k) => histogram.labels(someLabelsAt(k, labels) as Record<typeof labelNames[number], string>),
      );
    }).flat(),
  };
  const encoder = new TextEncoder();
  return {
    change: mover(bound, movement),
    encode: async () => encoder.encode(await registry.metrics()).length,
    handle: async () => new Response(await registry.metrics(), { headers: { "content-type": registry.contentType } }),
  };
}
