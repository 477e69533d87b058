import type { Exemplar } from "../../model/exemplar.ts";
import type { BucketRun, HistogramPoint, NativeHistogram, PointHead, SummaryPoint } from "../../model/metric_family.ts";
import { lineFormat } from "./_line_encoder.ts";
import { escapeQuoted, isUnit } from "./escape.ts";
import type { RememberingFormat } from "../format.ts";
import { writeTime } from "./_lines.ts";
import { writeName } from "./_labels.ts";
import type { SeriesName, SeriesNames } from "./_series_names.ts";
import type { ByteWriter } from "../byte_writer.ts";
import { printFloat, printValue } from "../../model/numbers.ts";
import { printSeconds } from "./numbers.ts";
import { hasUnit } from "../wire_names.ts";
import { writeExemplar } from "./openmetrics.ts";
import type { Lines, LineStyle, TextDialect } from "./_dialect.ts";

const LINE_FEED = 10;

const DIALECT: TextDialect = {
  hasPlaceFor: ({ type }, points) => type !== "summary" || !points.every(isNegativeSummary),
  head(family) {
    const { name, type, help, unit } = family;
    const shown = writeName(name);
    const unitLine = hasUnit(family) && isUnit(unit) ? `# UNIT ${shown} ${unit}\n` : "";
    const helpLine = help === "" ? "" : `# HELP ${shown} ${escapeQuoted(help)}\n`;
    return `# TYPE ${shown} ${type}\n${unitLine}${helpLine}`;
  },
  bound: printFloat,
  time: printSeconds,
  startTime: (createdMs) => ` st@${printSeconds(createdMs)}`,
  gaugeHistogram: { sum: "_gsum", count: "_gcount" },
  omitsNegatives: false,
  hasCreated: false,
  compositeLines(family, names, style) {
    if (family.type === "histogram") return new CompositeLines(names, style, writeHistogram("count", "sum"));
    if (family.type === "gaugehistogram") {
      return new CompositeLines(names, withoutStart(style), writeHistogram("gcount", "gsum"));
    }
    return family.type === "summary" ? new CompositeLines(names, style, writeSummary) : undefined;
  },
  exemplar: (exemplar, labels) => exemplar.timestampMs === undefined ? "" : writeExemplar(exemplar, labels),
  end: "# EOF\n",
};

/**
 * OpenMetrics 2.0, a release candidate: histograms and summaries as one value each, native histograms, start times. A family
 * has the same name as its samples.
 *
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec_2_0/
 */
export const OPENMETRICS_2_0_0: RememberingFormat = lineFormat(
  "application/openmetrics-text; version=2.0.0; charset=utf-8",
  DIALECT,
);

/** A histogram or a summary. */
type Distribution = PointHead & Partial<HistogramPoint & SummaryPoint>;

/** Lines of one composite value each. */
class CompositeLines implements Lines {
  readonly #name: SeriesName;
  readonly #style: LineStyle;
  readonly #valueOf: (point: never) => string;

  constructor(names: SeriesNames, style: LineStyle, valueOf: (point: never) => string) {
    this.#name = names.add("");
    this.#style = style;
    this.#valueOf = valueOf;
  }

  labelsOf({ labels }: PointHead): string {
    return this.#style.labels.write(labels);
  }

  write(out: ByteWriter, point: Distribution, labels: ByteWriter, start: number, end: number): void {
    const { dialect } = this.#style;
    if (isNegativeSummary(point)) return;
    this.#name.write(out, labels, start, end);
    out.text(this.#valueOf(point as never)); // chosen by the type of the family
    writeTime(out, point, this.#style);
    if (dialect.startTime !== undefined && point.createdMs !== undefined) out.text(dialect.startTime(point.createdMs));
    for (const exemplar of exemplarsOf(point)) out.text(dialect.exemplar?.(exemplar, this.#style.labels) ?? "");
    out.byte(LINE_FEED);
  }
}

/** Gauge histograms have no start time. */
function withoutStart(style: LineStyle): LineStyle {
  return { ...style, dialect: { ...style.dialect, startTime: () => "" } };
}

/** Prefers the exemplars of native buckets, which were selected to be spread out. Those without a time cannot be written. */
function exemplarsOf({ exemplars = [], native }: Distribution): readonly Exemplar[] {
  const spread = (native?.exemplars ?? []).filter(({ timestampMs }) => timestampMs !== undefined);
  return spread.length > 0 ? spread : Array.from(exemplars).filter((exemplar) => exemplar !== undefined);
}

function writeHistogram(countName: string, sumName: string): (point: HistogramPoint) => string {
  return ({ sum, bounds, counts, offset = 0, native }) => {
    let count = 0;
    const buckets: string[] = [];
    for (let i = 0; i <= bounds.length; i++) {
      count += counts[offset + i] as number;
      buckets.push(`${printFloat(bounds[i] ?? Infinity)}:${printValue(count)}`);
    }
    const head = `${countName}:${printValue(count)},${sumName}:${printValue(sum)}`;
    const classic = native !== undefined && bounds.length === 0 ? "" : `,bucket:[${buckets.join(",")}]`;
    return `{${head}${native === undefined ? "" : writeNative(native)}${classic}}`;
  };
}

function writeNative({ schema, zeroThreshold, zeroCount, negative, positive }: NativeHistogram): string {
  const zero = `,schema:${schema},zero_threshold:${printValue(zeroThreshold)},zero_count:${printValue(zeroCount)}`;
  return zero + writeRuns("negative", negative) + writeRuns("positive", positive);
}

function writeRuns(side: string, runs: readonly BucketRun[]): string {
  if (runs.length === 0) return "";
  const spans = runs.map(({ offset, counts }) => `${offset}:${counts.length}`);
  return `,${side}_spans:[${spans.join(",")}],${side}_buckets:[${
    runs.flatMap(({ counts }) => counts).map(printValue).join(",")
  }]`;
}

/** The format has no place for summaries of negative values. */
function isNegativeSummary({ quantiles, sum = 0 }: Distribution): boolean {
  return quantiles !== undefined && (sum < 0 || quantiles.some(({ value }) => value < 0));
}

function writeSummary({ count, sum, quantiles }: SummaryPoint): string {
  const sorted = quantiles.toSorted((one, other) => one.quantile - other.quantile);
  const pairs = sorted.map(({ quantile, value }) => `${printFloat(quantile)}:${printValue(value)}`);
  return `{count:${printValue(count)},sum:${printValue(sum)},quantile:[${pairs.join(",")}]}`;
}
