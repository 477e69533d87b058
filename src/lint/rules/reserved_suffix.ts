import type { MetricType } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

const HISTOGRAMS: readonly MetricType[] = ["histogram", "gaugehistogram"];
const DISTRIBUTIONS: readonly MetricType[] = [...HISTOGRAMS, "summary"];

/** By suffix: who may use it, and what is said to others. */
const SUFFIXES: Readonly<Record<string, readonly [users: readonly MetricType[], others: string]>> = {
  _bucket: [HISTOGRAMS, "non-histogram"],
  _count: [DISTRIBUTIONS, "non-histogram and non-summary"],
  _sum: [DISTRIBUTIONS, "non-histogram and non-summary"],
};

/** The suffixes of distributions are left to them. */
export const RESERVED_SUFFIX: Rule = {
  id: "reserved-suffix",
  severity: "error",
  reason: "Series with this suffix are taken for parts of a histogram or summary.",
  fix: "End the name in another word: what is counted in the plural, such as `_connections`.",
  check: ({ type, name }) =>
    Object.entries(SUFFIXES)
      .filter(([suffix, [users]]) => type !== "unknown" && name.endsWith(suffix) && !users.includes(type))
      .map(([suffix, [, others]]) => ({ message: `${others} metrics should not have "${suffix}" suffix` })),
};
