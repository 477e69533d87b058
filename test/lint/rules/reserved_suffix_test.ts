import { RESERVED_SUFFIX } from "../../../src/lint/rules/reserved_suffix.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(RESERVED_SUFFIX, {
  breaks: [
    [family("gauge", "app_ice_bucket"), 'non-histogram metrics should not have "_bucket" suffix'],
    [family("summary", "app_ice_bucket"), 'non-histogram metrics should not have "_bucket" suffix'],
    [family("gauge", "app_user_count"), 'non-histogram and non-summary metrics should not have "_count" suffix'],
    [family("stateset", "app_sum"), 'non-histogram and non-summary metrics should not have "_sum" suffix'],
  ],
  keeps: [
    family("histogram", "app_ice_bucket"),
    family("gaugehistogram", "app_user_count"),
    family("summary", "app_sum"),
    family("unknown", "app_sum"),
    family("gauge", "app_counts"),
  ],
});
