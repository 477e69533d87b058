import type { MetricType } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

/** Words for the types; Prometheus takes infos and state sets for gauges. */
const WORDS: Readonly<Record<MetricType, string | undefined>> = {
  counter: "counter",
  gauge: "gauge",
  gaugehistogram: "gauge_histogram",
  histogram: "histogram",
  info: "gauge",
  stateset: "gauge",
  summary: "summary",
  unknown: undefined,
};

/** Forbids the type of a metric in its name. */
export const TYPE_IN_NAME: Rule = {
  id: "type-in-name",
  severity: "warning",
  reason: "The type is exposed separately, and the name would become wrong if the type changed.",
  fix: "Remove the type from the name.",
  check({ type, name }) {
    const word = WORDS[type];
    const isIn = word !== undefined && `${name.toLowerCase()}_`.includes(`_${word}_`);
    return isIn ? [{ message: `metric name should not include type '${word}'` }] : [];
  },
};
