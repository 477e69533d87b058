import type { MetricType } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

const HISTOGRAMS: readonly MetricType[] = ["histogram", "gaugehistogram"];
const DISTRIBUTIONS: readonly MetricType[] = [...HISTOGRAMS, "summary"];

/** Types that may use each suffix, and the name of all other types in messages. */
const SUFFIXES: Readonly<Record<string, readonly [users: readonly MetricType[], others: string]>> = {
  _bucket: [HISTOGRAMS, "non-histogram"],
  _count: [DISTRIBUTIONS, "non-histogram and non-summary"],
  _sum: [DISTRIBUTIONS, "non-histogram and non-summary"],
};

/** Reserves the suffixes of histograms and summaries. */
export const RESERVED_SUFFIX: Rule = {
  id: "reserved-suffix",
  severity: "error",
  reason: "Parsers treat series with this suffix as parts of a histogram or summary.",
  fix: "End the name in another word, such as the plural of what is counted: `_connections`.",
  check: ({ type, name }) =>
    Object.entries(SUFFIXES)
      .filter(([suffix, [users]]) => type !== "unknown" && name.endsWith(suffix) && !users.includes(type))
      .map(([suffix, [, others]]) => ({ message: `${others} metrics should not have "${suffix}" suffix` })),
};
