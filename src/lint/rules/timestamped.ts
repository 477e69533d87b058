import type { PointHead } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

/** Forbids explicit timestamps. */
export const TIMESTAMPED: Rule = {
  id: "timestamped",
  severity: "warning",
  reason:
    "A series with explicit timestamps is not marked stale when it disappears, and old or repeated timestamps are rejected.",
  fix: "Omit `timestampMs`; if the age matters, expose it as a gauge whose name ends in `_timestamp_seconds`.",
  check({ points }) {
    let isTimed = false;
    for (const { timestampMs } of points as Iterable<PointHead>) isTimed ||= timestampMs !== undefined;
    return isTimed ? [{ message: "series should not have timestamps" }] : [];
  },
};
