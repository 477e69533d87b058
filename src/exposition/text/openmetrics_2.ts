import type { Exemplar } from "../../model/exemplar.ts";
import type { BucketRun, HistogramPoint, NativeHistogram, PointHead, SummaryPoint } from "../../model/metric_family.ts";
import { encodeLines } from "./_line_encoder.ts";
import { escapeQuoted } from "./escape.ts";
import type { Format } from "../format.ts";
import type { LineWriter } from "./_line_writer.ts";
import { type Lines, type LineStyle, writeTime } from "./_lines.ts";
import { writeName, writeSeries } from "./_labels.ts";
import { printFloat, printSeconds, printValue } from "./numbers.ts";
import { hasUnit, writeExemplar } from "./openmetrics.ts";
import type { TextDialect } from "./_dialect.ts";

const DIALECT: TextDialect = {
  id: "openmetrics-2",
  head(family) {
    const { name, type, help, unit } = family;
    const shown = writeName(name);
    const unitLine = hasUnit(family) ? `# UNIT ${shown} ${unit}\n` : "";
    const helpLine = help === "" ? "" : `# HELP ${shown} ${escapeQuoted(help)}\n`;
    return `# TYPE ${shown} ${type}\n${unitLine}${helpLine}`;
  },
  bound: printFloat,
  time: printSeconds,
  start: (createdMs) => ` st@${printSeconds(createdMs)}`,
  gaugeHistogram: { sum: "_gsum", count: "_gcount" },
  omitsNegatives: false,
  hasCreated: false,
  compositeLines(family, name, style) {
    if (family.type === "histogram") return new CompositeLines(name, style, writeHistogram("count", "sum"));
    if (family.type === "gaugehistogram") {
      return new CompositeLines(name, withoutStart(style), writeHistogram("gcount", "gsum"));
    }
    return family.type === "summary" ? new CompositeLines(name, style, writeSummary) : undefined;
  },
  exemplar: (exemplar, labels) => exemplar.timestampMs === undefined ? "" : writeExemplar(exemplar, labels),
  end: "# EOF\n",
};

/**
 * OpenMetrics 2.0, a release candidate: distributions as one value each, native histograms, start times. A family has the
 * same name as its samples.
 *
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec_2_0/
 */
export const OPENMETRICS_2_0_0: Format = {
  contentType: "application/openmetrics-text; version=2.0.0; charset=utf-8",
  encode: (families, options) => encodeLines(families, DIALECT, options),
};

/** A point that is a distribution. */
type Distribution = PointHead & Partial<HistogramPoint & SummaryPoint>;

/** Lines of one composite value each. */
class CompositeLines implements Lines {
  readonly #name: string;
  readonly #style: LineStyle;
  readonly #valueOf: (point: never) => string;

  constructor(name: string, style: LineStyle, valueOf: (point: never) => string) {
    this.#name = name;
    this.#style = style;
    this.#valueOf = valueOf;
  }

  partsOf({ labels }: PointHead): readonly string[] {
    return [`${writeSeries(this.#name, this.#style.labels.write(labels))} `];
  }

  write(out: LineWriter, point: Distribution): void {
    const { dialect, labels } = this.#style;
    out.part(0);
    out.text(this.#valueOf(point as never)); // what writes values was chosen by the type of the family
    writeTime(out, point, this.#style);
    if (dialect.start !== undefined && point.createdMs !== undefined) out.text(dialect.start(point.createdMs));
    out.text(exemplarsOf(point).map((exemplar) => dialect.exemplar?.(exemplar, labels) ?? "").join(""));
    out.endLine();
  }
}

/** What is there at this moment, and may go again, has no start. */
function withoutStart(style: LineStyle): LineStyle {
  return { ...style, dialect: { ...style.dialect, start: () => "" } };
}

/** Takes those of the native buckets where there are any: they are kept for their spread. */
function exemplarsOf({ exemplars = [], native }: Distribution): readonly Exemplar[] {
  if (native?.exemplars !== undefined && native.exemplars.length > 0) return native.exemplars;
  return Array.from(exemplars).filter((exemplar) => exemplar !== undefined);
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

function writeSummary({ count, sum, quantiles }: SummaryPoint): string {
  const pairs = quantiles.map(({ quantile, value }) => `${printFloat(quantile)}:${printValue(value)}`);
  return `{count:${printValue(count)},sum:${printValue(sum)},quantile:[${pairs.join(",")}]}`;
}
