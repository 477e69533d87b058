import type { MetricFamily, MetricType } from "../../model/metric_family.ts";
import { lineFormat } from "./_line_encoder.ts";
import { escapeHelp } from "./escape.ts";
import type { EncodeOptions, RememberingFormat } from "../format.ts";
import { printBound } from "../../model/numbers.ts";
import { writeName } from "./_labels.ts";
import type { TextDialect } from "./_dialect.ts";

/** Name of each type in the format, which has no names for the types that OpenMetrics added. */
const TYPE_WORDS: Readonly<Record<MetricType, string>> = {
  counter: "counter",
  gauge: "gauge",
  gaugehistogram: "histogram",
  histogram: "histogram",
  info: "gauge",
  stateset: "gauge",
  summary: "summary",
  unknown: "untyped",
};

const DIALECT: TextDialect = {
  head({ name, type, help }) {
    const shown = writeName(name);
    const helpLine = help === "" ? "" : `# HELP ${shown} ${escapeHelp(help)}\n`;
    return `${helpLine}# TYPE ${shown} ${TYPE_WORDS[type]}\n`;
  },
  bound: printBound,
  time: (timestampMs) => String(Math.trunc(timestampMs)),
  gaugeHistogram: { sum: "_sum", count: "_count" },
  omitsNegatives: false,
  hasCreated: false,
  end: "",
};

/** The Prometheus text format 0.0.4, which every Prometheus reads. */
export const TEXT: RememberingFormat = lineFormat("text/plain; version=0.0.4; charset=utf-8", DIALECT);

/** The Prometheus text format 1.0.0: the same, officially with names of any characters. */
export const TEXT_1_0_0: RememberingFormat = lineFormat("text/plain; version=1.0.0; charset=utf-8", DIALECT);

/**
 * Writes families in the Prometheus text format, version 0.0.4. A family without points is left out.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 * @example Write what a collector reports
 * ```ts
 * import { encodeText } from "@webprom/exporter/exposition";
 * import { assertEquals } from "@std/assert";
 *
 * const points = [{ labels: { room: "attic" }, value: 21.5 }];
 * const text = encodeText([{ type: "gauge", name: "room_temperature_celsius", help: "Air temperature.", points }]);
 *
 * assertEquals(text.split("\n"), [
 *   "# HELP room_temperature_celsius Air temperature.",
 *   "# TYPE room_temperature_celsius gauge",
 *   'room_temperature_celsius{room="attic"} 21.5',
 *   "",
 * ]);
 * ```
 *
 * @param families What to write
 * @param options How to write it
 * @returns The text, which ends with a line feed unless it is empty
 */
export function encodeText(families: Iterable<MetricFamily>, options: EncodeOptions = {}): string {
  const decoder = new TextDecoder();
  let text = "";
  for (const piece of TEXT.encode(families, options)) text += decoder.decode(piece, { stream: true });
  return text;
}
