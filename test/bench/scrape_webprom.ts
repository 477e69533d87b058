/** Scrapes of this package. */
import { FORMATS, metricsHandler, Registry } from "../../mod.ts";
import { LABEL_NAMES, someLabelsAt } from "./data.ts";
import { mover, type Shape } from "./shapes.ts";
import type { FormatWord, Scraped } from "./works.ts";

const help = "Help.";

/** Makes a registry that can be scraped. */
export function scraped(shape: Shape, format: FormatWord): Scraped {
  const { counters, series, labels, histograms = 0, histogramSeries = 0, movement } = shape;
  const labelNames = LABEL_NAMES.slice(0, labels);
  const registry = new Registry();
  const bound = {
    counters: Array.from({ length: counters }, (_, i) => {
      const counter = registry.counter({ name: `http_requests_${i}_total`, help, labelNames });
      return Array.from(
        { length: series },
        (_, k) => counter.labels(someLabelsAt(k, labels) as Record<typeof labelNames[number], string>),
      );
    }).flat(),
    histograms: Array.from({ length: histograms }, (_, i) => {
      const histogram = registry.histogram({ name: `http_request_duration_${i}_seconds`, help, labelNames });
      return Array.from(
        { length: histogramSeries },
        (_, k) => histogram.labels(someLabelsAt(k, labels) as Record<typeof labelNames[number], string>),
      );
    }).flat(),
  };
  const encoder = FORMATS[format].encoder?.({ escaping: "underscores" });
  if (encoder === undefined) throw new Error(`Cannot scrape ${format}: it has no encoder`);
  return {
    change: mover(bound, movement),
    async encode() {
      let length = 0;
      for (const piece of encoder.encode(await registry.gather())) length += piece.length;
      return length;
    },
    handle: metricsHandler(registry),
  };
}
