import { TIMESTAMP_SUFFIX } from "../../../src/lint/rules/timestamp_suffix.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(TIMESTAMP_SUFFIX, {
  breaks: [
    [
      family("histogram", "app_start_timestamp_seconds"),
      'metric whose name ends in "_timestamp_seconds" should be a gauge',
    ],
  ],
  keeps: [
    family("gauge", "app_start_timestamp_seconds"),
    family("unknown", "app_start_timestamp_seconds"),
    family("histogram", "app_start_seconds"),
  ],
});
