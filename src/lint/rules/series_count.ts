import type { Rule } from "../rule.ts";

/** Limits the number of series of a family. */
export const SERIES_COUNT: Rule = {
  id: "series-count",
  severity: "warning",
  reason: "Each series costs memory, here and in Prometheus, and makes queries slower.",
  fix: "Remove the label with the most values, or limit it with `maxSeries`, `ttlSeconds` or `labelValues`.",
  check({ points }, { maxSeries }) {
    const { length } = [...points];
    return length > maxSeries ? [{ message: `metrics should have at most ${maxSeries} series, not ${length}` }] : [];
  },
};
