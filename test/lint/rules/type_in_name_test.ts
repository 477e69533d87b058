import { TYPE_IN_NAME } from "../../../src/lint/rules/type_in_name.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(TYPE_IN_NAME, {
  breaks: [
    [family("counter", "app_request_counter_total"), "metric name should not include type 'counter'"],
    [family("gauge", "app_Gauge"), "metric name should not include type 'gauge'"],
    [
      family("unknown", "app_gauge_histogram"),
      "metric name should not include type 'gauge'",
      "metric name should not include type 'gauge_histogram'",
      "metric name should not include type 'histogram'",
    ],
  ],
  keeps: [
    family("counter", "app_countered_total"),
    family("gauge", "gauge_users"),
    family("unknown", "app_untyped"),
    family("info", "app_info"),
  ],
});
