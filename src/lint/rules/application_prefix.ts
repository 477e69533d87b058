import type { Rule } from "../rule.ts";
import { unitsIn } from "../_units.ts";

/** The first word of a name tells where the metric comes from. */
export const APPLICATION_PREFIX: Rule = {
  id: "application-prefix",
  severity: "warning",
  reason: "Metrics of all applications share one space of names, in which a lone word means something else to each.",
  fix: "Put the name of the application or its domain in front: `app_requests_total`, `http_requests_total`.",
  check({ name }) {
    const stem = name.replace(/_total$/, "");
    const units = unitsIn(stem).map(({ word }) => word);
    const words = stem.split(/[_.:]/).filter((word) => word !== "" && !units.includes(word));
    return words.length > 1 ? [] : [{ message: "metric names should have an application prefix" }];
  },
};
