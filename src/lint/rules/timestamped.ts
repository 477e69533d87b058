import type { PointHead } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

/** The time of a value is the time of the scrape. */
export const TIMESTAMPED: Rule = {
  id: "timestamped",
  severity: "warning",
  reason: "A series with times of its own is not marked stale when it goes, and old or repeated times are rejected.",
  fix: "Leave `timestampMs` out; where the age matters, expose it as a gauge that ends in `_timestamp_seconds`.",
  check({ points }) {
    let isTimed = false;
    for (const { timestampMs } of points as Iterable<PointHead>) isTimed ||= timestampMs !== undefined;
    return isTimed ? [{ message: "series should not have timestamps" }] : [];
  },
};
