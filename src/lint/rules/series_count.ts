import type { Rule } from "../rule.ts";

/** No family has more series than are worth their memory. */
export const SERIES_COUNT: Rule = {
  id: "series-count",
  severity: "warning",
  reason: "Each series costs memory, here and in Prometheus, and each of its queries has to read it.",
  fix: "Leave out the label with the most values, or limit it by `maxSeries`, `ttlSeconds` or `labelValues`.",
  check({ points }, { maxSeries }) {
    const { length } = [...points];
    return length > maxSeries ? [{ message: `metrics should have at most ${maxSeries} series, not ${length}` }] : [];
  },
};
