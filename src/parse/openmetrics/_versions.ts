import type { MetricType } from "../../model/metric_family.ts";
import type { Role } from "./_sample.ts";

/** Rules that differ between versions of OpenMetrics. */
export interface OpenMetricsVersion {
  /** Suffixes that samples append to the family name, and their roles, by type. */
  readonly suffixes: Readonly<Record<MetricType, Readonly<Record<string, Role>>>>;
  /** Suffixes that family names have in the model but not in the text, by type. */
  readonly modelSuffixes: Readonly<Partial<Record<MetricType, string>>>;
  /** Role of the samples that may have exemplars, by type. */
  readonly exemplars: Readonly<Partial<Record<MetricType, Role>>>;
  /** Types whose samples may have a start timestamp. */
  readonly starts: ReadonlySet<MetricType>;
  /** Whether exemplars need a timestamp, and may be several and of any length. */
  readonly hasTimedExemplars: boolean;
  /** Whether the family name must end with the unit. */
  readonly hasUnitInName: boolean;
  /** Whether each state is a separate series with its own timestamps. */
  readonly hasSeriesOfStates: boolean;
  /** Required suffix of the name of an info. */
  readonly infoSuffix: string;
}

/** OpenMetrics 1.0: https://prometheus.io/docs/specs/om/open_metrics_spec/ */
const V1: OpenMetricsVersion = {
  suffixes: {
    counter: { _total: "value", _created: "created" },
    gauge: { "": "value" },
    gaugehistogram: { _bucket: "bucket", _gcount: "count", _gsum: "sum" },
    histogram: { _bucket: "bucket", _count: "count", _sum: "sum", _created: "created" },
    info: { _info: "value" },
    stateset: { "": "state" },
    summary: { "": "quantile", _count: "count", _sum: "sum", _created: "created" },
    unknown: { "": "value" },
  },
  modelSuffixes: { counter: "_total", info: "_info" },
  exemplars: { counter: "value", histogram: "bucket", gaugehistogram: "bucket" },
  starts: new Set(),
  hasTimedExemplars: false,
  hasUnitInName: true,
  hasSeriesOfStates: false,
  infoSuffix: "",
};

/** OpenMetrics 2.0, a release candidate: https://prometheus.io/docs/specs/om/open_metrics_spec_2_0/ */
const V2: OpenMetricsVersion = {
  suffixes: {
    counter: { "": "value" },
    gauge: { "": "value" },
    gaugehistogram: { "": "composite" },
    histogram: { "": "composite" },
    info: { "": "value" },
    stateset: { "": "state" },
    summary: { "": "composite" },
    unknown: { "": "value" },
  },
  modelSuffixes: {},
  exemplars: { counter: "value", histogram: "composite", gaugehistogram: "composite", summary: "composite" },
  starts: new Set(["counter", "histogram", "summary"]),
  hasTimedExemplars: true,
  hasUnitInName: false,
  hasSeriesOfStates: true,
  infoSuffix: "_info",
};

/** Supported versions by their number. */
export const VERSIONS: Readonly<Record<"1.0.0" | "2.0.0", OpenMetricsVersion>> = { "1.0.0": V1, "2.0.0": V2 };
