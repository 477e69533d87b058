import type { MetricType } from "../../model/metric_family.ts";
import type { Role } from "./_sample.ts";

/** What tells one version of OpenMetrics from another. */
export interface OpenMetricsVersion {
  /** By type, what its samples append to the name of their family, and what they are. */
  readonly suffixes: Readonly<Record<MetricType, Readonly<Record<string, Role>>>>;
  /** What the name of a family appends in the model to what stands in the text. */
  readonly modelSuffixes: Readonly<Partial<Record<MetricType, string>>>;
  /** Types whose samples may have exemplars, and as what. */
  readonly exemplars: Readonly<Partial<Record<MetricType, Role>>>;
  /** Types whose samples may tell when counting began. */
  readonly starts: ReadonlySet<MetricType>;
  /** Whether exemplars must tell their time, may be many, and of any length. */
  readonly hasTimedExemplars: boolean;
  /** Whether the unit must be the last word of the family's name. */
  readonly hasUnitInName: boolean;
  /** Whether each state is a series of its own, with timestamps of its own. */
  readonly hasSeriesOfStates: boolean;
  /** What the name of an info must end with. */
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

/** All versions that are read, by their number. */
export const VERSIONS: Readonly<Record<"1.0.0" | "2.0.0", OpenMetricsVersion>> = { "1.0.0": V1, "2.0.0": V2 };
