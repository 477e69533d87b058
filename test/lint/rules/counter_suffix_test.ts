import { COUNTER_SUFFIX } from "../../../src/lint/rules/counter_suffix.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(COUNTER_SUFFIX, {
  breaks: [
    [family("counter", "app_requests"), 'counter metrics should have "_total" suffix'],
    [family("counter", "app_total_requests"), 'counter metrics should have "_total" suffix'],
  ],
  keeps: [family("counter", "app_requests_total"), family("gauge", "app_requests"), family("unknown", "app_requests")],
});
