/** What parsers read, the same for all. */
import { type FormatName, FORMATS } from "../../src/exposition/mod.ts";
import type { MetricFamily } from "../../mod.ts";
import { labelsAt } from "./data.ts";

const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Bodies of scrapes by name, made when they are needed, and the format of each. */
export const scrapes: Readonly<Record<string, readonly [format: "text" | "openmetrics", make: () => string]>> = {
  "100,000 counters, 3 labels": ["text", () => write("text", counters(100_000))],
  "100,000 counters, 3 labels, OpenMetrics": ["openmetrics", () => write("openmetrics", counters(100_000))],
  "10,000 histograms, 11 buckets, 140,000 lines": ["text", () => write("text", histograms(10_000))],
  "10,000 histograms, 11 buckets, OpenMetrics": ["openmetrics", () => write("openmetrics", histograms(10_000))],
};

/** Bodies that would hurt a parser that looks at anything more than a few times, by name, of any size. */
export const hardships: Readonly<
  Record<string, readonly [format: "text" | "openmetrics" | "openmetrics-2", make: (size: number) => string]>
> = {
  "labels of one sample": ["text", (size) => `a{${list(size / 10, (i) => `l${i}="v"`)}} 1\n`],
  "escapes in one help text": ["text", (size) => `# HELP a ${'\\"\\\\'.repeat(size / 4)}\na 1\n`],
  "names that are never the same": ["text", (size) => list(size / 20, (i) => `a_${i}{b${i}="c"} 1\n`, "")],
  "buckets of one histogram, backwards": [
    "text",
    (size) => `# TYPE a histogram\n${list(size / 25, (i) => `a_bucket{le="${size - i}"} ${i}\n`, "")}`,
  ],
  "quantiles of one summary": [
    "openmetrics",
    (size) => `# TYPE a summary\n${list(size / 25, (i) => `a{quantile="${i / size}"} 1\n`, "")}# EOF\n`,
  ],
  "series with labels in another order": [
    "openmetrics",
    (size) => `# TYPE a gauge\n${list(size / 25, (i) => `a{c="${i}",b="x"} 1\n`, "")}# EOF\n`,
  ],
  "families": ["openmetrics", (size) => `${list(size / 30, (i) => `# TYPE a${i} gauge\na${i} 1\n`, "")}# EOF\n`],
  "buckets and exemplars of one line": ["openmetrics-2", (size) => {
    const exemplars = list(size / 32, (i) => ` # {a="b"} ${i} 1`, "");
    const buckets = list(size / 24, (i) => `${i}:${i}`);
    return `# TYPE a histogram\na {count:${size},sum:1,bucket:[${buckets},+Inf:${size}]}${exemplars}\n# EOF\n`;
  }],
};

function list(length: number, make: (i: number) => string, separator = ","): string {
  return Array.from({ length }, (_, i) => make(i)).join(separator);
}

function counters(length: number): MetricFamily {
  const points = Array.from({ length }, (_, i) => ({ labels: labelsAt(i), value: i % 2 === 0 ? i : i + 0.5 }));
  return { type: "counter", name: "http_requests_total", help: "Help.", points };
}

function histograms(length: number): MetricFamily {
  const points = Array.from({ length }, (_, i) => {
    const counts = [...BOUNDS.map((_, k) => (i * k) % 97), i % 5];
    return { labels: labelsAt(i), bounds: BOUNDS, counts, sum: i * 1.5 };
  });
  return { type: "histogram", name: "http_request_duration_seconds", help: "Help.", points };
}

/** Flat text, as that of a response. */
function write(format: FormatName, family: MetricFamily): string {
  const pieces = [...FORMATS[format].encode([family], {})];
  const decoder = new TextDecoder();
  const text = pieces.map((piece) => decoder.decode(piece, { stream: true })).join("");
  return decoder.decode(new TextEncoder().encode(text));
}
