import type { Rule } from "../rule.ts";

/** The names of series that Prometheus writes itself are left to it. */
export const SYNTHETIC_NAME: Rule = {
  id: "synthetic-name",
  severity: "error",
  reason: "Prometheus writes series of this name itself, about each scrape and each alert.",
  fix: "Put the name of the application in front: `app_up`, `app_scrape_duration_seconds`.",
  check: ({ name }) =>
    /^(?:up|ALERTS|ALERTS_FOR_STATE|scrape_.*)$/s.test(name)
      ? [{ message: "metric names should not be those of Prometheus' own series" }]
      : [],
};
