import { TOTAL_SUFFIX } from "../../../src/lint/rules/total_suffix.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(TOTAL_SUFFIX, {
  breaks: (["gauge", "gaugehistogram", "histogram", "info", "stateset", "summary"] as const).map((type) => [
    family(type, "app_requests_total"),
    'non-counter metrics should not have "_total" suffix',
  ]),
  keeps: [
    family("counter", "app_requests_total"),
    family("unknown", "app_requests_total"),
    family("gauge", "app_total_requests"),
  ],
});
