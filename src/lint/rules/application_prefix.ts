import type { Rule } from "../rule.ts";
import { unitsIn } from "../_units.ts";

/** Requires an application or domain prefix in metric names. */
export const APPLICATION_PREFIX: Rule = {
  id: "application-prefix",
  severity: "warning",
  reason:
    "Metrics of all applications share one namespace, and a single word means something different in each of them.",
  fix: "Add the name of the application or its domain as a prefix: `app_requests_total`, `http_requests_total`.",
  check({ name }) {
    const stem = name.replace(/_total$/, "");
    const units = unitsIn(stem).map(({ word }) => word);
    const words = stem.split(/[_.:]/).filter((word) => word !== "" && !units.includes(word));
    return words.length > 1 ? [] : [{ message: "metric names should have an application prefix" }];
  },
};
