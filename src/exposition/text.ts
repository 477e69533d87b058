import { escapeLabelName, escapeMetricName, type EscapingScheme } from "../model/escaping.ts";
import type {
  HistogramPoint,
  MetricFamily,
  MetricType,
  PointHead,
  StateSetPoint,
  SummaryPoint,
} from "../model/metric_family.ts";
import { isLegacyLabelName, isLegacyMetricName } from "../model/names.ts";
import { escapeHelp, escapeQuoted } from "./_escape.ts";
import { printBound, printValue } from "./_numbers.ts";

/** How text is written. */
export interface TextOptions {
  /**
   * How names are written that Prometheus before version 3 does not know.
   *
   * @default {"underscores"}
   */
  readonly escaping?: EscapingScheme | undefined;
}

/** The media type of the text format that every Prometheus reads. */
export const TEXT_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** The format's word for each type; it has none of its own for those of OpenMetrics. */
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
export function encodeText(families: Iterable<MetricFamily>, options: TextOptions = {}): string {
  const { escaping = "underscores" } = options;
  let text = "";
  for (const family of families) {
    const name = escapeMetricName(family.name, escaping);
    const lines = encodePoints(family, name, escaping);
    if (lines !== "") text += encodeHead(family, name) + lines;
  }
  return text;
}

function encodeHead({ type, help }: MetricFamily, name: string): string {
  const shown = isLegacyMetricName(name) ? name : `"${escapeQuoted(name)}"`;
  const helpLine = help === "" ? "" : `# HELP ${shown} ${escapeHelp(help)}\n`;
  return `${helpLine}# TYPE ${shown} ${TYPE_WORDS[type]}\n`;
}

function encodePoints(family: MetricFamily, name: string, escaping: EscapingScheme): string {
  let lines = "";
  switch (family.type) {
    case "counter":
    case "gauge":
    case "unknown":
      for (const point of family.points) lines += encodeSample(name, pairsOf(point, escaping), point.value, point);
      return lines;
    case "info":
      for (const point of family.points) lines += encodeSample(name, pairsOf(point, escaping), 1, point);
      return lines;
    case "stateset":
      for (const point of family.points) {
        lines += encodeStates(family.name, name, pairsOf(point, escaping), point, escaping);
      }
      return lines;
    case "histogram":
    case "gaugehistogram":
      for (const point of family.points) lines += encodeHistogram(name, pairsOf(point, escaping), point);
      return lines;
    case "summary":
      for (const point of family.points) lines += encodeSummary(name, pairsOf(point, escaping), point);
      return lines;
    default:
      return unreachable(family);
  }
}

function encodeHistogram(name: string, pairs: string, point: HistogramPoint): string {
  const { sum, bounds, counts, offset = 0 } = point;
  let lines = "";
  let count = 0;
  for (let i = 0; i <= bounds.length; i++) {
    count += counts[offset + i] ?? 0;
    lines += encodeSample(`${name}_bucket`, join(pairs, `le="${printBound(bounds[i] ?? Infinity)}"`), count, point);
  }
  return lines + encodeSample(`${name}_sum`, pairs, sum, point) + encodeSample(`${name}_count`, pairs, count, point);
}

function encodeSummary(name: string, pairs: string, point: SummaryPoint): string {
  let lines = "";
  for (const { quantile, value } of point.quantiles) {
    lines += encodeSample(name, join(pairs, `quantile="${printBound(quantile)}"`), value, point);
  }
  return lines + encodeSample(`${name}_sum`, pairs, point.sum, point) +
    encodeSample(`${name}_count`, pairs, point.count, point);
}

function encodeStates(
  label: string,
  name: string,
  pairs: string,
  point: StateSetPoint,
  escaping: EscapingScheme,
): string {
  let lines = "";
  for (const [state, isOn] of Object.entries(point.states)) {
    lines += encodeSample(
      name,
      join(pairs, `${labelName(label, escaping)}="${escapeQuoted(state)}"`),
      isOn ? 1 : 0,
      point,
    );
  }
  return lines;
}

function encodeSample(name: string, pairs: string, value: number, { timestampMs }: PointHead): string {
  const time = timestampMs === undefined ? "" : ` ${Math.trunc(timestampMs)}`;
  return `${encodeSeries(name, pairs)} ${printValue(value)}${time}\n`;
}

function encodeSeries(name: string, pairs: string): string {
  if (isLegacyMetricName(name)) return pairs === "" ? name : `${name}{${pairs}}`;
  return pairs === "" ? `{"${escapeQuoted(name)}"}` : `{"${escapeQuoted(name)}",${pairs}}`;
}

function join(pairs: string, last: string): string {
  return pairs === "" ? last : `${pairs},${last}`;
}

function pairsOf({ labels }: PointHead, escaping: EscapingScheme): string {
  return Object.keys(labels)
    .sort()
    .map((name) => `${labelName(name, escaping)}="${escapeQuoted(labels[name] ?? "")}"`)
    .join(",");
}

function labelName(name: string, escaping: EscapingScheme): string {
  const escaped = escapeLabelName(name, escaping);
  return isLegacyLabelName(escaped) ? escaped : `"${escapeQuoted(escaped)}"`;
}

function unreachable(family: never): never {
  throw new TypeError(`Cannot encode family: type is unknown, current value is ${JSON.stringify(family)}`);
}
