import type { Rule } from "../rule.ts";

/** Reserves the names of series that Prometheus writes itself. */
export const SYNTHETIC_NAME: Rule = {
  id: "synthetic-name",
  severity: "error",
  reason: "Prometheus writes series of this name itself, about each scrape and each alert.",
  fix: "Add the name of the application as a prefix: `app_up`, `app_scrape_duration_seconds`.",
  check: ({ name }) =>
    /^(?:up|ALERTS|ALERTS_FOR_STATE|scrape_.*)$/s.test(name)
      ? [{ message: "metric names should not be those of Prometheus' own series" }]
      : [],
};
