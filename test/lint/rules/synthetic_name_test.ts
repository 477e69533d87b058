import { SYNTHETIC_NAME } from "../../../src/lint/rules/synthetic_name.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(SYNTHETIC_NAME, {
  breaks: ["up", "scrape_duration_seconds", "ALERTS"].map((name) => [
    family("gauge", name),
    "metric names should not be those of Prometheus' own series",
  ]),
  keeps: ["app_up", "app_scrape_duration_seconds", "updates", "upper_limit"].map((name) => family("gauge", name)),
});
