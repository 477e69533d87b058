import type { Rule } from "../rule.ts";

/** Warns of histograms without classic buckets, which text formats reduce to a sum and a count. */
export const NATIVE_ONLY: Rule = {
  id: "native-only",
  severity: "warning",
  reason:
    "Text formats have no native buckets: a scrape in text has only the bucket +Inf, and no quantile can be computed.",
  fix: "Add classic `buckets`, or scrape with native histograms enabled and disable this rule.",
  check(family) {
    if (family.type !== "histogram") return [];
    for (const { bounds, native } of family.points) {
      if (native !== undefined && bounds.length === 0) return [{ message: "histogram has only native buckets" }];
    }
    return [];
  },
};
