import { TYPE_IN_NAME } from "../../../src/lint/rules/type_in_name.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(TYPE_IN_NAME, {
  breaks: [
    [family("counter", "app_request_counter_total"), "metric name should not include type 'counter'"],
    [family("gauge", "app_Gauge"), "metric name should not include type 'gauge'"],
    [family("stateset", "app_gauge"), "metric name should not include type 'gauge'"],
    [family("gaugehistogram", "app_gauge_histogram"), "metric name should not include type 'gauge_histogram'"],
  ],
  keeps: [
    family("counter", "app_countered_total"),
    family("gauge", "gauge_users"),
    family("unknown", "app_untyped"),
    family("unknown", "app_gauge"),
    family("gauge", "app_counter"),
    family("info", "app_info"),
  ],
});
