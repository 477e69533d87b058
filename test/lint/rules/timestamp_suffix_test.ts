import { TIMESTAMP_SUFFIX } from "../../../src/lint/rules/timestamp_suffix.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(TIMESTAMP_SUFFIX, {
  breaks: [
    [
      family("histogram", "app_start_timestamp_seconds"),
      'non-gauge metrics should not have "_timestamp_seconds" suffix',
    ],
  ],
  keeps: [
    family("gauge", "app_start_timestamp_seconds"),
    family("unknown", "app_start_timestamp_seconds"),
    family("histogram", "app_start_seconds"),
  ],
});
