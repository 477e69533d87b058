import { isUnit } from "../../src/exposition/text/escape.ts";
import { escapeQuoted } from "../../src/exposition/text/escape.ts";
import { freeLabel, hasUnit, renameFamilies } from "../../src/exposition/wire_names.ts";
import type { EscapingScheme } from "../../src/model/escaping.ts";
import type { Exemplar } from "../../src/model/exemplar.ts";
import type {
  BucketRun,
  HistogramPoint,
  MetricFamily,
  MetricType,
  PointHead,
  SummaryPoint,
} from "../../src/model/metric_family.ts";
import { openMetricsName } from "../../src/model/sample_names.ts";
import { bucketsOf, pairsOf } from "./samples.ts";

/** What Prometheus stores of one scrape, in the words of `textparse/main.go`. */
export interface Stored {
  readonly metadata: Readonly<Record<string, Metadata>>;
  readonly series: readonly StoredSeries[];
}

interface Metadata {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

interface StoredSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly value?: string;
  readonly histogram?: StoredHistogram;
  readonly time?: number;
  readonly start?: number;
  readonly exemplars?: readonly StoredExemplar[];
}

interface StoredHistogram {
  readonly schema: number;
  readonly isGauge: boolean;
  readonly count: string;
  readonly sum: string;
  readonly zeroThreshold: string;
  readonly zeroCount: string;
  readonly positive: readonly { readonly index: number; readonly count: string }[];
  readonly negative: readonly { readonly index: number; readonly count: string }[];
  readonly bounds: readonly string[];
}

interface StoredExemplar {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
  readonly time?: number;
}

type Pairs<T = string> = readonly (readonly [name: string, value: T])[];

/** What `textparse/main.go` writes: pairs in place of objects, because one engine reads escaped names of properties wrongly. */
export interface Read {
  readonly metadata: Pairs<Metadata>;
  readonly series: readonly (Omit<StoredSeries, "labels" | "exemplars"> & {
    readonly labels: Pairs;
    readonly exemplars?: readonly (Omit<StoredExemplar, "labels"> & { readonly labels: Pairs })[];
  })[];
}

/** Makes objects of pairs. */
export function storedIn({ metadata, series }: Read): Stored {
  return {
    metadata: Object.fromEntries(metadata),
    series: series.map(({ labels, exemplars = [], ...one }) => ({
      ...one,
      labels: Object.fromEntries(labels),
      exemplars: exemplars.map(({ labels, ...exemplar }) => ({ ...exemplar, labels: Object.fromEntries(labels) })),
    })),
  };
}

/** How a scrape is written and read. */
export interface Scrape {
  readonly wire: "text" | "openmetrics" | "openmetrics-2" | "protobuf";
  readonly escaping: EscapingScheme;
  /** Whether classic histograms become native ones with custom buckets. */
  readonly nhcb: boolean;
  /** Whether classic series are kept in addition to native histograms. */
  readonly classic: boolean;
}

/** The schema of native histograms with custom buckets. */
const CUSTOM_BUCKETS = -53;

const TEXT_TYPES: Partial<Record<MetricType, string>> = {
  gaugehistogram: "histogram",
  info: "gauge",
  stateset: "gauge",
};
const PROTOBUF_TYPES: Partial<Record<MetricType, string>> = { info: "gauge", stateset: "gauge" };

/** Computes what Prometheus should store of families. */
export function storedOf(families: readonly MetricFamily[], scrape: Scrape): Stored {
  const metadata: Record<string, Metadata> = {};
  const series: StoredSeries[] = [];
  for (const family of renameFamilies(families, scrape.escaping)) {
    const own = new Expected(family, scrape).series();
    if (own.length === 0) continue;
    const { type, help, unit = "" } = family;
    const isSuffixed = scrape.wire === "openmetrics";
    const name = isSuffixed ? openMetricsName(type, family.name) : family.name;
    // Prometheus does not unescape quoted names of metadata.
    metadata[scrape.wire === "protobuf" ? name : escapeQuoted(name)] = {
      type: typeOf(type, scrape),
      help: help.toWellFormed(),
      unit: scrape.wire !== "text" && hasUnit(family) && (scrape.wire === "protobuf" || isUnit(unit)) ? unit : "",
    };
    series.push(...own);
  }
  return { metadata, series };
}

function typeOf(type: MetricType, { wire }: Scrape): string {
  if (wire === "text") return TEXT_TYPES[type] ?? type;
  return wire === "protobuf" ? PROTOBUF_TYPES[type] ?? type : type;
}

class Expected {
  readonly #family: MetricFamily;
  readonly #scrape: Scrape;

  constructor(family: MetricFamily, scrape: Scrape) {
    this.#family = family;
    this.#scrape = scrape;
  }

  series(): StoredSeries[] {
    const family = this.#family;
    const { name } = family;
    switch (family.type) {
      case "counter":
        return Array.from(
          family.points,
          (point) => this.#one(name, point, point.value, {}, this.#startOf(point), [point.exemplar]),
        );
      case "gauge":
      case "unknown":
        return Array.from(family.points, (point) => this.#one(name, point, point.value));
      case "info":
        return Array.from(family.points, (point) => this.#one(name, point, 1));
      case "stateset":
        return [...family.points].flatMap((point) =>
          Object.entries(point.states).map(([state, isOn]) =>
            this.#one(name, { ...point, labels: { ...freeLabel(point.labels, name), [name]: state } }, isOn ? 1 : 0)
          )
        );
      case "summary":
        return [...family.points].flatMap((point) => this.#summary(point));
      case "histogram":
      case "gaugehistogram":
        return [...family.points].flatMap((point) => this.#histogram(point));
    }
  }

  #summary(point: SummaryPoint): StoredSeries[] {
    const { name } = this.#family;
    const { wire } = this.#scrape;
    const isNegative = point.sum < 0 || Number.isNaN(point.sum);
    const quantiles = point.quantiles.filter(({ value }) => wire !== "openmetrics" || !(value < 0));
    if (wire === "openmetrics-2" && (point.sum < 0 || quantiles.some(({ value }) => value < 0))) return [];
    const start = this.#startOf(point);
    return [
      ...quantiles.map(({ quantile, value }) => this.#one(name, point, value, { quantile: bits(quantile) }, start)),
      ...wire === "openmetrics" && isNegative ? [] : [this.#one(`${name}_sum`, point, point.sum, {}, start)],
      this.#one(`${name}_count`, point, point.count, {}, start),
    ];
  }

  #histogram(point: HistogramPoint): StoredSeries[] {
    const { wire, classic } = this.#scrape;
    const native = this.#native(point);
    if (native !== undefined) {
      const hasInfinity = wire === "protobuf" && point.exemplars?.[point.bounds.length] !== undefined;
      const hasClassic = classic && (point.bounds.length > 0 || hasInfinity);
      return [native, ...hasClassic ? this.#classic(point) : []];
    }
    if (!this.#isConvertible) return this.#classic(point);
    // Text that is converted loses the exemplars of its classic series.
    return [
      this.#converted(point),
      ...classic ? this.#classic(wire === "openmetrics" ? { ...point, exemplars: [] } : point) : [],
    ];
  }

  /** Lines of text are converted only if their names are the same in the metadata, where Prometheus leaves them escaped. */
  get #isConvertible(): boolean {
    const { wire, nhcb } = this.#scrape;
    const { type, name } = this.#family;
    if (!nhcb || type !== "histogram" && wire === "openmetrics") return false;
    return wire === "openmetrics-2" || wire === "protobuf" || escapeQuoted(name) === name;
  }

  #classic(point: HistogramPoint): StoredSeries[] {
    const { name, type } = this.#family;
    const { wire } = this.#scrape;
    const isGauge = type === "gaugehistogram" && (wire === "openmetrics" || wire === "openmetrics-2");
    const start = this.#startOf(point);
    const buckets = bucketsOf(point);
    const total = buckets.at(-1)?.[1] ?? 0;
    return [
      ...buckets.map(([bound, count, exemplar], i) =>
        this.#one(`${name}_bucket`, point, count, { le: bits(bound) }, start, this.#bucketExemplars(point, i, exemplar))
      ),
      ...wire === "openmetrics" && !hasSum(point, isGauge) ? [] : [
        this.#one(`${name}_${isGauge ? "gsum" : "sum"}`, point, point.sum, {}, start),
        this.#one(`${name}_${isGauge ? "gcount" : "count"}`, point, total, {}, start),
      ],
    ];
  }

  /** OpenMetrics 2.0 has one list of exemplars for all buckets; Prometheus assigns them to buckets by their values. */
  #bucketExemplars(point: HistogramPoint, i: number, own: Exemplar | undefined): readonly (Exemplar | undefined)[] {
    const { wire } = this.#scrape;
    if (wire !== "openmetrics-2") return [own];
    const low = i === 0 ? -Infinity : point.bounds[i - 1] as number;
    const high = point.bounds[i] ?? Infinity;
    return listed(point).filter(({ value }) => value <= high && (i === 0 || value > low));
  }

  #native(point: HistogramPoint): StoredSeries | undefined {
    const { wire } = this.#scrape;
    const { native } = point;
    if (native === undefined || wire === "text" || wire === "openmetrics") return undefined;
    const buckets = bucketsOf(point);
    const histogram: StoredHistogram = {
      schema: native.schema,
      isGauge: this.#family.type === "gaugehistogram",
      count: bits(buckets.at(-1)?.[1] ?? 0),
      sum: bits(point.sum),
      zeroThreshold: bits(native.zeroThreshold),
      zeroCount: bits(native.zeroCount),
      positive: bucketsIn(native.positive),
      negative: bucketsIn(native.negative),
      bounds: [],
    };
    return this.#histogramSeries(point, histogram);
  }

  #converted(point: HistogramPoint): StoredSeries {
    const { type } = this.#family;
    const { wire } = this.#scrape;
    const buckets = bucketsOf(point);
    const isGauge = type === "gaugehistogram" && wire !== "text";
    const counts = buckets.map(([, count], i) => count - (buckets[i - 1]?.[1] ?? 0));
    return this.#histogramSeries(point, {
      schema: CUSTOM_BUCKETS,
      isGauge,
      count: bits(buckets.at(-1)?.[1] ?? 0),
      sum: bits(wire === "openmetrics" && !hasSum(point, false) ? 0 : point.sum),
      zeroThreshold: bits(0),
      zeroCount: bits(0),
      positive: counts.flatMap((count, index) => count === 0 ? [] : [{ index, count: bits(count) }]),
      negative: [],
      bounds: Array.from(point.bounds, bits),
    });
  }

  #histogramSeries(point: HistogramPoint, histogram: StoredHistogram): StoredSeries {
    const { wire } = this.#scrape;
    const isTimed = wire === "openmetrics-2" || wire === "protobuf";
    const all = wire === "text" ? [] : isTimed ? listed(point) : Array.from(point.exemplars ?? []);
    const { value: _, ...head } = this.#one(this.#family.name, point, 0, {}, this.#startOf(point), all);
    return { ...head, histogram };
  }

  #startOf({ createdMs }: { readonly createdMs?: number | undefined }): number | undefined {
    const { wire } = this.#scrape;
    if (createdMs === undefined || this.#family.type === "gaugehistogram" || wire === "text") return undefined;
    return wire === "protobuf" ? createdMs : throughSeconds(createdMs);
  }

  #one(
    name: string,
    { labels, timestampMs }: PointHead,
    value: number,
    extra: Readonly<Record<string, string>> = {},
    start?: number,
    exemplars: readonly (Exemplar | undefined)[] = [],
  ): StoredSeries {
    const { wire, escaping } = this.#scrape;
    const told = wire === "text" ? [] : exemplars.flatMap((exemplar) => exemplar ? this.#exemplar(exemplar) : []);
    const time = wire === "protobuf" && timestampMs === 0 ? undefined : timestampMs;
    return {
      labels: { __name__: name, ...Object.fromEntries(pairsOf(labels, escaping)), ...extra },
      value: bits(value),
      ...time !== undefined && { time: wire === "text" || wire === "protobuf" ? time : throughSeconds(time) },
      ...start && { start },
      ...told.length > 0 && { exemplars: told },
    };
  }

  #exemplar({ labels, value, timestampMs }: Exemplar): StoredExemplar[] {
    const { wire, escaping } = this.#scrape;
    if (wire !== "protobuf" && Object.values(labels).join("").includes("\0")) return [];
    if (wire === "openmetrics-2" && timestampMs === undefined) return [];
    const time = timestampMs === undefined || wire === "protobuf" ? timestampMs : throughSeconds(timestampMs);
    return [{
      // Prometheus does not unescape the exemplars of OpenMetrics 1.0.
      labels: Object.fromEntries(
        pairsOf(labels, escaping).map((pair) => wire === "openmetrics" ? pair.map(escapeQuoted) : pair),
      ),
      value: bits(value),
      ...time !== undefined && { time },
    }];
  }
}

/** Exemplars of a histogram as one list: those of its native buckets, or else of its classic ones; with a time. */
function listed({ native, exemplars = [] }: HistogramPoint): readonly Exemplar[] {
  const own = (native?.exemplars ?? []).filter(hasTime);
  if (own.length > 0) return own;
  return Array.from(exemplars).filter((exemplar) => exemplar !== undefined).filter(hasTime);
}

function hasTime({ timestampMs }: Exemplar): boolean {
  return timestampMs !== undefined;
}

/** Whether OpenMetrics 1.0 has a place for the sum and the count. */
function hasSum({ bounds, sum }: HistogramPoint, isGauge: boolean): boolean {
  const lowest = bounds[0] ?? Infinity;
  return isGauge ? sum >= 0 || lowest < 0 && sum < 0 : sum >= 0 && lowest >= 0;
}

function bucketsIn(runs: readonly BucketRun[]): { index: number; count: string }[] {
  const found: { index: number; count: string }[] = [];
  let index = 0;
  for (const { offset, counts } of runs) {
    index += offset;
    for (const count of counts) {
      if (count !== 0) found.push({ index, count: bits(count) });
      index++;
    }
  }
  return found;
}

/** OpenMetrics writes seconds, from which Prometheus makes milliseconds by a multiplication, without rounding. */
function throughSeconds(timeMs: number): number {
  return Math.trunc(timeMs / 1000 * 1000);
}

/** The bits of a number, without the sign of a zero. */
export function bits(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value + 0);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}
